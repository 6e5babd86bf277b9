using System.Text;

namespace GqlTools.Language.Syntax;

/// <content>String and block string tokens. Specification section 2.9.4.</content>
internal partial struct Lexer
{
    private const int FirstSurrogate = 0xD800;
    private const int LastSurrogate = 0xDFFF;
    private const int LastCodePoint = 0x10FFFF;
    private const int BlockQuotes = 3;

    /// <summary>What the string token stands for.</summary>
    public readonly string StringValue => _value ?? _text.Substring(Start + 1, End - Start - 2);

    private void ReadString(int start)
    {
        _value = null;
        StringBuilder? decoded = null;
        var chunkStart = start + 1;
        while (true)
        {
            var length = _text.AsSpan(chunkStart).IndexOfAny("\"\\\n\r");
            if (length < 0)
            {
                RequireScalarValues(chunkStart, _text.Length - chunkStart);
                throw Error(_text.Length, "the document ends within a string; a string ends with a double quote (\")");
            }

            RequireScalarValues(chunkStart, length);
            var position = chunkStart + length;
            switch (_text[position])
            {
                case '"':
                    if (decoded is not null)
                        _value = decoded.Append(_text, chunkStart, length).ToString();
                    Accept(TokenKind.String, start, position + 1);
                    return;
                case '\\':
                    decoded ??= new StringBuilder();
                    decoded.Append(_text, chunkStart, length);
                    chunkStart = ReadEscape(position, decoded);
                    break;
                default:
                    throw Error(position, "the line ends within a string; a string of several lines stands between triple quotes (\"\"\")");
            }
        }
    }

    private readonly int ReadEscape(int position, StringBuilder decoded)
    {
        var character = At(position + 1);
        if (character == 'u')
            return At(position + 2) == '{' ? ReadVariableUnicodeEscape(position, decoded) : ReadFixedUnicodeEscape(position, decoded);
        decoded.Append(character switch
        {
            '"' or '\\' or '/' => character,
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => throw Error(position, $"a backslash followed by {Describe(position + 1)} is no escape; write \\\\ for a backslash"),
        });
        return position + 2;
    }

    private readonly int ReadVariableUnicodeEscape(int position, StringBuilder decoded)
    {
        var end = position + 3;
        var codePoint = 0;
        for (; char.IsAsciiHexDigit(At(end)) && codePoint <= LastCodePoint; end++)
            codePoint = (codePoint << 4) | HexValue(At(end));
        if (end > position + 3 && At(end) == '}' && codePoint is <= LastCodePoint and not (>= FirstSurrogate and <= LastSurrogate))
        {
            decoded.Append(char.ConvertFromUtf32(codePoint));
            return end + 1;
        }

        throw InvalidUnicodeEscape(position);
    }

    private readonly int ReadFixedUnicodeEscape(int position, StringBuilder decoded)
    {
        var first = ReadCodeUnit(position);
        if (!char.IsSurrogate(first))
        {
            decoded.Append(first);
            return position + 6;
        }

        if (char.IsHighSurrogate(first) && At(position + 6) == '\\' && At(position + 7) == 'u' && At(position + 8) != '{')
        {
            var second = ReadCodeUnit(position + 6);
            if (char.IsLowSurrogate(second))
            {
                decoded.Append(first).Append(second);
                return position + 12;
            }
        }

        throw InvalidUnicodeEscape(position);
    }

    private readonly char ReadCodeUnit(int position)
    {
        var value = 0;
        for (var i = position + 2; i < position + 6; i++)
        {
            var digit = At(i);
            if (!char.IsAsciiHexDigit(digit))
                throw InvalidUnicodeEscape(position);
            value = (value << 4) | HexValue(digit);
        }

        return (char)value;
    }

    // Setting bit 5 makes an ASCII letter lower case.
    private static int HexValue(char digit) => char.IsAsciiDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;

    private readonly GraphQLSyntaxException InvalidUnicodeEscape(int position) =>
        Error(position, "this Unicode escape names no character; write \\u with four hexadecimal digits (two such for a surrogate pair) or \\u{...}");

    private void ReadBlockString(int start)
    {
        var contentStart = start + BlockQuotes;
        var position = contentStart;
        var escaped = false;
        while (true)
        {
            var next = _text.AsSpan(position).IndexOf("\"\"\"");
            if (next < 0)
            {
                RequireScalarValues(position, _text.Length - position);
                throw Error(_text.Length, "the document ends within a block string; a block string ends with triple quotes (\"\"\")");
            }

            position += next;
            if (position == contentStart || _text[position - 1] != '\\')
                break;
            escaped = true;
            position += BlockQuotes;
        }

        RequireScalarValues(contentStart, position - contentStart);
        var raw = _text.AsSpan(contentStart, position - contentStart);
        _value = BlockString.Dedent(escaped ? raw.ToString().Replace("\\\"\"\"", "\"\"\"", StringComparison.Ordinal) : raw);
        Accept(TokenKind.BlockString, start, position + BlockQuotes);
    }

    /// <summary>Refuses surrogates that stand alone: a document is made of Unicode scalar values (section 2.1).</summary>
    private readonly void RequireScalarValues(int start, int length)
    {
        var text = _text.AsSpan(start, length);
        var offset = 0;
        while (true)
        {
            var next = text[offset..].IndexOfAnyInRange((char)FirstSurrogate, (char)LastSurrogate);
            if (next < 0)
                return;
            offset += next;
            if (!char.IsHighSurrogate(text[offset]) || offset + 1 == length || !char.IsLowSurrogate(text[offset + 1]))
                throw Error(start + offset, $"found {Describe(start + offset)}, half of a surrogate pair; a document is made of whole characters");
            offset += 2;
        }
    }
}
