using System.Collections.Immutable;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Execution;

/// <summary>Checks the variables of a request against the declarations of its operation (specification section 6.1.2).</summary>
public static class VariableCoercion
{
    private static readonly IReadOnlyDictionary<string, object?> NoVariables = ImmutableDictionary<string, object?>.Empty;

    /// <summary>Coerces the variables of an operation.</summary>
    /// <param name="schema">The schema whose types the declarations name.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="variables">The raw values: plain values or <see cref="System.Text.Json.JsonElement"/>; null for none. Values of undeclared variables are ignored.</param>
    /// <param name="maxProblems">How many problems are reported at most; a last error then says that there are more.</param>
    /// <returns>The values, or what is wrong with them.</returns>
    public static CoercedVariables Coerce(
        Schema schema, OperationDefinitionNode operation, IReadOnlyDictionary<string, object?>? variables, int maxProblems = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(operation);
        if (operation.VariableDefinitions.IsEmpty)
            return new CoercedVariables(NoVariables, []);
        variables ??= NoVariables;
        var values = new Dictionary<string, object?>(operation.VariableDefinitions.Length, StringComparer.Ordinal);
        var errors = ImmutableArray.CreateBuilder<ExecutionError>();
        foreach (var definition in operation.VariableDefinitions)
        {
            Coerce(schema, definition, variables, values, errors);
            if (errors.Count > maxProblems)
            {
                errors.Count = maxProblems;
                errors.Add(new ExecutionError($"The variables have more problems than the {maxProblems} shown."));
                break;
            }
        }

        return new CoercedVariables(errors.Count == 0 ? values : NoVariables, errors.ToImmutable());
    }

    private static void Coerce(
        Schema schema,
        VariableDefinitionNode definition,
        IReadOnlyDictionary<string, object?> given,
        Dictionary<string, object?> values,
        ImmutableArray<ExecutionError>.Builder errors)
    {
        var name = definition.Variable.Name.Value;
        var type = FindType(schema, definition.Type);
        if (type is null || !type.IsInputType)
        {
            var problem = type is null ? "which the schema does not have" : "which is no input type";
            errors.Add(Error(definition.Type, $"The variable ${name} is declared with the type {Printer.Print(definition.Type)}, {problem}."));
            return;
        }

        if (!given.TryGetValue(name, out var value))
        {
            if (definition.DefaultValue is not null)
            {
                if (LiteralCoercion.TryCoerce(definition.DefaultValue, type, null, out var defaultValue))
                    values[name] = defaultValue;
                else
                    errors.Add(Error(definition.DefaultValue, $"The default of the variable ${name} is no value of its type {type}."));
            }
            else if (type.IsNonNull)
            {
                errors.Add(Error(definition, $"The variable ${name} of type {type} is required, but was not given."));
            }

            return;
        }

        var problems = new List<CoercionProblem>();
        var coerced = ValueCoercion.Coerce(value, type, problems);
        foreach (var problem in problems)
            errors.Add(Error(definition, $"The variable ${name}{problem.PathText} has a wrong value: {problem.Message}"));
        if (problems.Count == 0)
            values[name] = coerced;
    }

    private static GraphQLType? FindType(Schema schema, TypeNode node) => node switch
    {
        NamedTypeNode named => schema.FindType(named.Name.Value),
        ListTypeNode list => FindType(schema, list.Type)?.List(),
        NonNullTypeNode nonNull => FindType(schema, nonNull.Type)?.NonNull(),
        _ => null,
    };

    private static ExecutionError Error(SyntaxNode node, string message) => new(message) { Locations = [node.Location] };
}
