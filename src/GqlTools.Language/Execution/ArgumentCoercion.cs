using System.Collections.Immutable;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Execution;

/// <summary>Turns the arguments of a field or directive into what resolvers see (specification section 6.4.1, CoerceArgumentValues).</summary>
internal static class ArgumentCoercion
{
    public static IReadOnlyDictionary<string, object?> None { get; } = new Dictionary<string, object?>();

    /// <exception cref="LocatedErrorException">An argument is missing or does not fit.</exception>
    public static IReadOnlyDictionary<string, object?> Coerce(
        NamedList<InputValueDefinition> definitions,
        ImmutableArray<ArgumentNode> arguments,
        SyntaxNode owner,
        IReadOnlyDictionary<string, object?> variables)
    {
        if (definitions.Count == 0)
            return None;
        var values = new Dictionary<string, object?>(definitions.Count, StringComparer.Ordinal);
        foreach (var definition in definitions)
        {
            var literal = Find(arguments, definition.Name);
            if (literal is VariableNode variable)
            {
                if (variables.TryGetValue(variable.Name.Value, out var value))
                {
                    if (value is null && definition.Type.IsNonNull)
                        throw Wrong(definition, literal, $"the variable ${variable.Name.Value} is null");
                    values[definition.Name] = value;
                    continue;
                }

                literal = null;
            }

            if (literal is null)
            {
                if (definition.DefaultValue is not null)
                    values[definition.Name] = definition.GetDefault();
                else if (definition.IsRequired)
                    throw Missing(definition, owner);
                continue;
            }

            if (!LiteralCoercion.TryCoerce(literal, definition.Type, variables, out var coerced))
                throw Wrong(definition, literal, $"{ValueText.Show(literal)} is no value of that type");
            values[definition.Name] = coerced;
        }

        return values;
    }

    private static ValueNode? Find(ImmutableArray<ArgumentNode> arguments, string name)
    {
        foreach (var argument in arguments)
        {
            if (argument.Name.Value == name)
                return argument.Value;
        }

        return null;
    }

    private static LocatedErrorException Missing(InputValueDefinition definition, SyntaxNode owner) =>
        new($"The argument {definition.Coordinate} of type {definition.Type} is required, but was not given.", owner);

    private static LocatedErrorException Wrong(InputValueDefinition definition, ValueNode literal, string problem) =>
        new($"The argument {definition.Coordinate} of type {definition.Type} has a wrong value: {problem}.", literal);
}
