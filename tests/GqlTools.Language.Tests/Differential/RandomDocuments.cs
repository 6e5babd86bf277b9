using System.Text;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Tests.Differential;

/// <summary>Writes documents for a schema by chance, from a seed: mostly right, with aliases that collide, fragments that cross, and a few faults of every kind.</summary>
internal sealed class RandomDocuments(Schema schema, int seed)
{
    private const int MaximumDepth = 4;
    private static readonly string[] Aliases = ["a", "b", "id", "name", "x"];
    private static readonly string[] Literals = ["1", "2", "\"s\"", "1.5", "true", "null", "SAD", "[1]", "[]", "{ }", "$v", "$w", "{ near: 1 }", "{ street: \"s\", number: $v }"];

#pragma warning disable CA5394 // The same seed has to give the same documents; nothing here is secret.
    private readonly Random _random = new(seed);
#pragma warning restore CA5394
    private readonly List<CompositeType> _composites = schema.Types.OfType<CompositeType>().Where(type => !type.Name.StartsWith("__", StringComparison.Ordinal)).ToList();

    // Every other document has no faults on purpose; it may still have conflicts by chance.
    private bool _hasFaults;

    public string Next()
    {
        _hasFaults = !_hasFaults;
        var text = new StringBuilder();
        var fragments = Enumerable.Range(0, _hasFaults ? Choose(4) : 0).Select(_ => Pick(_composites)).ToList();
        var operations = 1 + (Fault(10) ? 1 : 0);
        for (var i = 0; i < operations; i++)
        {
            text.Append(Chance(10) ? "mutation" : Fault(10) ? "subscription" : "query");
            text.Append(Chance(50) || operations > 1 ? $" O{Choose(5)}" : string.Empty);
            if (Fault(40))
                text.Append(Chance(50) ? " ($v: Int)" : " ($v: Int!, $w: String = \"s\")");
            var root = text.ToString().Contains("mutation", StringComparison.Ordinal) ? schema.Mutation! : schema.Query!;
            SelectionSet(text, root, fragments, 0);
            text.Append('\n');
        }

        for (var i = 0; i < fragments.Count; i++)
        {
            text.Append("fragment F").Append(i).Append(" on ").Append(fragments[i].Name);
            SelectionSet(text, fragments[i], fragments, 1);
            text.Append('\n');
        }

        return text.ToString();
    }

    private void SelectionSet(StringBuilder text, CompositeType type, List<CompositeType> fragments, int depth)
    {
        text.Append(" {");
        var count = 1 + Choose(4);
        for (var i = 0; i < count; i++)
        {
            if (fragments.Count > 0 && Chance(20))
                text.Append(" ...F").Append(Fault(3) ? 9 : Choose(fragments.Count));
            else if (Chance(20) && depth < MaximumDepth)
                InlineFragment(text, type, fragments, depth);
            else
                Field(text, type, fragments, depth);
            if (Fault(8))
                text.Append(Pick(" @include(if: true)", " @skip(if: $v)", " @onField", " @defer(label: \"l\")", " @stream", " @note(text: \"t\") @note(text: \"t\")", " @nope"));
        }

        text.Append(" }");
    }

    private void InlineFragment(StringBuilder text, CompositeType type, List<CompositeType> fragments, int depth)
    {
        var condition = Chance(80) && type.IsAbstract ? Pick(schema.GetPossibleTypes(type).Append(type).ToList()) : Fault(30) ? Pick(_composites) : type;
        text.Append(" ...");
        if (Chance(90))
            text.Append(" on ").Append(condition.Name);
        else
            condition = type;
        SelectionSet(text, condition, fragments, depth + 1);
    }

    private void Field(StringBuilder text, CompositeType type, List<CompositeType> fragments, int depth)
    {
        var field = type.Fields.Count == 0 || Fault(5) ? null : Pick(type.Fields);
        if (field is not null && (depth >= MaximumDepth || (!_hasFaults && field.Type.Named.Name == "Lonely")) && field.Type.Named.IsComposite)
            field = null;
        text.Append(' ');
        if (_hasFaults ? Chance(30) : Chance(5))
            text.Append(Pick(Aliases)).Append(": ");
        text.Append(field?.Name ?? (Fault(40) ? Pick("nme", "wrong") : "__typename"));
        if (field is null)
            return;
        var given = field.Arguments.Where(argument => argument.IsRequired ? !Fault(5) : Chance(25)).ToList();
        if (given.Count > 0)
        {
            text.Append('(').AppendJoin(", ", given.Select(argument => $"{(Fault(3) ? "wrong" : argument.Name)}: {Value(argument.Type)}"));
            text.Append(')');
        }

        if (field.Type.Named is CompositeType composite ? !Fault(3) : Fault(2))
            SelectionSet(text, field.Type.Named as CompositeType ?? type, fragments, depth + 1);
    }

    private string Value(GraphQLType type) => Fault(15) ? Pick(Literals) : type switch
    {
        NonNullType nonNull => Value(nonNull.InnerType),
        ListType list => Chance(50) ? $"[{Value(list.ItemType)}, {Value(list.ItemType)}]" : Value(list.ItemType),
        EnumType enumType => Pick(enumType.Values).Name,
        InputObjectType { IsOneOf: true } input when !_hasFaults => OneField(input),
        InputObjectType input => $"{{ {string.Join(", ", input.Fields.Where(field => field.IsRequired || Chance(15)).Select(field => $"{field.Name}: {Value(field.Type)}"))} }}",
        NamedType { Name: "Int" or "ID" } => _hasFaults ? Pick("1", "2", "$v") : Pick("1", "2"),
        NamedType { Name: "Float" } => Pick("1", "1.5"),
        NamedType { Name: "Boolean" } => Pick("true", "false"),
        _ => _hasFaults ? Pick("\"s\"", "\"t\"", "$w") : "\"s\"",
    };

    private string OneField(InputObjectType input)
    {
        var field = Pick(input.Fields);
        return $"{{ {field.Name}: {Value(field.Type.NonNull())} }}";
    }

    private bool Fault(int percent) => _hasFaults && Chance(percent);

#pragma warning disable CA5394
    private int Choose(int count) => _random.Next(count);
#pragma warning restore CA5394

    private bool Chance(int percent) => Choose(100) < percent;

    private T Pick<T>(params IReadOnlyList<T> items) => items[Choose(items.Count)];
}
