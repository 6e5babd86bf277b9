using System.Runtime.CompilerServices;

namespace GqlTools.Language.Syntax;

// The syntax tree.
//
// Nodes are immutable records named after the productions of the specification's appendix B. They are made by the parser or by hand, changed by
// `with`, and free of parents, so that a part of one document can stand in another. Although they are records, two nodes are equal only when they
// are the same object: validation and execution use nodes as keys, and a comparison of whole trees by accident would be slow and wrong. Texts
// are compared with Printer.
//
// A node remembers the span of its source as two offsets; lines and columns are computed when somebody asks.

/// <summary>A node of the syntax tree of a GraphQL document. Immutable; equal only to itself.</summary>
public abstract record SyntaxNode
{
    private protected SyntaxNode()
    {
    }

    /// <summary>What the node is.</summary>
    public abstract SyntaxKind Kind { get; }

    /// <summary>Where the node stands in the source it was parsed from; <c>default</c> for a node made by hand.</summary>
    public SyntaxLocation Location { get; init; }

    /// <summary>Whether <paramref name="other"/> is this very node.</summary>
    /// <param name="other">The node to compare with.</param>
    public virtual bool Equals(SyntaxNode? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    /// <summary>The kind and the place of the node, for debugging. Use the printer for its text.</summary>
    public sealed override string ToString() =>
        Location.Source is null ? Kind.ToString() : $"{Kind} at line {Location.Line}, column {Location.Column}";
}
