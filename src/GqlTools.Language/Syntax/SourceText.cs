using System.Globalization;
using System.Text;

namespace GqlTools.Language.Syntax;

/// <summary>The text of a document with a name for messages. Thread-safe.</summary>
public sealed class SourceText
{
    /// <summary>The name of a source that was given none.</summary>
    public const string DefaultName = "GraphQL document";

    // A line of a terminal, with room for the line number.
    private const int ExcerptWidth = 70;

    private int[]? _lineStarts;

    /// <summary>Makes a source from its text.</summary>
    /// <param name="text">The text; a byte order mark at its start is allowed.</param>
    /// <param name="name">What messages call it: a file name or similar.</param>
    public SourceText(string text, string name = DefaultName)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentException.ThrowIfNullOrEmpty(name);
        Text = text;
        Name = name;
    }

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>What messages call the source.</summary>
    public string Name { get; }

    /// <summary>The number of lines; a text that ends with a line terminator has an empty last line.</summary>
    public int LineCount => LineStarts.Length;

    // Two threads may both find the line starts; they find the same ones.
    private int[] LineStarts => _lineStarts ??= FindLineStarts(Text);

    /// <summary>The line and column of an offset.</summary>
    /// <param name="offset">An offset in UTF-16 code units, from 0 to the length of the text.</param>
    /// <exception cref="ArgumentOutOfRangeException">The offset is outside of the text.</exception>
    public SourcePosition GetPosition(int offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Text.Length);
        var index = Array.BinarySearch(LineStarts, offset);
        var line = index >= 0 ? index : ~index - 1;
        return new SourcePosition(line + 1, offset - LineStarts[line] + 1);
    }

    /// <summary>The text of a line, without its terminator.</summary>
    /// <param name="line">The line, from 1 to <see cref="LineCount"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such line.</exception>
    public string GetLine(int line)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(line, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(line, LineCount);
        var start = LineStarts[line - 1];
        var end = line < LineCount ? LineStarts[line] : Text.Length;
        return Text[start..end].TrimEnd('\r', '\n');
    }

    /// <summary>
    /// The line of an offset and a second one with a caret under the column, for messages. Long lines are cut around the column; control
    /// characters show as a middle dot.
    /// </summary>
    /// <param name="offset">An offset in UTF-16 code units, from 0 to the length of the text.</param>
    /// <exception cref="ArgumentOutOfRangeException">The offset is outside of the text.</exception>
    public string GetExcerpt(int offset)
    {
        var (lineNumber, column) = GetPosition(offset);
        var line = GetLine(lineNumber);
        var caret = Math.Min(column - 1, line.Length);
        var start = Math.Max(0, caret - (ExcerptWidth / 2));
        var end = Math.Min(line.Length, start + ExcerptWidth);
        var before = start > 0 ? "..." : string.Empty;
        var shown = new StringBuilder(before);
        foreach (var character in line.AsSpan(start, end - start))
            shown.Append(character == '\t' ? ' ' : char.IsControl(character) || char.IsSurrogate(character) ? '\u00B7' : character);
        if (end < line.Length)
            shown.Append("...");
        var number = lineNumber.ToString(CultureInfo.InvariantCulture);
        return $"{number} | {shown}\n{new string(' ', number.Length)} | {new string(' ', before.Length + caret - start)}^";
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static int[] FindLineStarts(string text)
    {
        var starts = new List<int> { 0 };
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
                starts.Add(i + 1);
        }

        return [.. starts];
    }
}
