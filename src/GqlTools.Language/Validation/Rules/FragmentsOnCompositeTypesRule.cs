using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Validation.Rules;

/// <summary>Fragments stand on objects, interfaces and unions (specification section 5.5.1.3).</summary>
internal static class FragmentsOnCompositeTypesRule
{
    public static ValidationRule Rule { get; } = new("FragmentsOnCompositeTypes", Attach);

    private static void Attach(RuleContext context)
    {
        context.OnEnter<InlineFragmentNode>(SyntaxKind.InlineFragment, fragment => Check(context, "An inline fragment", fragment.TypeCondition));
        context.OnEnter<FragmentDefinitionNode>(
            SyntaxKind.FragmentDefinition, fragment => Check(context, $"The fragment \"{fragment.Name.Value}\"", fragment.TypeCondition));
    }

    private static void Check(RuleContext context, string what, NamedTypeNode? condition)
    {
        if (condition is not null && context.FindType(condition) is { } type and not CompositeType)
            context.Report($"{what} cannot stand on \"{type}\", which has no fields; use an object, interface or union type.", type.ToString(), condition);
    }
}
