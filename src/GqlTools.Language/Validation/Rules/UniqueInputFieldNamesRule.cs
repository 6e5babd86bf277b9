using GqlTools.Language.Syntax;

namespace GqlTools.Language.Validation.Rules;

/// <summary>A field of an input object is given once (specification section 5.6.3).</summary>
internal static class UniqueInputFieldNamesRule
{
    public static ValidationRule Rule { get; } = new("UniqueInputFieldNames", Attach);

    private static void Attach(RuleContext context) => context.OnEnter<ObjectValueNode>(SyntaxKind.ObjectValue, value =>
    {
        if (value.Fields.Length < 2)
            return;
        var known = new Dictionary<string, NameNode>(StringComparer.Ordinal);
        foreach (var field in value.Fields)
        {
            if (!known.TryAdd(field.Name.Value, field.Name))
                context.Report($"The input field \"{field.Name.Value}\" is given more than once; give it once.", known[field.Name.Value], field.Name);
        }
    });
}
