using System.Collections.Immutable;
using GqlTools.Language.Introspection;
using GqlTools.Language.Syntax;

namespace GqlTools.Language.TypeSystem;

/// <summary>The types and directives of a GraphQL service (specification section 3.3). Immutable and safe for any number of threads.</summary>
public sealed class Schema
{
    private readonly Dictionary<string, NamedType> _typesByName = new(StringComparer.Ordinal);
    private readonly List<NamedType> _types = [];
    private readonly Dictionary<string, DirectiveDefinition> _directivesByName = new(StringComparer.Ordinal);
    private readonly Dictionary<InterfaceType, Implementations> _implementations = [];
    private readonly Dictionary<NamedType, HashSet<NamedType>> _subTypes = [];

    /// <summary>Makes a schema. It may be an invalid one: <see cref="Validation.SchemaValidator"/> reports what is wrong with it.</summary>
    /// <param name="configuration">The types and directives.</param>
    /// <exception cref="ArgumentException">Two types, two directives, or two members of one type have the same name.</exception>
    public Schema(SchemaConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        Description = configuration.Description;
        QueryRoot = configuration.Query;
        MutationRoot = configuration.Mutation;
        SubscriptionRoot = configuration.Subscription;
        Syntax = configuration.Syntax;
        ExtensionSyntax = configuration.ExtensionSyntax;
        Directives = (configuration.Directives ?? BuiltInDirectives.Specified).ToArray();
        foreach (var directive in Directives)
        {
            if (!_directivesByName.TryAdd(directive.Name, directive))
                throw new ArgumentException($"Two directives are named \"@{directive.Name}\"; the names of directives must be unique.");
        }

        CollectTypes(configuration);
        foreach (var type in _types)
            AddToSuperTypes(type);
    }

    /// <summary>The description of the whole, in CommonMark, or null.</summary>
    public string? Description { get; }

    /// <summary>The root type of queries; null only in an invalid schema.</summary>
    public ObjectType? Query => QueryRoot as ObjectType;

    /// <summary>The root type of mutations, or null when there are none.</summary>
    public ObjectType? Mutation => MutationRoot as ObjectType;

    /// <summary>The root type of subscriptions, or null when there are none.</summary>
    public ObjectType? Subscription => SubscriptionRoot as ObjectType;

    /// <summary>All types, the introspection types included: given ones first, then in the order in which the roots lead to them.</summary>
    public IReadOnlyList<NamedType> Types => _types;

    /// <summary>All directives in order.</summary>
    public IReadOnlyList<DirectiveDefinition> Directives { get; }

    /// <summary>The schema definition in the document the schema was built from, or null.</summary>
    public SchemaDefinitionNode? Syntax { get; }

    /// <summary>The schema extensions in the document the schema was built from.</summary>
    public ImmutableArray<SchemaExtensionNode> ExtensionSyntax { get; }

    internal NamedType? QueryRoot { get; }

    internal NamedType? MutationRoot { get; }

    internal NamedType? SubscriptionRoot { get; }

    /// <summary>Finds a type.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The type, or null when the schema has none of that name.</returns>
    public NamedType? FindType(string name) => _typesByName.GetValueOrDefault(name);

    /// <summary>Finds a directive.</summary>
    /// <param name="name">Its name without <c>@</c>.</param>
    /// <returns>The directive, or null when the schema has none of that name.</returns>
    public DirectiveDefinition? FindDirective(string name) => _directivesByName.GetValueOrDefault(name);

