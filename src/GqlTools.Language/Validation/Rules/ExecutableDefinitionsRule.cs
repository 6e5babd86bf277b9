using GqlTools.Language.Syntax;

namespace GqlTools.Language.Validation.Rules;

/// <summary>An executable document holds operations and fragments only (specification section 5.1.1).</summary>
internal static class ExecutableDefinitionsRule
{
    public static ValidationRule Rule { get; } = new("ExecutableDefinitions", Attach);

    private static void Attach(RuleContext context) => context.OnEnter<DocumentNode>(SyntaxKind.Document, document =>
    {
        foreach (var definition in document.Definitions)
        {
            if (definition is not ExecutableDefinitionNode)
                context.Report($"The definition of {NameOf(definition)} cannot be executed; a request holds only operations and fragments.", definition);
        }
    });

    private static string NameOf(DefinitionNode definition) => definition switch
    {
        TypeDefinitionNode node => $"the type \"{node.Name.Value}\"",
        TypeExtensionNode node => $"an extension of the type \"{node.Name.Value}\"",
        DirectiveDefinitionNode node => $"the directive \"@{node.Name.Value}\"",
        _ => "the schema",
    };
}
