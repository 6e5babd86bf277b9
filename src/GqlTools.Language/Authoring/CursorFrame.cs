using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Authoring;

/// <summary>One pair of brackets that the cursor stands in, and how far within it the text has come.</summary>
internal sealed class CursorFrame(CursorFrameKind kind)
{
    public CursorFrameKind Kind { get; } = kind;

    /// <summary>What the text has come to within these brackets.</summary>
    public CursorStep Step { get; set; }

    /// <summary>A selection set: the type it stands on. The document: the type that the definition will select on.</summary>
    public CompositeType? Parent { get; init; }

    /// <summary>The type that the braces to come will select on.</summary>
    public CompositeType? Next { get; set; }

    /// <summary>The field that was named last.</summary>
    public FieldDefinition? Field { get; set; }

    /// <summary>The directive that was named last, and not yet left behind.</summary>
    public DirectiveDefinition? Directive { get; set; }

    /// <summary>Whether parentheses to come belong to a directive.</summary>
    public bool IsAfterDirective { get; set; }

    /// <summary>Where a directive would stand now.</summary>
    public DirectiveLocation Location { get; set; }

    /// <summary>The arguments or input fields that may be given.</summary>
    public NamedList<InputValueDefinition>? Inputs { get; init; }

    /// <summary>The names that were given already.</summary>
    public HashSet<string> Given { get; } = new(StringComparer.Ordinal);

    /// <summary>The type of the value to come.</summary>
    public GraphQLType? ValueType { get; set; }

    /// <summary>The document: what kind of operation was begun.</summary>
    public OperationType Operation { get; set; }
}
