using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Validation.Rules;

/// <summary>Selected fields exist on their type (specification section 5.3.1).</summary>
internal static class FieldsOnCorrectTypeRule
{
    public static ValidationRule Rule { get; } = new("FieldsOnCorrectType", Attach);

    private static void Attach(RuleContext context) => context.OnEnter<FieldNode>(SyntaxKind.Field, field =>
    {
        if (context.ParentType is not { } parent || context.Field is not null)
            return;
        var name = field.Name.Value;
        context.Report($"The type \"{parent}\" has no field \"{name}\".{Suggestion(context, parent, name)}", $"{parent}.{name}", field);
    });

    private static string Suggestion(RuleContext context, CompositeType parent, string name)
    {
        if (context.HidesSuggestions)
            return string.Empty;
        var types = TypesWithField(context.Schema, parent, name);
        return types.Count > 0
            ? Suggestions.Sentence(types, "to use an inline fragment on ")
            : context.Suggest(name, parent.Fields.Select(static known => known.Name));
    }

    // The types with most of the other types' values first, so that the first suggestion is the one that reaches furthest.
    private static List<string> TypesWithField(Schema schema, CompositeType parent, string name)
    {
        var counts = new Dictionary<CompositeType, int>();
        if (!parent.IsAbstract)
            return [];
        foreach (var possible in schema.GetPossibleTypes(parent))
        {
            if (!possible.Fields.Contains(name))
                continue;
            counts[possible] = 1;
            foreach (var implemented in possible.Interfaces)
            {
                if (implemented.Fields.Contains(name))
                    counts[implemented] = counts.GetValueOrDefault(implemented) + 1;
            }
        }

        return counts.OrderByDescending(static item => item.Value)
            .ThenByDescending(static item => item.Key is InterfaceType)
            .ThenBy(static item => item.Key.Name, StringComparer.Ordinal)
            .Select(static item => item.Key.Name).ToList();
    }
}
