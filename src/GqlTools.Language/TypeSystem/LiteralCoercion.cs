using GqlTools.Language.Syntax;

namespace GqlTools.Language.TypeSystem;

/// <summary>Coerces literals, as they stand in documents, to input types (specification section 3.4.1 and "Input Coercion" of each type).</summary>
public static class LiteralCoercion
{
    /// <summary>Coerces a literal.</summary>
    /// <param name="literal">The literal; variables may stand in it.</param>
    /// <param name="type">The input type.</param>
    /// <param name="variables">The coerced variables; one that was not given is absent. Null for none.</param>
    /// <param name="value">What resolvers see.</param>
    /// <returns>False when the literal does not fit, or is a variable that was not given.</returns>
    public static bool TryCoerce(ValueNode literal, GraphQLType type, IReadOnlyDictionary<string, object?>? variables, out object? value)
    {
        ArgumentNullException.ThrowIfNull(literal);
        ArgumentNullException.ThrowIfNull(type);
        value = null;
        if (literal is VariableNode variable)
            return variables is not null && variables.TryGetValue(variable.Name.Value, out value) && !(value is null && type.IsNonNull);
        if (type is NonNullType nonNull)
            return literal is not NullValueNode && TryCoerce(literal, nonNull.InnerType, variables, out value);
        if (literal is NullValueNode)
            return true;
        return type switch
        {
            ListType list => TryCoerceList(literal, list, variables, out value),
            InputObjectType input => TryCoerceObject(literal, input, variables, out value),
            EnumType or ScalarType => TryCoerceLeaf(literal, (NamedType)type, variables, out value, out _),
            _ => throw new ArgumentException($"{type} is no input type.", nameof(type)),
        };
    }

    /// <summary>Coerces a literal of a scalar or enum type; the message says why it does not fit.</summary>
    internal static bool TryCoerceLeaf(
        ValueNode literal, NamedType type, IReadOnlyDictionary<string, object?>? variables, out object? value, out string? message)
    {
        value = null;
        message = null;
        if (type is EnumType enumType)
        {
            if (literal is EnumValueNode node && enumType.Values.TryFind(node.Value, out var found))
            {
                value = found.Value;
                return true;
            }

            message = ValueCoercion.UnknownEnumValue(enumType, literal is EnumValueNode name ? name.Value : ValueText.Show(literal), literal is EnumValueNode);
            return false;
        }

        var scalar = (ScalarType)type;
        try
        {
            value = scalar.ParseLiteral is { } parse
                ? parse(scalar.IsBuiltIn ? literal : ReplaceVariables(literal, variables))
                : PlainValue.FromLiteral(literal, variables) is { } plain ? scalar.ParseValue(plain) : null;
            return true;
        }
        catch (CoercionException refusal)
        {
            message = refusal.Message;
        }
#pragma warning disable CA1031 // The delegate belongs to the schema's maker: whatever it throws is its way to refuse the literal.
        catch (Exception refusal) when (refusal is not OutOfMemoryException)
#pragma warning restore CA1031
        {
            message = $"{type} refuses {ValueText.Show(literal)}: {refusal.Message}";
        }

        return false;
    }

    private static bool TryCoerceList(ValueNode literal, ListType type, IReadOnlyDictionary<string, object?>? variables, out object? value)
    {
        value = null;
        var items = new List<object?>();
        if (literal is not ListValueNode list)
        {
            // A single value stands for a list of itself (specification section 3.11).
            if (!TryCoerce(literal, type.ItemType, variables, out var single))
                return false;
            items.Add(single);
        }
        else
        {
            foreach (var itemLiteral in list.Values)
            {
                if (!TryCoerce(itemLiteral, type.ItemType, variables, out var item))
                {
                    if (type.ItemType.IsNonNull || !IsMissing(itemLiteral, variables))
                        return false;
                    item = null;
                }

                items.Add(item);
            }
        }

        value = items;
        return true;
    }

    private static bool TryCoerceObject(ValueNode literal, InputObjectType type, IReadOnlyDictionary<string, object?>? variables, out object? value)
    {
        value = null;
        if (literal is not ObjectValueNode node)
            return false;
        foreach (var given in node.Fields)
        {
            if (!type.Fields.Contains(given.Name.Value))
                return false;
        }

        var result = new Dictionary<string, object?>(type.Fields.Count, StringComparer.Ordinal);
        foreach (var field in type.Fields)
        {
            var fieldLiteral = Find(node, field.Name);
            if (fieldLiteral is null || IsMissing(fieldLiteral, variables))
            {
                if (field.DefaultValue is not null)
                    result[field.Name] = field.GetDefault();
                else if (field.Type.IsNonNull)
                    return false;
                continue;
            }

            if (!TryCoerce(fieldLiteral, field.Type, variables, out var fieldValue))
                return false;
            result[field.Name] = fieldValue;
        }

        if (type.IsOneOf && (result.Count != 1 || node.Fields.Length != 1 || result.First().Value is null))
            return false;
        value = result;
        return true;
    }

    private static ValueNode? Find(ObjectValueNode node, string name)
    {
        foreach (var field in node.Fields)
        {
            if (field.Name.Value == name)
                return field.Value;
        }

        return null;
    }

    private static bool IsMissing(ValueNode literal, IReadOnlyDictionary<string, object?>? variables) =>
        literal is VariableNode variable && variables?.ContainsKey(variable.Name.Value) != true;

    private static ValueNode ReplaceVariables(ValueNode literal, IReadOnlyDictionary<string, object?>? variables)
    {
        switch (literal)
        {
            case VariableNode variable:
                return PlainValue.ToLiteral(variables?.GetValueOrDefault(variable.Name.Value));
            case ListValueNode list:
                return list with { Values = [.. list.Values.Select(item => ReplaceVariables(item, variables))] };
            case ObjectValueNode node:
                return node with
                {
                    Fields =
                    [
                        .. node.Fields.Where(field => !IsMissing(field.Value, variables))
                            .Select(field => field with { Value = ReplaceVariables(field.Value, variables) }),
                    ],
                };
            default:
                return literal;
        }
    }
}
