using System.Runtime.CompilerServices;

namespace GqlTools.Language.Syntax;

/// <summary>The definition of a scalar type. Specification section 3.5.</summary>
public sealed record ScalarTypeDefinitionNode : TypeDefinitionNode
{
    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.ScalarTypeDefinition;

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
