using System.Text;

namespace GqlTools.Language.Syntax;

/// <summary>The indentation of block strings. Specification section 2.9.4, algorithm BlockStringValue.</summary>
internal static class BlockString
{
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
