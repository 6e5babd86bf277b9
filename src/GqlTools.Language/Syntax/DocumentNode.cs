using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace GqlTools.Language.Syntax;

/// <summary>A whole document: executable definitions, type system definitions and extensions, or both. Specification section 2.2.</summary>
/// <param name="Definitions">The definitions, in document order.</param>
public sealed record DocumentNode(ImmutableArray<DefinitionNode> Definitions) : SyntaxNode
{
    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Document;

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
