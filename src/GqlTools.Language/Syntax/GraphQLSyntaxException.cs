namespace GqlTools.Language.Syntax;

/// <summary>
/// A text is no GraphQL. The message names line, column and problem, and shows the line with a caret under the column.
/// </summary>
public sealed class GraphQLSyntaxException : Exception
{
    /// <summary>Makes the exception for a place in a source.</summary>
    /// <param name="source">The text that was read.</param>
    /// <param name="offset">Where in the text the problem stands, in UTF-16 code units from 0.</param>
    /// <param name="problem">What is wrong there and what would be right, without a full stop.</param>
    public GraphQLSyntaxException(SourceText source, int offset, string problem)
        : base(Compose(source, offset, problem))
    {
        var position = source.GetPosition(offset);
        Problem = problem;
        SourceName = source.Name;
        Offset = offset;
        Line = position.Line;
        Column = position.Column;
    }

    /// <summary>What is wrong, without the place.</summary>
    public string Problem { get; }

    /// <summary>The name of the source, such as a file name.</summary>
    public string SourceName { get; }

    /// <summary>The offset of the problem in UTF-16 code units, from 0.</summary>
    public int Offset { get; }

    /// <summary>The line of the problem, from 1.</summary>
    public int Line { get; }

    /// <summary>The column of the problem in UTF-16 code units, from 1.</summary>
    public int Column { get; }

    private static string Compose(SourceText source, int offset, string problem)
    {
        var (line, column) = source.GetPosition(offset);
        var where = source.Name == SourceText.DefaultName ? string.Empty : $" in {source.Name}";
        return $"Syntax error{where} at line {line}, column {column}: {problem}.\n{source.GetExcerpt(offset)}";
    }
}
