namespace GqlTools.Language.Syntax;

/// <summary>What a character can begin or continue. Specification section 2.1.</summary>
internal static class CharacterClass
{
    public const byte Other = 0;
    public const byte Ignored = 1;
    public const byte NameStart = 2;
    public const byte Digit = 3;
    public const byte Minus = 4;
    public const byte Quote = 5;
    public const byte Comment = 6;
    public const byte Dot = 7;

    /// <summary>A punctuator of one character has the class <c>Punctuator + (byte)TokenKind</c>.</summary>
    public const byte Punctuator = 32;

    private static readonly byte[] Classes = Build();

    /// <summary>The class of a character.</summary>
    public static byte Of(char character)
    {
        var classes = Classes;
        return character < classes.Length ? classes[character] : Other;
    }

    public static bool IsNameContinue(char character) => Of(character) is NameStart or Digit;

    public static bool IsDigit(char character) => character is >= '0' and <= '9';

    private static byte[] Build()
    {
        var classes = new byte[128];
        foreach (var c in " \t\n\r,")
            classes[c] = Ignored;
        for (var c = 'a'; c <= 'z'; c++)
            classes[c] = classes[char.ToUpperInvariant(c)] = NameStart;
        for (var c = '0'; c <= '9'; c++)
            classes[c] = Digit;
        classes['_'] = NameStart;
        classes['-'] = Minus;
        classes['"'] = Quote;
        classes['#'] = Comment;
        classes['.'] = Dot;
        ReadOnlySpan<(char Character, TokenKind Kind)> punctuators =
        [
            ('!', TokenKind.Bang), ('$', TokenKind.Dollar), ('&', TokenKind.Ampersand), ('(', TokenKind.ParenOpen), (')', TokenKind.ParenClose),
            (':', TokenKind.Colon), ('=', TokenKind.EqualsSign), ('@', TokenKind.At), ('[', TokenKind.BracketOpen), (']', TokenKind.BracketClose),
            ('{', TokenKind.BraceOpen), ('|', TokenKind.Pipe), ('}', TokenKind.BraceClose),
        ];
        foreach (var (character, kind) in punctuators)
            classes[character] = (byte)(Punctuator + (byte)kind);
        return classes;
    }
}