    /// <summary>The root type of a kind of operation.</summary>
    /// <param name="operation">The kind of operation.</param>
    /// <returns>The type, or null when the schema does not support the operation.</returns>
    public ObjectType? GetRootType(OperationType operation) => operation switch
    {
        OperationType.Query => Query,
        OperationType.Mutation => Mutation,
        OperationType.Subscription => Subscription,
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "An operation is a query, a mutation or a subscription."),
    };

    /// <summary>
    /// Finds the field a selection on a type means, the meta-fields <c>__typename</c> and, on the query root type, <c>__schema</c> and
    /// <c>__type</c> included.
    /// </summary>
    /// <param name="parentType">The type the selection stands on.</param>
    /// <param name="name">The field's name.</param>
    /// <returns>The field, or null when there is none.</returns>
    public FieldDefinition? FindField(CompositeType parentType, string name)
    {
        ArgumentNullException.ThrowIfNull(parentType);
        ArgumentNullException.ThrowIfNull(name);
        if (name.StartsWith("__", StringComparison.Ordinal))
        {
            switch (name)
            {
                case "__typename":
                    return IntrospectionTypes.TypeNameField;
                case "__schema" when ReferenceEquals(parentType, QueryRoot):
                    return IntrospectionTypes.SchemaField;
                case "__type" when ReferenceEquals(parentType, QueryRoot):
                    return IntrospectionTypes.TypeField;
            }
        }

        return parentType.Fields.Find(name);
    }

    /// <summary>The object types a value of a composite type may have (specification section 5.5.2.3, GetPossibleTypes).</summary>
    /// <param name="type">An object, interface or union type.</param>
    /// <returns>The type itself for an object; the implementing objects of an interface; the members of a union.</returns>
    public IReadOnlyList<ObjectType> GetPossibleTypes(CompositeType type) => type switch
    {
        ObjectType single => [single],
        UnionType union => union.Members,
        InterfaceType known => _implementations.TryGetValue(known, out var found) ? found.Objects : [],
        _ => throw new ArgumentNullException(nameof(type)),
    };

    /// <summary>The interface types that implement an interface.</summary>
    /// <param name="type">The interface.</param>
    /// <returns>The implementing interfaces in the order of <see cref="Types"/>.</returns>
    public IReadOnlyList<InterfaceType> GetImplementingInterfaces(InterfaceType type) =>
        _implementations.TryGetValue(type, out var found) ? found.Interfaces : [];

    /// <summary>Whether a named type is a member of a union or implements an interface.</summary>
    /// <param name="abstractType">The interface or union.</param>
    /// <param name="type">The type in question.</param>
    /// <returns>True when each value of <paramref name="type"/> is one of <paramref name="abstractType"/>; false for the type itself.</returns>
    public bool IsPossibleType(NamedType abstractType, NamedType type) =>
        _subTypes.TryGetValue(abstractType, out var found) && found.Contains(type);

    /// <summary>Whether each value of one type is also one of another (specification section 3.6.1, IsValidImplementationFieldType).</summary>
    /// <param name="type">The type that should be the narrower one.</param>
    /// <param name="superType">The wider type.</param>
    /// <returns>True for the same type, for a narrower nullability or item type, and for members of an abstract type.</returns>
    public bool IsSubType(GraphQLType type, GraphQLType superType)
    {
        while (true)
        {
            if (ReferenceEquals(type, superType))
                return true;
            switch (type, superType)
            {
                case (NonNullType narrow, NonNullType wide):
                    (type, superType) = (narrow.InnerType, wide.InnerType);
                    continue;
                case (NonNullType narrow, _):
                    type = narrow.InnerType;
                    continue;
                case (ListType narrow, ListType wide):
                    (type, superType) = (narrow.ItemType, wide.ItemType);
                    continue;
                case (CompositeType narrow, CompositeType { IsAbstract: true } wide):
                    return narrow is not UnionType && IsPossibleType(wide, narrow);
                default:
                    return false;
            }
        }
    }

    /// <summary>Whether some object type belongs to both types (specification section 5.5.2.3, Fragment Spread Is Possible).</summary>
    /// <param name="first">One composite type.</param>
    /// <param name="second">The other.</param>
    /// <returns>True when a value may be of both types.</returns>
    public bool Overlap(CompositeType first, CompositeType second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (ReferenceEquals(first, second))
            return true;
        if (!first.IsAbstract)
            return second.IsAbstract && IsPossibleType(second, first);
        if (!second.IsAbstract)
            return IsPossibleType(first, second);
        foreach (var type in GetPossibleTypes(first))
        {
            if (IsPossibleType(second, type))
                return true;
        }

        return false;
    }

    internal NamedType? GetDeclaredRoot(OperationType operation) => operation switch
    {
        OperationType.Query => QueryRoot,
        OperationType.Mutation => MutationRoot,
        _ => SubscriptionRoot,
    };

    // Depth first in the order of appearance, without recursion: schemas may be chains of many thousand types. Declared types
    // keep their own order, whichever refers to the other.
    private void CollectTypes(SchemaConfiguration configuration)
    {
        var seen = new HashSet<NamedType>(ReferenceEqualityComparer.Instance);
        var pending = new Stack<NamedType>();
        var next = new List<NamedType>();
        var declared = new HashSet<NamedType>(configuration.Types, ReferenceEqualityComparer.Instance);
        foreach (var type in configuration.Types)
            Visit(type);
        foreach (var root in new[] { QueryRoot, MutationRoot, SubscriptionRoot })
        {
            if (root is not null)
                Visit(root);
        }

        foreach (var directive in Directives)
        {
            foreach (var argument in directive.Arguments)
                Visit(argument.Type.Named);
        }

        Visit(IntrospectionTypes.Schema);

        void Visit(NamedType start)
        {
            declared.Remove(start);
            pending.Push(start);
            while (pending.TryPop(out var type))
            {
                if (declared.Contains(type) || !seen.Add(type))
                    continue;
                if (!_typesByName.TryAdd(type.Name, type))
                    throw new ArgumentException($"Two types are named \"{type.Name}\"; the names of types must be unique.");
                _types.Add(type);
                type.Complete();
                next.Clear();
                AddReferenced(type, next);
                for (var i = next.Count - 1; i >= 0; i--)
                    pending.Push(next[i]);
            }
        }
    }

    private static void AddReferenced(NamedType type, List<NamedType> found)
    {
        switch (type)
        {
            case UnionType union:
                found.AddRange(union.DeclaredMembers);
                break;
            case CompositeType composite:
                found.AddRange(composite.DeclaredInterfaces);
                foreach (var field in composite.Fields)
                {
                    found.Add(field.Type.Named);
                    foreach (var argument in field.Arguments)
                        found.Add(argument.Type.Named);
                }

                break;
            case InputObjectType input:
                foreach (var field in input.Fields)
                    found.Add(field.Type.Named);
                break;
        }
    }

    private void AddToSuperTypes(NamedType type)
    {
        if (type is UnionType union)
        {
            _subTypes[union] = new HashSet<NamedType>(union.Members, ReferenceEqualityComparer.Instance);
            return;
        }

        if (type is not CompositeType composite)
            return;
        foreach (var implemented in composite.Interfaces)
        {
            if (!_implementations.TryGetValue(implemented, out var found))
            {
                _implementations.Add(implemented, found = new Implementations());
                _subTypes.Add(implemented, new HashSet<NamedType>(ReferenceEqualityComparer.Instance));
            }

            if (!_subTypes[implemented].Add(composite))
                continue;
            if (composite is ObjectType concrete)
                found.Objects.Add(concrete);
            else
                found.Interfaces.Add((InterfaceType)composite);
        }
    }

    private sealed class Implementations
    {
        public List<ObjectType> Objects { get; } = [];

        public List<InterfaceType> Interfaces { get; } = [];
    }
}
