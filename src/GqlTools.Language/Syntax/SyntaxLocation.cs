namespace GqlTools.Language.Syntax;

/// <summary>A span of a source text. Line and column are computed from the text when they are read.</summary>
/// <param name="Source">The text the node was parsed from, or null for a node made by hand.</param>
/// <param name="Start">The offset of the first UTF-16 code unit, from 0.</param>
/// <param name="End">The offset after the last UTF-16 code unit.</param>
public readonly record struct SyntaxLocation(SourceText? Source, int Start, int End)
{
    /// <summary>The line of <see cref="Start"/>, from 1; 0 when there is no source.</summary>
    public int Line => Position.Line;

    /// <summary>The column of <see cref="Start"/> in UTF-16 code units, from 1; 0 when there is no source.</summary>
    public int Column => Position.Column;

    /// <summary>Line and column of <see cref="Start"/>; <c>default</c> when there is no source.</summary>
    public SourcePosition Position => Source is null ? default : Source.GetPosition(Start);
}
