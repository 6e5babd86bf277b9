using GqlTools.Language.Syntax;

namespace GqlTools.Language.Execution;

/// <summary>What is wrong with a document that was not validated, at one of its nodes; becomes an error of the field being executed.</summary>
internal sealed class LocatedErrorException(string message, SyntaxNode node) : Exception(message)
{
    public SyntaxLocation Location { get; } = node.Location;
}
