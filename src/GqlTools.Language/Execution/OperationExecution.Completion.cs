using System.Collections;
using System.Text.Json;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Execution;

/// <content>Value completion (specification section 6.4.3).</content>
internal sealed partial class OperationExecution
{
    private ValueTask<object?> Complete(GraphQLType type, object? value, in ResponsePosition position)
    {
        ResponsePath? path = null;
        object? result;
        try
        {
            ValueTask<object?> completed;
            switch (type is NonNullType nonNull ? nonNull.InnerType : type)
            {
                case var _ when value is null or JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined }:
                    completed = default;
                    break;
                case var _ when value is Exception error:
                    completed = new(ToFailure(error, position));
                    break;
                case ScalarType scalar:
                    completed = new(CompleteScalar(scalar, value));
                    break;
                case EnumType enumType:
                    completed = new(CompleteEnum(enumType, value));
                    break;
                case ListType list:
                    path = position.ToPath();
                    completed = CompleteList(list, value, position, path);
                    break;
                case CompositeType composite:
                    path = position.ToPath();
                    completed = CompleteObject(composite, value, position, path);
                    break;
                default:
                    throw new FieldErrorException($"The field {position.Field.Definition} is of type {type}, which is no output type.");
            }

            if (!completed.IsCompletedSuccessfully)
                return AwaitCompletionAsync(type, completed, position, path);
            result = completed.Result;
        }
        catch (Exception error) when (IsFieldError(error))
        {
            result = ToFailure(error, position);
        }

