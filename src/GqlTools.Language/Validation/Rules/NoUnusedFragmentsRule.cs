using GqlTools.Language.Syntax;

namespace GqlTools.Language.Validation.Rules;

/// <summary>Each fragment is reached from an operation (specification section 5.5.1.4).</summary>
internal static class NoUnusedFragmentsRule
{
    public static ValidationRule Rule { get; } = new("NoUnusedFragments", Attach);

    private static void Attach(RuleContext context) => context.OnEnd(() =>
    {
        var used = context.GetReferencedFragments(context.Document.Definitions.OfType<OperationDefinitionNode>())
            .Select(static fragment => fragment.Name.Value).ToHashSet(StringComparer.Ordinal);
        foreach (var fragment in context.Document.Definitions.OfType<FragmentDefinitionNode>())
        {
            if (!used.Contains(fragment.Name.Value))
                context.Report($"The fragment \"{fragment.Name.Value}\" is never used; remove it.", fragment);
        }
    });
}
