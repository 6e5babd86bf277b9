using GqlTools.Language.Validation.Lint;

namespace GqlTools.Language.Validation;

/// <summary>Rules beyond the specification, to be added to <see cref="ValidationOptions.Rules"/> where wanted.</summary>
public static class LintRules
{
    /// <summary>Refuses operations whose fields nest deeper than a limit, fragments followed. Introspection does not count.</summary>
    /// <param name="maximumDepth">The deepest nesting allowed; <c>{ a { b } }</c> has depth 2.</param>
    /// <returns>The rule <c>DepthLimit</c>.</returns>
    public static ValidationRule DepthLimit(int maximumDepth) => DepthLimitRule.Create(maximumDepth);

    /// <summary>Refuses documents with more aliases than a limit: aliases multiply the work of one request.</summary>
    /// <param name="maximumAliases">The largest number allowed.</param>
    /// <returns>The rule <c>AliasLimit</c>.</returns>
    public static ValidationRule AliasLimit(int maximumAliases) => AliasLimitRule.Create(maximumAliases);

    /// <summary>Refuses operations that select more fields than a limit once all fragments are put in their place.</summary>
    /// <param name="maximumFields">The largest number allowed.</param>
    /// <returns>The rule <c>FragmentCost</c>.</returns>
    public static ValidationRule FragmentCost(long maximumFields) => FragmentCostRule.Create(maximumFields);

    /// <summary>Reports the use of deprecated fields, arguments, input fields, enum values and directives: the rule <c>NoDeprecated</c>.</summary>
    public static ValidationRule NoDeprecated => NoDeprecatedRule.Rule;
}
