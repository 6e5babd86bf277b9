using System.Text;

namespace GqlTools.Language.Syntax;

/// <summary>The indentation of block strings. Specification section 2.9.4, algorithm BlockStringValue.</summary>
internal static class BlockString
{
    // The longest text that stands on one line with its triple quotes; the value graphql-js uses.
    private const int LongestOneLiner = 70;

    /// <summary>The value of a block string: common indentation and blank first and last lines removed, lines ended by LF.</summary>
    /// <param name="raw">What stands between the triple quotes, with its escapes resolved.</param>
    public static string Dedent(ReadOnlySpan<char> raw)
    {
        if (raw.IndexOfAny('\n', '\r') < 0)
            return IndentOf(raw) == raw.Length ? string.Empty : raw.ToString();
        var commonIndent = int.MaxValue;
        var firstLine = -1;
        var lastLine = -1;
        var number = 0;
        for (var position = 0; TryTakeLine(raw, ref position, out var line); number++)
        {
            var indent = IndentOf(line);
            if (indent == line.Length)
                continue;
            if (firstLine < 0)
                firstLine = number;
            lastLine = number;
            if (number > 0 && indent < commonIndent)
                commonIndent = indent;
        }

        if (firstLine < 0)
            return string.Empty;
        var builder = new StringBuilder(raw.Length);
        number = 0;
        for (var position = 0; number <= lastLine && TryTakeLine(raw, ref position, out var line); number++)
        {
            if (number < firstLine)
                continue;
            if (number > firstLine)
                builder.Append('\n');
            builder.Append(number == 0 ? line : line[Math.Min(commonIndent, line.Length)..]);
        }

        return builder.ToString();
    }

    /// <summary>Writes a string as a block string that <see cref="Dedent"/> turns into the same string again.</summary>
    /// <param name="target">Receives the text, triple quotes included.</param>
    /// <param name="value">The string; see <see cref="IsPrintable"/>.</param>
    /// <param name="minimize">Whether to write line breaks only where the value needs them.</param>
    public static void Write(StringBuilder target, string value, bool minimize)
    {
        var escaped = value.Replace("\"\"\"", "\\\"\"\"", StringComparison.Ordinal);
        var isSingleLine = value.AsSpan().IndexOfAny('\n', '\r') < 0;

        // Where every further line is indented, the indentation survives only behind an empty first line.
        var needsFirstBreak = !isSingleLine && FurtherLinesAreIndented(value);
        var endsWithQuotes = value.EndsWith("\"\"\"", StringComparison.Ordinal);
        var needsLastBreak = (value.EndsWith('"') && !endsWithQuotes) || value.EndsWith('\\');
        var isSpread = !minimize && (!isSingleLine || value.Length > LongestOneLiner || needsLastBreak || needsFirstBreak || endsWithQuotes);
        var beginsIndented = isSingleLine && value.Length > 0 && value[0] is ' ' or '\t';
        target.Append("\"\"\"");
        if ((isSpread && !beginsIndented) || needsFirstBreak)
            target.Append('\n');
        target.Append(escaped);
        if (isSpread || needsLastBreak)
            target.Append('\n');
        target.Append("\"\"\"");
    }

    /// <summary>
    /// Whether a string can be written as a block string at all: no control characters but tab and line feed, no blank first or last line, no
    /// indentation common to all lines.
    /// </summary>
    public static bool IsPrintable(string value)
    {
        if (value.Length == 0)
            return true;
        var lines = value.Split('\n');
        if (lines.Length > 1 && (IsBlank(lines[0]) || lines.All(static line => IsBlank(line) || line[0] is ' ' or '\t')))
            return false;
        return !IsBlank(lines[^1]) && !value.Any(static character => character < ' ' && character is not ('\t' or '\n'));
    }

    private static bool IsBlank(string line) => IndentOf(line) == line.Length;

    private static bool FurtherLinesAreIndented(string value)
    {
        var position = 0;
        TryTakeLine(value, ref position, out _);
        while (TryTakeLine(value, ref position, out var line))
        {
            if (line.Length > 0 && line[0] is not (' ' or '\t'))
                return false;
        }

        return true;
    }

    /// <summary>The number of tabs and spaces a line begins with.</summary>
    public static int IndentOf(ReadOnlySpan<char> line)
    {
        var indent = line.IndexOfAnyExcept(' ', '\t');
        return indent < 0 ? line.Length : indent;
    }

    // A line after the last terminator may be empty and is a line all the same: only a position past the end says that there are no more.
    private static bool TryTakeLine(ReadOnlySpan<char> text, ref int position, out ReadOnlySpan<char> line)
    {
        line = default;
        if (position > text.Length)
            return false;
        var rest = text[position..];
        var length = rest.IndexOfAny('\n', '\r');
        if (length < 0)
        {
            line = rest;
            position = text.Length + 1;
            return true;
        }

        line = rest[..length];
        position += rest[length..].StartsWith("\r\n") ? length + 2 : length + 1;
        return true;
    }
}
