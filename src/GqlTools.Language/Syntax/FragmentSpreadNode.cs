using System.Runtime.CompilerServices;

namespace GqlTools.Language.Syntax;

/// <summary>A spread of a named fragment: <c>...name</c>. Specification section 2.8.</summary>
public sealed record FragmentSpreadNode : SelectionNode
{
    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.FragmentSpread;

    /// <summary>The name of the fragment that is spread.</summary>
    public required NameNode Name { get; init; }

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
