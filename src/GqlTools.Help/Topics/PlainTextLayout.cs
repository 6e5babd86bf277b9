using System.Text;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace GqlTools.Help.Topics;

/// <summary>Lays Markdown out as the about topics of PowerShell are: headings at the margin, text indented below them, 80 columns wide.</summary>
internal sealed class PlainTextLayout
{
    private const int Width = 80;
    private const int BodyIndentation = 4;
    private const int CodeIndentation = 2;
    private const int ColumnGap = 2;
    private const int MinimumColumnWidth = 12;

    private readonly StringBuilder _text = new();

    /// <summary>The whole text.</summary>
    public string Write(MarkdownDocument document)
    {
        foreach (var block in document) WriteBlock(block, BodyIndentation);
        return _text.ToString().TrimEnd('\n') + "\n";
    }

    /// <summary>The text of a line of Markdown, without its marks; a link's address stands behind it, unless it is a page of this folder.</summary>
    public static string TextOf(ContainerInline? inlines)
    {
        var text = new StringBuilder();
        foreach (var inline in inlines ?? [])
        {
            text.Append(inline switch
            {
                LiteralInline literal => literal.Content.ToString(),
                CodeInline code => code.Content,
                LineBreakInline => " ",
                AutolinkInline link => link.Url,
                LinkInline { Url: { } url } link when url.Contains("://", StringComparison.Ordinal) => $"{TextOf(link)} ({url})",
                ContainerInline container => TextOf(container),
                HtmlEntityInline entity => entity.Transcoded.ToString(),
                _ => "",
            });
        }

        return text.ToString();
    }

    private void WriteBlock(Block block, int indentation)
    {
        switch (block)
        {
            case HeadingBlock { Level: 1 } title:
                _text.Append($"TOPIC\n{new string(' ', BodyIndentation)}{TextOf(title.Inline)}\n\n");
                break;
            case HeadingBlock { Level: 2 } heading:
                _text.Append($"{TextOf(heading.Inline).ToUpperInvariant()}\n");
                break;
            case HeadingBlock heading:
                _text.Append($"{new string(' ', BodyIndentation / 2)}{TextOf(heading.Inline)}\n");
                break;
            case ParagraphBlock paragraph:
                WriteWrapped(TextOf(paragraph.Inline), indentation, "");
                _text.Append('\n');
                break;
            case CodeBlock code:
                foreach (var line in code.Lines.ToString().Split('\n')) WriteLine(indentation + CodeIndentation, line);
                _text.Append('\n');
                break;
            case ListBlock list:
                WriteList(list, indentation);
                break;
            case Table table:
                WriteTable(table, indentation);
                break;
            case QuoteBlock quote:
                foreach (var inner in quote) WriteBlock(inner, indentation + CodeIndentation);
                break;
            case HtmlBlock:
                break;
            default:
                throw new NotSupportedException($"Line {block.Line + 1}: about topics have headings, paragraphs, code, lists and tables, not a {block.GetType().Name}.");
        }
    }

    private void WriteList(ListBlock list, int indentation)
    {
        var number = 1;
        foreach (var item in list.OfType<ListItemBlock>())
        {
            var mark = list.IsOrdered ? $"{number++}. " : "- ";
            foreach (var block in item)
            {
                if (block is ParagraphBlock paragraph) WriteWrapped(TextOf(paragraph.Inline), indentation, mark);
                else WriteBlock(block, indentation + mark.Length);
                mark = new string(' ', mark.Length);
            }
        }

        _text.Append('\n');
    }

    // Columns are as wide as their longest cell; where that is too much, the widest are narrowed and their cells wrap.
    private void WriteTable(Table table, int indentation)
    {
        var rows = table.OfType<TableRow>()
            .Select(row => row.OfType<TableCell>().Select(cell => string.Join(' ', cell.OfType<ParagraphBlock>().Select(block => TextOf(block.Inline)))).ToList())
            .ToList();
        rows.Insert(1, [.. rows[0].Select(cell => new string('-', cell.Length))]);
        var widths = Enumerable.Range(0, rows[0].Count).Select(column => rows.Max(row => row.ElementAtOrDefault(column)?.Length ?? 0)).ToArray();
        var available = Width - indentation - ColumnGap * (widths.Length - 1);
        while (widths.Sum() > available && widths.Max() > MinimumColumnWidth) widths[Array.IndexOf(widths, widths.Max())]--;

        foreach (var row in rows)
        {
            var cells = widths.Select((width, column) => Wrap(row.ElementAtOrDefault(column) ?? "", width)).ToList();
            for (var line = 0; line < cells.Max(cell => cell.Count); line++)
                WriteLine(indentation, string.Concat(cells.Select((cell, column) => (cell.ElementAtOrDefault(line) ?? "").PadRight(widths[column] + ColumnGap))));
        }

        _text.Append('\n');
    }

    // A hanging indentation as wide as what leads the first line.
    private void WriteWrapped(string text, int indentation, string lead)
    {
        foreach (var line in Wrap(text, Width - indentation - lead.Length))
        {
            WriteLine(indentation, lead + line);
            lead = new string(' ', lead.Length);
        }
    }

    private static List<string> Wrap(string text, int width)
    {
        var lines = new List<string> { "" };
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines[^1].Length == 0) lines[^1] = word;
            else if (lines[^1].Length + 1 + word.Length <= width) lines[^1] += " " + word;
            else lines.Add(word);
        }

        return lines;
    }

    private void WriteLine(int indentation, string line) =>
        _text.Append(line.Trim().Length == 0 ? "" : new string(' ', indentation) + line.TrimEnd()).Append('\n');
}
