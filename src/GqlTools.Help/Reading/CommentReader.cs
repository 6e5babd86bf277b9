using System.Text.RegularExpressions;
using System.Xml.Linq;
using GqlTools.Help.Commands;

namespace GqlTools.Help.Reading;

/// <summary>Reads paragraphs and examples from documentation comments.</summary>
/// <param name="commandNames">Names of command classes, with namespace, to the commands that they implement.</param>
internal sealed partial class CommentReader(IReadOnlyDictionary<string, string> commandNames)
{
    /// <summary>The paragraphs of an element: text outside of any <c>para</c> is one, too, and so is each item of a list.</summary>
    /// <param name="element">The element; null for none.</param>
    public IReadOnlyList<Paragraph> Paragraphs(XElement? element)
    {
        var paragraphs = new List<Paragraph>();
        if (element is not null) AddBlocks(paragraphs, element, role: null, prefix: "");
        return paragraphs;
    }

    /// <summary>The code of an example, its common indentation taken off; empty without any.</summary>
    public static string Code(XElement? code)
    {
        var lines = (code?.Value ?? "").ReplaceLineEndings("\n").Split('\n').ToList();
        while (lines.Count > 0 && string.IsNullOrWhiteSpace(lines[0])) lines.RemoveAt(0);
        while (lines.Count > 0 && string.IsNullOrWhiteSpace(lines[^1])) lines.RemoveAt(lines.Count - 1);
        if (lines.Count == 0) return "";

        // The first line stands right behind the opening tag or on a line of its own.
        var indented = lines.Skip(code!.Value.StartsWith('\n') ? 0 : 1).Where(line => !string.IsNullOrWhiteSpace(line)).ToList();
        var indentation = indented.Count == 0 ? 0 : indented.Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line[Math.Min(indentation, line.Length - line.TrimStart().Length)..].TrimEnd()));
    }

    /// <summary>What a <c>cref</c> refers to, as a user of the module knows it: a command, a parameter, a type.</summary>
    public string Target(string reference)
    {
        var name = reference[(reference.IndexOf(':') + 1)..];
        if (commandNames.TryGetValue(name, out var command)) return command;
        var parts = name.Split('(')[0].Split('.');
        var isParameter = reference.StartsWith("P:", StringComparison.Ordinal) && commandNames.ContainsKey(string.Join('.', parts[..^1]));
        return (isParameter ? "-" : "") + parts[^1].Split('`')[0];
    }

    private void AddBlocks(List<Paragraph> paragraphs, XElement element, string? role, string prefix)
    {
        var runs = new List<TextRun>();
        foreach (var node in element.Nodes())
        {
            if (node is XElement { Name.LocalName: "para" } paragraph)
            {
                Flush();
                AddBlocks(paragraphs, paragraph, paragraph.Attribute("type")?.Value ?? role, prefix);
            }
            else if (node is XElement { Name.LocalName: "list" } list)
            {
                Flush();
                foreach (var item in list.Elements("item")) AddBlocks(paragraphs, item.Element("description") ?? item, role, "- ");
            }
            else if (RunOf(node) is { } run)
            {
                runs.Add(run);
            }
        }

        Flush();

        void Flush()
        {
            var trimmed = Trim(runs);
            if (trimmed.Count > 0) paragraphs.Add(new Paragraph(role, prefix.Length == 0 ? trimmed : [new TextRun(prefix, false), .. trimmed]));
            runs.Clear();
        }
    }

    private TextRun? RunOf(XNode node) => node switch
    {
        XText text => new TextRun(WhiteSpace().Replace(text.Value, " "), false),
        XElement { Name.LocalName: "c" } code => new TextRun(WhiteSpace().Replace(code.Value, " "), true),
        XElement { Name.LocalName: "see" or "seealso" } link when link.Attribute("cref") is { } reference => new TextRun(Target(reference.Value), true),
        XElement { Name.LocalName: "see" } word when word.Attribute("langword") is { } keyword => new TextRun(keyword.Value, true),
        XElement { Name.LocalName: "see" } link when link.Attribute("href") is { } address =>
            new TextRun(link.Value.Length > 0 ? $"{link.Value} ({address.Value})" : address.Value, false),
        XElement { Name.LocalName: "paramref" } parameter => new TextRun(parameter.Attribute("name")!.Value, true),
        XElement other => new TextRun(WhiteSpace().Replace(other.Value, " "), false),
        _ => null,
    };

    private static List<TextRun> Trim(List<TextRun> runs)
    {
        var kept = runs.Where(run => run.Text.Length > 0).ToList();
        while (kept.Count > 0 && kept[0].Text.TrimStart().Length == 0) kept.RemoveAt(0);
        while (kept.Count > 0 && kept[^1].Text.TrimEnd().Length == 0) kept.RemoveAt(kept.Count - 1);
        if (kept.Count == 0) return kept;
        kept[0] = kept[0] with { Text = kept[0].Text.TrimStart() };
        kept[^1] = kept[^1] with { Text = kept[^1].Text.TrimEnd() };
        return kept;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
