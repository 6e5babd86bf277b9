using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Validation.Rules;

/// <summary>Variables stand where their type fits (specification section 5.8.5).</summary>
internal static class VariablesInAllowedPositionRule
{
    public static ValidationRule Rule { get; } = new("VariablesInAllowedPosition", Attach);

    private static void Attach(RuleContext context) => context.OnEnd(() =>
    {
        foreach (var operation in context.Document.Definitions.OfType<OperationDefinitionNode>())
        {
            var definitions = new Dictionary<string, VariableDefinitionNode>(StringComparer.Ordinal);
            foreach (var definition in operation.VariableDefinitions)
                definitions[definition.Variable.Name.Value] = definition;
            foreach (var usage in context.GetVariableUsages(operation))
            {
                if (context.IsStopped)
                    return;
                if (usage.Type is not null && definitions.TryGetValue(usage.Node.Name.Value, out var definition)
                    && context.FindType(definition.Type) is { } type)
                {
                    Check(context, usage, usage.Type, definition, type);
                }
            }
        }
    });

    private static void Check(RuleContext context, VariableUsage usage, GraphQLType expected, VariableDefinitionNode definition, GraphQLType type)
    {
        var name = usage.Node.Name.Value;
        if (!IsAllowed(context.Schema, type, definition.DefaultValue, expected, usage.HasDefault))
            context.Report($"The variable \"${name}\" is of type \"{type}\", but stands where \"{expected}\" is expected.", definition, usage.Node);
        if (usage.ParentType?.Nullable is InputObjectType { IsOneOf: true } parent && !type.IsNonNull)
        {
            context.Report(
                $"The variable \"${name}\" is of type \"{type}\", but must not be null to be the one field of \"{parent}\"; declare it as \"{type}!\".",
                definition,
                usage.Node);
        }
    }

    // A nullable variable may stand in a non-null place that has a default, or when it has one itself: null and absence are then told apart at run time.
    private static bool IsAllowed(Schema schema, GraphQLType type, ValueNode? variableDefault, GraphQLType expected, bool hasDefault)
    {
        if (!expected.IsNonNull || type.IsNonNull)
            return schema.IsSubType(type, expected);
        return (hasDefault || variableDefault is not (null or NullValueNode)) && schema.IsSubType(type, expected.Nullable);
    }
}
