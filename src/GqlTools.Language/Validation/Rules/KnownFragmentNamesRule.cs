using GqlTools.Language.Syntax;

namespace GqlTools.Language.Validation.Rules;

/// <summary>Spread fragments are defined (specification section 5.5.2.1).</summary>
internal static class KnownFragmentNamesRule
{
    public static ValidationRule Rule { get; } = new("KnownFragmentNames", Attach);

    private static void Attach(RuleContext context) => context.OnEnter<FragmentSpreadNode>(SyntaxKind.FragmentSpread, spread =>
    {
        var name = spread.Name.Value;
        if (context.FindFragment(name) is null)
        {
            var known = context.Document.Definitions.OfType<FragmentDefinitionNode>().Select(static fragment => fragment.Name.Value);
            context.Report($"There is no fragment \"{name}\".{context.Suggest(name, known)}", spread.Name);
        }
    });
}
