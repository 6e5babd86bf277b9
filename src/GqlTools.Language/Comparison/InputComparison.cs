using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Comparison;

/// <summary>Compares what clients give: arguments and input fields.</summary>
internal static class InputComparison
{
    public static void CompareInputObjects(ChangeList changes, InputObjectType old, InputObjectType @new)
    {
        var (removed, added, kept) = ChangeList.Match(old.Fields, @new.Fields);
        foreach (var field in added)
        {
            changes.Add(
                field.IsRequired ? SchemaChangeKind.RequiredInputFieldAdded : SchemaChangeKind.OptionalInputFieldAdded,
                field.Coordinate,
                $"The {(field.IsRequired ? "required" : "optional")} input field {field} was added.",
                old.Name);
        }

        foreach (var field in removed)
            changes.Add(SchemaChangeKind.FieldRemoved, field.Coordinate, $"The input field {field} was removed.");
        foreach (var (before, after) in kept)
        {
            Compare(changes, before, after, new Kinds(
                SchemaChangeKind.FieldChangedKind,
                SchemaChangeKind.FieldChangedKindSafe,
                SchemaChangeKind.InputFieldDefaultValueChange,
                SchemaChangeKind.InputFieldDefaultValueAdded));
        }

        if (!old.IsOneOf && @new.IsOneOf)
            changes.Add(SchemaChangeKind.OneOfAdded, old.Coordinate, $"The input object {old} takes exactly one of its fields now.");
        else if (old.IsOneOf && !@new.IsOneOf)
            changes.Add(SchemaChangeKind.OneOfRemoved, old.Coordinate, $"The input object {old} takes more than one of its fields now.");
    }

    public static void CompareArguments(ChangeList changes, FieldDefinition old, FieldDefinition @new)
    {
        var (removed, added, kept) = ChangeList.Match(old.Arguments, @new.Arguments);
        foreach (var argument in removed)
            changes.Add(SchemaChangeKind.ArgRemoved, argument.Coordinate, $"The argument {argument} was removed.");
        CompareKeptArguments(changes, kept);
        foreach (var argument in added)
        {
            changes.Add(
                argument.IsRequired ? SchemaChangeKind.RequiredArgAdded : SchemaChangeKind.OptionalArgAdded,
                argument.Coordinate,
                $"The {(argument.IsRequired ? "required" : "optional")} argument {argument} was added.",
                old.Coordinate);
        }
    }

    public static void CompareKeptArguments(ChangeList changes, List<(InputValueDefinition Old, InputValueDefinition New)> kept)
    {
        foreach (var (before, after) in kept)
        {
            Compare(changes, before, after, new Kinds(
                SchemaChangeKind.ArgChangedKind,
                SchemaChangeKind.ArgChangedKindSafe,
                SchemaChangeKind.ArgDefaultValueChange,
                SchemaChangeKind.ArgDefaultValueAdded));
        }
    }

    // One change of the value at most, as graphql-js: its type, its default, its type without harm where there is no default.
    private static void Compare(ChangeList changes, InputValueDefinition old, InputValueDefinition @new, Kinds kinds)
    {
        var (before, after) = (TextOf(old.DefaultValue), TextOf(@new.DefaultValue));
        if (!IsSafeForInput(old.Type, @new.Type))
            changes.Add(kinds.Type, old.Coordinate, $"{old} was of type {old.Type} and is now {@new.Type}.");
        else if (before is not null && before != after)
            changes.Add(kinds.Default, old.Coordinate, $"The default value of {old} was {before} and is now {after ?? "gone"}.");
        else if (before is null && after is not null)
            changes.Add(kinds.DefaultAdded, old.Coordinate, $"{old} has the default value {after} now.");
        else if (before is null && old.Type.ToString() != @new.Type.ToString())
            changes.Add(kinds.SafeType, old.Coordinate, $"{old} was of type {old.Type} and is now {@new.Type}.");
        changes.AddDescription(old, @new);
        changes.AddDeprecation(old, @new);
    }

    // What a client gives for the old type can be given for the new one: it may ask for less (null allowed), not more.
    private static bool IsSafeForInput(GraphQLType old, GraphQLType @new) => (old, @new) switch
    {
        (NonNullType before, NonNullType after) => IsSafeForInput(before.InnerType, after.InnerType),
        (NonNullType before, _) => IsSafeForInput(before.InnerType, @new),
        (ListType before, ListType after) => IsSafeForInput(before.ItemType, after.ItemType),
        (NamedType before, NamedType after) => before.Name == after.Name,
        _ => false,
    };

    private static string? TextOf(ValueNode? value) => value is null ? null : Printer.Print(Sorted(value));

    private static ValueNode Sorted(ValueNode value) => value switch
    {
        ListValueNode list => list with { Values = [.. list.Values.Select(Sorted)] },
        ObjectValueNode node => node with
        {
            Fields = [.. node.Fields.OrderBy(static field => field.Name.Value, StringComparer.Ordinal).Select(static field => field with { Value = Sorted(field.Value) })],
        },
        _ => value,
    };

    private sealed record Kinds(SchemaChangeKind Type, SchemaChangeKind SafeType, SchemaChangeKind Default, SchemaChangeKind DefaultAdded);
}
