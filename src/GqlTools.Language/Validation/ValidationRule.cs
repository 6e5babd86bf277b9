namespace GqlTools.Language.Validation;

/// <summary>One rule of validation. Immutable: a rule is attached anew to each document.</summary>
/// <param name="Name">The rule's name, as in <see cref="ValidationError.Rule"/>.</param>
/// <param name="Attach">Says which nodes the rule wants to see. What the rule remembers during one document lives in this call's closures.</param>
public sealed record ValidationRule(string Name, Action<RuleContext> Attach);
