namespace GqlTools.Language.Syntax;

/// <summary>The kinds of lexical tokens. Specification section 2.1.6.</summary>
internal enum TokenKind : byte
{
    EndOfDocument,
    Name,
    Int,
    Float,
    String,
    BlockString,
    Bang,
    Dollar,
    Ampersand,
    ParenOpen,
    ParenClose,
    Spread,
    Colon,
    EqualsSign,
    At,
    BracketOpen,
    BracketClose,
    BraceOpen,
    Pipe,
    BraceClose,
}
