using GqlTools.Language.Syntax;

namespace GqlTools.Language.Validation.Rules;

/// <summary>Fragments have different names (specification section 5.5.1.1).</summary>
internal static class UniqueFragmentNamesRule
{
    public static ValidationRule Rule { get; } = new("UniqueFragmentNames", Attach);

    private static void Attach(RuleContext context)
    {
        var known = new Dictionary<string, NameNode>(StringComparer.Ordinal);
        context.OnEnter<FragmentDefinitionNode>(SyntaxKind.FragmentDefinition, fragment =>
        {
            if (!known.TryAdd(fragment.Name.Value, fragment.Name))
                context.Report($"Two fragments are named \"{fragment.Name.Value}\"; give each its own name.", known[fragment.Name.Value], fragment.Name);
        });
    }
}
