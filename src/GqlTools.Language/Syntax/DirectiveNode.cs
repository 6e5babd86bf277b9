using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace GqlTools.Language.Syntax;

/// <summary>A directive applied to something: <c>@name(argument: value)</c>. Specification section 2.12.</summary>
public sealed record DirectiveNode : SyntaxNode
{
    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Directive;

    /// <summary>The name of the directive, without the <c>@</c>.</summary>
    public required NameNode Name { get; init; }

    /// <summary>The arguments, in document order; empty when there are none.</summary>
    public ImmutableArray<ArgumentNode> Arguments { get; init; } = [];

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
