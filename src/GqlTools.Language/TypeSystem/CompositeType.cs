using GqlTools.Language.Execution;

namespace GqlTools.Language.TypeSystem;

/// <summary>A type a selection set can stand on: object, interface or union (specification section 3.4).</summary>
public abstract class CompositeType : NamedType
{
    private protected CompositeType(string name)
        : base(name)
    {
    }

    /// <summary>The fields in the order of their definition, without the meta-fields; empty for a union.</summary>
    public abstract NamedList<FieldDefinition> Fields { get; }

    /// <summary>The interfaces the type declares to implement, in order; empty for a union.</summary>
    public abstract IReadOnlyList<InterfaceType> Interfaces { get; }

    /// <summary>What stands after <c>implements</c>, right or wrong: types that are no interfaces and repeated ones included.</summary>
    internal virtual IReadOnlyList<NamedType> DeclaredInterfaces => Interfaces;

    /// <summary>
    /// Names the object type of a value of this abstract type at run time; null leaves the choice to <see cref="ObjectType.IsTypeOf"/>
    /// and then to the executor's default. Unused on object types.
    /// </summary>
    public Func<object, ResolveContext, string?>? ResolveType { get; init; }
}
