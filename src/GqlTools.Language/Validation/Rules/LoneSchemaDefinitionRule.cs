using GqlTools.Language.Syntax;

namespace GqlTools.Language.Validation.Rules;

/// <summary>There is one schema definition (specification section 3.3).</summary>
internal static class LoneSchemaDefinitionRule
{
    public static ValidationRule Rule { get; } = new("LoneSchemaDefinition", Attach);

    private static void Attach(RuleContext context)
    {
        var count = 0;
        context.OnEnter<SchemaDefinitionNode>(SyntaxKind.SchemaDefinition, node =>
        {
            if (count++ > 0)
                context.Report("There is more than one schema definition; use \"extend schema\" for the others.", node);
        });
    }
}
