using GqlTools.Language.Syntax;

namespace GqlTools.Language.Validation.Rules;

/// <summary>Leaf fields have no selection, other fields have one (specification section 5.3.3).</summary>
internal static class ScalarLeafsRule
{
    public static ValidationRule Rule { get; } = new("ScalarLeafs", Attach);

    private static void Attach(RuleContext context) => context.OnEnter<FieldNode>(SyntaxKind.Field, field =>
    {
        if (context.Type is not { } type)
            return;
        if (type.Named.IsLeaf)
        {
            if (field.SelectionSet is not null)
                context.Report($"The field \"{field.Name.Value}\" has the type \"{type}\", which has no fields to select.", context.Field?.Coordinate, field.SelectionSet);
        }
        else if (field.SelectionSet is null)
        {
            context.Report(
                $"The field \"{field.Name.Value}\" has the type \"{type}\"; select some of its fields: \"{field.Name.Value} {{ ... }}\".",
                context.Field?.Coordinate,
                field);
        }
    });
}
