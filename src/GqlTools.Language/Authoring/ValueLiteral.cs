using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Authoring;

/// <summary>Writes plain values as literals of a type: a text becomes an enum value where the type is an enum.</summary>
internal static class ValueLiteral
{
    /// <summary>The literal.</summary>
    /// <param name="value">A plain value (see <see cref="PlainValue"/>).</param>
    /// <param name="type">The input type.</param>
    /// <param name="place">Where the value stands, for the exception.</param>
    /// <exception cref="QueryOutlineException">The value is none of the type; the message lists everything that is wrong.</exception>
    public static ValueNode Of(object? value, GraphQLType type, string place)
    {
        var problems = new List<CoercionProblem>();
        ValueCoercion.Coerce(value, type, problems);
        if (problems.Count > 0)
            throw new QueryOutlineException(string.Join('\n', problems.Select(problem => $"{place}{problem.PathText} has a wrong value: {problem.Message}")));
        return Write(value, type);
    }

    private static ValueNode Write(object? value, GraphQLType type) => (value, type.Nullable) switch
    {
        (null, _) => new NullValueNode(),
        (IReadOnlyList<object?> items, ListType list) => new ListValueNode([.. items.Select(item => Write(item, list.ItemType))]),
        (_, ListType list) => Write(value, list.ItemType),
        (IReadOnlyDictionary<string, object?> fields, InputObjectType input) => new ObjectValueNode(
            [.. fields.Select(field => new ObjectFieldNode(new NameNode(field.Key), Write(field.Value, input.Fields.Find(field.Key)!.Type)))]),
        (string name, EnumType) => new EnumValueNode(name),
        _ => PlainValue.ToLiteral(value),
    };
}
