using GqlTools.Language.Syntax;

namespace GqlTools.Language.Validation.Lint;

/// <summary>A document has no more aliases than a limit.</summary>
internal static class AliasLimitRule
{
    public static ValidationRule Create(int maximumAliases)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maximumAliases);
        return new ValidationRule("AliasLimit", context =>
        {
            var count = 0;
            context.OnEnter<FieldNode>(SyntaxKind.Field, field =>
            {
                if (field.Alias is not null && ++count == maximumAliases + 1)
                    context.Report($"The document has more than {maximumAliases} aliases; spread the work over several requests.", field);
            });
        });
    }
}
