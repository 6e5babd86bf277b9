using System.Collections;
using System.Text.Json;

namespace GqlTools.Language.TypeSystem;

/// <summary>Coerces plain values and JSON, as they come in variables, to input types (specification section 3.4.1 and "Input Coercion" of each type).</summary>
public static class ValueCoercion
{
    /// <summary>Coerces a value.</summary>
    /// <param name="value">A plain value (see <see cref="PlainValue"/>) or a <see cref="JsonElement"/>.</param>
    /// <param name="type">The input type.</param>
    /// <param name="problems">Receives every reason why the value does not fit.</param>
    /// <returns>What resolvers see; meaningless when problems were added.</returns>
    public static object? Coerce(object? value, GraphQLType type, ICollection<CoercionProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(problems);
        return Coerce(value, type, problems, null);
    }

    private static object? Coerce(object? value, GraphQLType type, ICollection<CoercionProblem> problems, Step? path)
    {
        if (value is JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined })
            value = null;
        if (type is NonNullType nonNull)
        {
            if (value is not null)
                return Coerce(value, nonNull.InnerType, problems, path);
            problems.Add(new(Step.ToPath(path), $"Null is no value of type {type}."));
            return null;
        }

        return value is null ? null : type switch
        {
            ListType list => CoerceList(value, list, problems, path),
            InputObjectType input => CoerceObject(value, input, problems, path),
            EnumType enumType => CoerceEnum(value, enumType, problems, path),
            ScalarType scalar => CoerceScalar(value, scalar, problems, path),
            _ => throw new ArgumentException($"{type} is no input type.", nameof(type)),
        };
    }

    private static List<object?> CoerceList(object value, ListType type, ICollection<CoercionProblem> problems, Step? path)
    {
        var items = new List<object?>();
        if (value is JsonElement { ValueKind: JsonValueKind.Array } array)
        {
            foreach (var item in array.EnumerateArray())
                items.Add(Coerce(item, type.ItemType, problems, new Step(path, items.Count)));
        }
        else if (value is IEnumerable list and not string && !TryReadFields(value, out _))
        {
            foreach (var item in list)
                items.Add(Coerce(item, type.ItemType, problems, new Step(path, items.Count)));
        }
        else
        {
            // A single value stands for a list of itself (specification section 3.11).
            items.Add(Coerce(value, type.ItemType, problems, path));
        }

        return items;
    }

    private static Dictionary<string, object?>? CoerceObject(object value, InputObjectType type, ICollection<CoercionProblem> problems, Step? path)
    {
        if (!TryReadFields(value, out var given))
        {
            problems.Add(new(Step.ToPath(path), $"{type} must be an object, but found {ValueText.Show(value)}."));
            return null;
        }

        var result = new Dictionary<string, object?>(type.Fields.Count, StringComparer.Ordinal);
        foreach (var field in type.Fields)
        {
            if (given.TryGetValue(field.Name, out var fieldValue))
                result[field.Name] = Coerce(fieldValue, field.Type, problems, new Step(path, field.Name));
            else if (field.DefaultValue is not null)
                result[field.Name] = field.GetDefault();
            else if (field.IsRequired)
                problems.Add(new(Step.ToPath(path), $"The field \"{field.Name}\" of type {field.Type} is required in {type}, but was not given."));
        }

        var known = 0;
        object? only = null;
        foreach (var (name, fieldValue) in given)
        {
            if (!type.Fields.Contains(name))
            {
                problems.Add(new(
                    Step.ToPath(path),
                    $"{type} has no field \"{name}\".{Suggestions.Sentence(name, type.Fields.Select(static field => field.Name))}"));
                continue;
            }

            known++;
            only = fieldValue;
        }

        if (type.IsOneOf && (known != 1 || only is null or JsonElement { ValueKind: JsonValueKind.Null }))
            problems.Add(new(Step.ToPath(path), $"{type} is a OneOf input object: give exactly one of its fields, and not null."));
        return result;
    }

    private static object? CoerceEnum(object value, EnumType type, ICollection<CoercionProblem> problems, Step? path)
    {
        var name = value is JsonElement { ValueKind: JsonValueKind.String } element ? element.GetString() : value as string;
        if (name is not null && type.Values.TryFind(name, out var found))
            return found.Value;
        problems.Add(new(Step.ToPath(path), UnknownEnumValue(type, name ?? ValueText.Show(value), name is not null)));
        return null;
    }

    internal static string UnknownEnumValue(EnumType type, string found, bool isName) => isName
        ? $"\"{found}\" is no value of the enum {type}.{Suggestions.Sentence(found, type.Values.Select(static item => item.Name), "the enum value ")}"
        : $"The enum {type} cannot be {found}; it must be one of its values.{Suggestions.Sentence(found.Trim('"'), type.Values.Select(static item => item.Name), "the enum value ")}";

    private static object? CoerceScalar(object value, ScalarType type, ICollection<CoercionProblem> problems, Step? path)
    {
        try
        {
            return type.ParseValue(value is JsonElement element ? PlainValue.FromJson(element)! : value);
        }
        catch (CoercionException refusal)
        {
            problems.Add(new(Step.ToPath(path), refusal.Message));
        }
#pragma warning disable CA1031 // The delegate belongs to the schema's maker: whatever it throws is its way to refuse the value.
        catch (Exception refusal) when (refusal is not OutOfMemoryException)
#pragma warning restore CA1031
        {
            problems.Add(new(Step.ToPath(path), $"{type} refuses {ValueText.Show(value)}: {refusal.Message}"));
        }

        return null;
    }

    private static bool TryReadFields(object value, out IReadOnlyDictionary<string, object?> fields)
    {
        switch (value)
        {
            case IReadOnlyDictionary<string, object?> dictionary:
                fields = dictionary;
                return true;
            case JsonElement { ValueKind: JsonValueKind.Object } element:
                var read = new Dictionary<string, object?>(StringComparer.Ordinal);
                foreach (var property in element.EnumerateObject())
                    read[property.Name] = property.Value;
                fields = read;
                return true;
            case IEnumerable<KeyValuePair<string, object?>> pairs:
                fields = pairs.ToDictionary(StringComparer.Ordinal);
                return true;
            default:
                fields = null!;
                return false;
        }
    }

    private sealed record Step(Step? Previous, object Part)
    {
        public static List<object> ToPath(Step? step)
        {
            var path = new List<object>();
            for (; step is not null; step = step.Previous)
                path.Add(step.Part);
            path.Reverse();
            return path;
        }
    }
}
