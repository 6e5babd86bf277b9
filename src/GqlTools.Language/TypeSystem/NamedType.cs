using System.Collections.Immutable;
using GqlTools.Language.Syntax;

namespace GqlTools.Language.TypeSystem;

/// <summary>A type with a name: scalar, object, interface, union, enum or input object (specification section 3.4).</summary>
public abstract class NamedType : GraphQLType, ISchemaElement
{
    private protected NamedType(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string? Description { get; init; }

    /// <summary>Always null: types cannot be deprecated.</summary>
    public string? DeprecationReason => null;

    /// <inheritdoc/>
    public string Coordinate => Name;

    /// <inheritdoc/>
    public override NamedType Named => this;

    /// <summary>The definition in the document the schema was built from, or null when it was built otherwise.</summary>
    public TypeDefinitionNode? Syntax { get; init; }

    /// <summary>The type's extensions in the documents the schema was built from.</summary>
    public ImmutableArray<TypeExtensionNode> ExtensionSyntax { get; init; } = [];

    /// <summary>Whether selections on the type have fields of their own: object, interface or union.</summary>
    public bool IsComposite => this is CompositeType;

    /// <summary>Whether values of the type are leaves of a response: scalar or enum.</summary>
    public bool IsLeaf => this is ScalarType or EnumType;

    /// <summary>Whether a value's concrete object type is only known at run time: interface or union.</summary>
    public bool IsAbstract => this is InterfaceType or UnionType;

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Reads every member list that was given as a function, so that later reads need no lock.</summary>
    internal virtual void Complete()
    {
    }
}
