using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Validation.Rules;

/// <summary>A fragment can apply where it is spread (specification section 5.5.2.3).</summary>
internal static class PossibleFragmentSpreadsRule
{
    public static ValidationRule Rule { get; } = new("PossibleFragmentSpreads", Attach);

    private static void Attach(RuleContext context)
    {
        context.OnEnter<InlineFragmentNode>(SyntaxKind.InlineFragment, fragment =>
        {
            if (context.Type is CompositeType type && context.ParentType is { } parent && !context.Schema.Overlap(type, parent))
                context.Report($"This fragment never applies: no \"{parent}\" is ever a \"{type}\".", fragment);
        });
        context.OnEnter<FragmentSpreadNode>(SyntaxKind.FragmentSpread, spread =>
        {
            if (context.FindFragment(spread.Name.Value) is { } fragment && context.FindType(fragment.TypeCondition) is CompositeType type
                && context.ParentType is { } parent && !context.Schema.Overlap(type, parent))
            {
                context.Report($"The fragment \"{spread.Name.Value}\" never applies here: no \"{parent}\" is ever a \"{type}\".", spread);
            }
        });
    }
}
