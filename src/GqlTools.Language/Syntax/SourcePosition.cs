namespace GqlTools.Language.Syntax;

/// <summary>A place in a source text, as people count.</summary>
/// <param name="Line">The line, from 1. Lines end with LF, CR or CR LF (specification section 2.1.2).</param>
/// <param name="Column">The column in UTF-16 code units, from 1.</param>
public readonly record struct SourcePosition(int Line, int Column);
