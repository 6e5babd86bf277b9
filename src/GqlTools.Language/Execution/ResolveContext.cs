using System.Collections.Immutable;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Execution;

/// <summary>What a resolver is told (specification section 6.4.2, Value Resolution).</summary>
public sealed class ResolveContext
{
    private readonly OperationExecution _execution;
    private readonly CollectedField _field;
    private readonly ResponsePath? _parentPath;

    internal ResolveContext(OperationExecution execution, ObjectType parentType, CollectedField field, object? source, ResponsePath? parentPath)
    {
        _execution = execution;
        _field = field;
        _parentPath = parentPath;
        ParentType = parentType;
        Source = source;
        Arguments = field.GetArguments(execution.Operation.Variables);
    }

    /// <summary>The schema the operation runs on.</summary>
    public Schema Schema => _execution.Operation.Schema;

    /// <summary>The operation that runs.</summary>
    public OperationDefinitionNode Operation => _execution.Operation.Syntax;

    /// <summary>The coerced variables of the operation; one that was neither given nor has a default is absent.</summary>
    public IReadOnlyDictionary<string, object?> Variables => _execution.Operation.Variables;

    /// <summary>The object type the field belongs to.</summary>
    public ObjectType ParentType { get; }

    /// <summary>The field.</summary>
    public FieldDefinition Field => _field.Definition;

    /// <summary>The field's name, without its alias.</summary>
    public string FieldName => _field.Definition.Name;

    /// <summary>Where the document selects the field under this response name; more than one where selections merge.</summary>
    public ImmutableArray<FieldNode> Nodes => _field.Nodes;

    /// <summary>The value the field's object was resolved to; the root value on root types.</summary>
    public object? Source { get; }

    /// <summary>The root value of the operation, or the event of a subscription.</summary>
    public object? RootValue => _execution.RootValue;

    /// <summary>The coerced arguments; those neither given nor defaulted are absent. Shared by all objects of a list: never changed.</summary>
    public IReadOnlyDictionary<string, object?> Arguments { get; }

    /// <summary>The way from the response's root to this field: response names (aliases) and list indexes. Computed on each read.</summary>
    public IReadOnlyList<object> Path => ResponsePath.ToList(_parentPath, _field.ResponseName);

    /// <summary>What the caller of the executor hands to every resolver.</summary>
    public object? Context => _execution.Operation.Context;

    /// <summary>Ends when the result is no longer wanted.</summary>
    public CancellationToken CancellationToken => _execution.CancellationToken;

    /// <summary>An argument.</summary>
    /// <typeparam name="T">What the argument's type is coerced to, such as <see cref="int"/> for <c>Int</c>; nullable where null can be given.</typeparam>
    /// <param name="name">The name of the argument.</param>
    /// <returns>The coerced argument; the default of <typeparamref name="T"/> when it is null, or neither given nor defaulted.</returns>
    /// <exception cref="InvalidCastException">The argument is something else.</exception>
    public T? Argument<T>(string name)
    {
        if (!Arguments.TryGetValue(name, out var value) || value is null)
            return default;
        return value is T fitting
            ? fitting
            : throw new InvalidCastException($"The argument \"{name}\" of {Field.Coordinate} is a {value.GetType()}, not a {typeof(T)}.");
    }
}