        return new(Settle(type, result, position, path));
    }

    private async ValueTask<object?> AwaitCompletionAsync(GraphQLType type, ValueTask<object?> completed, ResponsePosition position, ResponsePath? path)
    {
        object? result;
        try
        {
            result = await completed.ConfigureAwait(false);
        }
        catch (Exception error) when (IsFieldError(error))
        {
            result = ToFailure(error, position);
        }

        return Settle(type, result, position, path);
    }

    /// <summary>Section 6.4.4: null where none may be is a failure; a failure where null may be is an error and null.</summary>
    private object? Settle(GraphQLType type, object? result, in ResponsePosition position, ResponsePath? path)
    {
        if (type is NonNullType)
            return result ?? NullFailure(type, position);
        if (result is not Failure failure)
            return result;
        lock (_errors)
        {
            if (!ResponsePath.IsNulled(position.ParentPath))
                _errors.Add(failure.Error);
        }

        path?.MarkNull();
        return null;
    }

    private static Failure NullFailure(GraphQLType type, in ResponsePosition position)
    {
        var what = position.Index == ResponsePosition.NoIndex ? "The field" : "An item of the field";
        return new(new ExecutionError($"{what} {position.Field.Definition.Coordinate} of type {type} is null, which the type does not allow.")
        {
            Locations = LocationsOf(position.Field),
            Path = position.ToKeys(),
        });
    }

    private static object? CompleteScalar(ScalarType scalar, object value)
    {
        if (value is string && (ReferenceEquals(scalar, BuiltInScalars.String) || ReferenceEquals(scalar, BuiltInScalars.ID)))
            return value;
        if (value is JsonElement element && scalar.IsBuiltIn)
            value = PlainValue.FromJson(element)!;
        var result = scalar.Serialize(value);
        if (result is null)
            throw new FieldErrorException($"The scalar {scalar.Name} has no form for {ValueText.Show(value)}: its Serialize returned null.");
        if (!ResponseWriter.IsPlain(result))
            throw new FieldErrorException($"The scalar {scalar.Name} serialized to {ValueText.Show(result)} ({result.GetType()}), which has no form in JSON; its Serialize must return a plain value.");
        return result;
    }

    private static string CompleteEnum(EnumType type, object value)
    {
        var found = type.FindByValue(value);
        if (found is null && value is JsonElement { ValueKind: JsonValueKind.String } element)
            found = type.Values.Find(element.GetString()!);
        return found?.Name ?? throw new FieldErrorException($"The enum {type.Name} has no value for {ValueText.Show(value)}.");
    }

    private ValueTask<object?> CompleteList(ListType list, object value, in ResponsePosition position, ResponsePath path)
    {
        RequireDepth(path);
        if (Later is not null && position.Index == ResponsePosition.NoIndex
            && Operation.Collector.FindDirective(position.Field.Node, BuiltInDirectives.Stream) is { } streaming)
        {
            return CompleteFirstItemsAsync(list, value, position, path, (int)streaming["initialCount"]!, streaming["label"] as string);
        }

        if (value is IAsyncEnumerable<object?> stream)
            return CompleteStreamAsync(list, stream, position, path);
        return CompleteItems(list, ToArray(value, position), position, path);
    }

    private async ValueTask<object?> CompleteStreamAsync(ListType list, IAsyncEnumerable<object?> stream, ResponsePosition position, ResponsePath path)
    {
        var items = new List<object?>();
        await foreach (var item in stream.WithCancellation(CancellationToken).ConfigureAwait(false))
            items.Add(item);
        return await CompleteItems(list, [.. items], position, path).ConfigureAwait(false);
    }

    private ValueTask<object?> CompleteItems(ListType list, object?[] items, in ResponsePosition position, ResponsePath path)
    {
        Task<object?>?[]? pending = null;
        Failure? failure = null;
        try
        {
            for (var i = 0; i < items.Length && failure is null; i++)
            {
                var item = Complete(list.ItemType, items[i], new ResponsePosition(position.ParentType, position.Field, path, i));
                if (!item.IsCompletedSuccessfully)
                    (pending ??= new Task<object?>?[items.Length])[i] = item.AsTask();
                else if ((items[i] = item.Result) is Failure failed)
                    failure = failed;
            }
        }
        catch (Exception end) when (pending is not null)
        {
            return AwaitAndThrowAsync(pending, end);
        }

        if (pending is not null)
            return AwaitItemsAsync(items, pending, failure);
        return new(failure is not null ? failure : items);
    }

    private static async ValueTask<object?> AwaitItemsAsync(object?[] items, Task<object?>?[] pending, Failure? failure)
    {
        failure = await AwaitAllAsync(pending, items, failure).ConfigureAwait(false);
        return failure is not null ? failure : items;
    }

    /// <summary>A copy of the items, which completion then replaces in place.</summary>
    private static object?[] ToArray(object value, in ResponsePosition position)
    {
        switch (value)
        {
            case object?[] items when items.GetType() == typeof(object[]):
                return (object?[])items.Clone();
            case ICollection<object?> items:
                var copy = new object?[items.Count];
                items.CopyTo(copy, 0);
                return copy;
            case JsonElement { ValueKind: JsonValueKind.Array } array:
                return [.. array.EnumerateArray().Select(static item => (object?)item)];
            case string or IEnumerable<KeyValuePair<string, object?>> or JsonElement or not IEnumerable:
                throw new FieldErrorException($"The field {position.Field.Definition.Coordinate} must resolve to a list, but resolved to {ValueText.Show(value)}.");
            default:
                return [.. ((IEnumerable)value).Cast<object?>()];
        }
    }

    private ValueTask<object?> CompleteObject(CompositeType type, object value, in ResponsePosition position, ResponsePath path)
    {
        RequireDepth(path);
        var objectType = type as ObjectType ?? ResolveType(type, value, position);
        if (objectType.IsTypeOf is { } isTypeOf && !isTypeOf(value, ContextOf(value, position)))
            throw new FieldErrorException($"The field {position.Field.Definition.Coordinate} resolved to {ValueText.Show(value)}, which is no {objectType.Name}.");
        return ExecuteFields(position.Field.GetPlan(Operation.Collector, objectType), value, path);
    }

    private ObjectType ResolveType(CompositeType type, object value, in ResponsePosition position)
    {
        var name = type.ResolveType is { } resolve ? resolve(value, ContextOf(value, position)) : FindTypeName(type, value, position);
        var coordinate = position.Field.Definition.Coordinate;
        if (name is null)
            throw new FieldErrorException($"The object type of {ValueText.Show(value)} is unknown: give {type.Name} a ResolveType, the object types an IsTypeOf, or the value a __typename (field {coordinate}).");
        if (Operation.Schema.FindType(name) is not { } found)
            throw new FieldErrorException($"{type.Name} was resolved to \"{name}\", a type the schema does not have (field {coordinate}).");
        if (found is not ObjectType objectType)
            throw new FieldErrorException($"{type.Name} was resolved to {name}, which is no object type (field {coordinate}).");
        return Operation.Schema.IsPossibleType(type, objectType)
            ? objectType
            : throw new FieldErrorException($"{type.Name} was resolved to {name}, which does not belong to it (field {coordinate}).");
    }

    private string? FindTypeName(CompositeType type, object value, in ResponsePosition position)
    {
        ResolveContext? context = null;
        var possibleTypes = Operation.Schema.GetPossibleTypes(type);
        foreach (var candidate in possibleTypes)
        {
            if (candidate.IsTypeOf is { } isTypeOf && isTypeOf(value, context ??= ContextOf(value, position)))
                return candidate.Name;
        }

        switch (value)
        {
            case IReadOnlyDictionary<string, object?> fields:
                return fields.GetValueOrDefault("__typename") as string;
            case IDictionary<string, object?> fields:
                return fields.TryGetValue("__typename", out var name) ? name as string : null;
            case JsonElement element:
                return element.ValueKind == JsonValueKind.Object && element.TryGetProperty("__typename", out var member) ? member.GetString() : null;
        }

        // An object of a class named after the object type, or derived from one.
        for (var clrType = value.GetType(); clrType is not null; clrType = clrType.BaseType)
        {
            foreach (var candidate in possibleTypes)
            {
                if (candidate.Name == clrType.Name)
                    return candidate.Name;
            }
        }

        return null;
    }

    private ResolveContext ContextOf(object value, in ResponsePosition position) =>
        new(this, position.ParentType, position.Field, value, position.ParentPath);

    private void RequireDepth(ResponsePath path)
    {
        if (path.Depth > Operation.Limits.MaxDepth)
            throw new FieldErrorException($"The response nests deeper than {Operation.Limits.MaxDepth} levels (ExecutionLimits.MaxDepth).");
    }
}
