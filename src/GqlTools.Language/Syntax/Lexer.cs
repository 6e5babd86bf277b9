namespace GqlTools.Language.Syntax;

// The lexer.
//
// A mutable struct that stands on one token of the text: Advance moves it to the next and fills Kind, Start and End. A token is never an object;
// only what the tree keeps (names, numbers, strings) becomes a string, and only when the parser asks for it. Names repeat a lot within a document,
// so they pass a small direct-mapped cache: a name seen before costs a comparison, a collision merely a second copy.

/// <summary>Reads the tokens of a text one by one. Specification section 2.1.</summary>
internal partial struct Lexer
{
    private const char ByteOrderMark = '\uFEFF';

    // A cache entry for about every 32 characters of the document, within these bounds (both powers of two).
    private const int CharactersPerName = 32;
    private const int MinimumNames = 16;
    private const int MaximumNames = 2048;

    private readonly SourceText _source;
    private readonly string _text;
    private readonly int _maxTokens;
    private readonly string?[] _names;
    private string? _value;
    private int _tokens;

    public Lexer(SourceText source, int maxTokens)
    {
        _source = source;
        _text = source.Text;
        _maxTokens = maxTokens;
        var names = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(_text.Length / CharactersPerName));
        _names = new string?[Math.Clamp(names, MinimumNames, MaximumNames)];
    }

    /// <summary>The kind of the token the lexer stands on.</summary>
    public TokenKind Kind { get; private set; }

    /// <summary>The offset of the first character of the token.</summary>
    public int Start { get; private set; }

    /// <summary>The offset after the last character of the token.</summary>
    public int End { get; private set; }

    /// <summary>The offset after the last character of the token before this one.</summary>
    public int PreviousEnd { get; private set; }

    /// <summary>The characters of the token as written.</summary>
    public readonly ReadOnlySpan<char> Raw => _text.AsSpan(Start, End - Start);

    /// <summary>Whether the token is this very name.</summary>
    public readonly bool IsName(string name) => Kind == TokenKind.Name && Raw.SequenceEqual(name);

    /// <summary>The token as a string; for a string token use <see cref="StringValue"/>.</summary>
    public readonly string GetText() => _text.Substring(Start, End - Start);

    /// <summary>The name the lexer stands on.</summary>
    public readonly string GetName()
    {
        var raw = Raw;
        var hash = (uint)((raw[0] * 31) + (raw[^1] * 7) + (raw[raw.Length >> 1] * 131) + raw.Length);
        ref var entry = ref _names[hash & (uint)(_names.Length - 1)];
        if (entry is not null && raw.SequenceEqual(entry))
            return entry;
        return entry = raw.ToString();
    }

    /// <summary>Moves to the next token.</summary>
    /// <exception cref="GraphQLSyntaxException">The text goes on with something that is no token.</exception>
    public void Advance()
    {
        PreviousEnd = End;
        if (++_tokens > _maxTokens)
            throw Error(End, $"the document has more than {_maxTokens} tokens (ParserOptions.MaxTokens)");
        var text = _text;
        var position = End;
        while ((uint)position < (uint)text.Length)
        {
            var character = text[position];
            var characterClass = CharacterClass.Of(character);
            switch (characterClass)
            {
                case CharacterClass.Ignored:
                    position++;
                    continue;
                case CharacterClass.NameStart:
                    var end = position + 1;
                    while ((uint)end < (uint)text.Length && CharacterClass.IsNameContinue(text[end]))
                        end++;
                    Accept(TokenKind.Name, position, end);
                    return;
                case >= CharacterClass.Punctuator:
                    Accept((TokenKind)(characterClass - CharacterClass.Punctuator), position, position + 1);
                    return;
                case CharacterClass.Digit or CharacterClass.Minus:
                    ReadNumber(position);
                    return;
                case CharacterClass.Quote:
                    if (text.AsSpan(position).StartsWith("\"\"\""))
                        ReadBlockString(position);
                    else
                        ReadString(position);
                    return;
                case CharacterClass.Comment:
                    position = SkipComment(position);
                    continue;
                case CharacterClass.Dot:
                    ReadSpread(position);
                    return;
                default:
                    if (character != ByteOrderMark)
                        throw UnexpectedCharacter(position);
                    position++;
                    continue;
            }
        }

        Accept(TokenKind.EndOfDocument, text.Length, text.Length);
    }

    /// <summary>An exception about a place in the text.</summary>
    public readonly GraphQLSyntaxException Error(int offset, string problem) => new(_source, offset, problem);

    private void Accept(TokenKind kind, int start, int end)
    {
        Kind = kind;
        Start = start;
        End = end;
    }

    private readonly int SkipComment(int start)
    {
        var rest = _text.AsSpan(start);
        var length = rest.IndexOfAny('\n', '\r');
        if (length < 0)
            length = rest.Length;
        RequireScalarValues(start, length);
        return start + length;
    }

    private void ReadSpread(int start)
    {
        var rest = _text.AsSpan(start);
        if (rest.StartsWith("..."))
            Accept(TokenKind.Spread, start, start + 3);
        else if (rest.StartsWith(".."))
            throw Error(start, "found \"..\"; a spread has three dots: \"...\"");
        else if (rest.Length > 1 && CharacterClass.IsDigit(rest[1]))
            throw Error(start, "a number begins with a digit: write \"0.5\", not \".5\"");
        else
            throw UnexpectedCharacter(start);
    }

    private void ReadNumber(int start)
    {
        var kind = TokenKind.Int;
        var position = start;
        if (At(position) == '-')
            position++;
        if (At(position) == '0')
        {
            position++;
            if (CharacterClass.IsDigit(At(position)))
                throw Error(position, $"found {Describe(position)} after 0; a number has no leading zeros");
        }
        else
        {
            position = SkipDigits(position);
        }

        if (At(position) == '.')
        {
            kind = TokenKind.Float;
            position = SkipDigits(position + 1);
        }

        if (At(position) is 'e' or 'E')
        {
            kind = TokenKind.Float;
            position++;
            if (At(position) is '+' or '-')
                position++;
            position = SkipDigits(position);
        }

        // Section 2.9.1: a number is not followed at once by a name or a dot.
        if (At(position) == '.' || CharacterClass.Of(At(position)) == CharacterClass.NameStart)
            throw Error(position, $"expected a digit or the end of the number, found {Describe(position)}");
        Accept(kind, start, position);
    }

    private readonly int SkipDigits(int start)
    {
        if (!CharacterClass.IsDigit(At(start)))
            throw Error(start, $"expected a digit, found {Describe(start)}");
        var position = start + 1;
        while (CharacterClass.IsDigit(At(position)))
            position++;
        return position;
    }

    private readonly char At(int position) => (uint)position < (uint)_text.Length ? _text[position] : '\0';

    private readonly GraphQLSyntaxException UnexpectedCharacter(int position) => _text[position] == '\''
        ? Error(position, "found a single quote ('); strings stand between double quotes (\")")
        : Error(position, $"found {Describe(position)}, which begins nothing in GraphQL");

    private readonly string Describe(int position)
    {
        if (position >= _text.Length)
            return "the end of the document";
        var character = _text[position];
        if (character is > ' ' and <= '~')
            return character == '"' ? "a double quote (\")" : $"\"{character}\"";
        var codePoint = char.IsHighSurrogate(character) && char.IsLowSurrogate(At(position + 1))
            ? char.ConvertToUtf32(character, At(position + 1))
            : character;
        return $"the character U+{codePoint:X4}";
    }
}
