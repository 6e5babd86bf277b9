using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Comparison;

/// <summary>Finds the differences between two schemas and what they do to clients. Thread-safe.</summary>
public static class SchemaComparer
{
    /// <summary>Compares two schemas.</summary>
    /// <param name="old">The schema clients know.</param>
    /// <param name="new">The schema they will meet.</param>
    /// <returns>The changes: types first, in the order of the old schema, then directives, then root types.</returns>
    public static IReadOnlyList<SchemaChange> Compare(Schema old, Schema @new)
    {
        ArgumentNullException.ThrowIfNull(old);
        ArgumentNullException.ThrowIfNull(@new);
        var changes = new ChangeList();
        CompareTypes(changes, old, @new);
        DirectiveComparison.Run(changes, old, @new);
        CompareRoots(changes, old, @new);
        return changes.Items;
    }

    private static void CompareTypes(ChangeList changes, Schema old, Schema @new)
    {
        var (removed, added, kept) = ChangeList.Match(old.Types, @new.Types);
        foreach (var type in removed)
        {
            changes.Add(
                SchemaChangeKind.TypeRemoved,
                type.Coordinate,
                BuiltInScalars.Contains(type.Name) ? $"The built-in scalar {type} is no longer used by any part of the schema." : $"The type {type} was removed.");
        }

        foreach (var type in added)
            changes.Add(SchemaChangeKind.TypeAdded, type.Coordinate, $"The type {type} was added.");
        foreach (var (before, after) in kept)
        {
            changes.AddDescription(before, after);
            switch (before, after)
            {
                case (EnumType oldEnum, EnumType newEnum):
                    CompareEnums(changes, oldEnum, newEnum);
                    break;
                case (UnionType oldUnion, UnionType newUnion):
                    CompareUnions(changes, oldUnion, newUnion);
                    break;
                case (InputObjectType oldInput, InputObjectType newInput):
                    InputComparison.CompareInputObjects(changes, oldInput, newInput);
                    break;
                case (CompositeType oldType, CompositeType newType) when oldType.Kind == newType.Kind:
                    CompareFields(changes, oldType, newType);
                    CompareInterfaces(changes, oldType, newType);
                    break;
                case var _ when before.Kind != after.Kind:
                    changes.Add(SchemaChangeKind.TypeChangedKind, before.Coordinate, $"The type {before} was of the kind {before.Kind} and is now {after.Kind}.");
                    break;
            }
        }
    }

    private static void CompareEnums(ChangeList changes, EnumType old, EnumType @new)
    {
        var (removed, added, kept) = ChangeList.Match(old.Values, @new.Values);
        foreach (var value in added)
            changes.Add(SchemaChangeKind.ValueAddedToEnum, value.Coordinate, $"The enum value {value} was added.", old.Name);
        foreach (var value in removed)
            changes.Add(SchemaChangeKind.ValueRemovedFromEnum, value.Coordinate, $"The enum value {value} was removed.", old.Name);
        foreach (var (before, after) in kept)
        {
            changes.AddDescription(before, after);
            changes.AddDeprecation(before, after);
        }
    }

    private static void CompareUnions(ChangeList changes, UnionType old, UnionType @new)
    {
        var (removed, added, _) = ChangeList.Match(old.Members, @new.Members);
        foreach (var member in added)
            changes.Add(SchemaChangeKind.TypeAddedToUnion, old.Coordinate, $"The type {member} was added to the union {old}.");
        foreach (var member in removed)
            changes.Add(SchemaChangeKind.TypeRemovedFromUnion, old.Coordinate, $"The type {member} was removed from the union {old}.");
    }

    private static void CompareInterfaces(ChangeList changes, CompositeType old, CompositeType @new)
    {
        var (removed, added, _) = ChangeList.Match(old.Interfaces, @new.Interfaces);
        foreach (var implemented in added)
            changes.Add(SchemaChangeKind.ImplementedInterfaceAdded, old.Coordinate, $"The type {old} now implements {implemented}.");
        foreach (var implemented in removed)
            changes.Add(SchemaChangeKind.ImplementedInterfaceRemoved, old.Coordinate, $"The type {old} no longer implements {implemented}.");
    }

    private static void CompareFields(ChangeList changes, CompositeType old, CompositeType @new)
    {
        var (removed, added, kept) = ChangeList.Match(old.Fields, @new.Fields);
        foreach (var field in removed)
            changes.Add(SchemaChangeKind.FieldRemoved, field.Coordinate, $"The field {field} was removed.");
        foreach (var field in added)
            changes.Add(SchemaChangeKind.FieldAdded, field.Coordinate, $"The field {field} was added.", old.Name);
        foreach (var (before, after) in kept)
        {
            InputComparison.CompareArguments(changes, before, after);
            if (!IsSafeForOutput(before.Type, after.Type))
                changes.Add(SchemaChangeKind.FieldChangedKind, before.Coordinate, $"The field {before} was of type {before.Type} and is now {after.Type}.");
            else if (before.Type.ToString() != after.Type.ToString())
                changes.Add(SchemaChangeKind.FieldChangedKindSafe, before.Coordinate, $"The field {before} was of type {before.Type} and is now {after.Type}.");
            changes.AddDescription(before, after);
            changes.AddDeprecation(before, after);
        }
    }

    // A client that reads the old type can read the new one: it may promise more (no null), not less.
    private static bool IsSafeForOutput(GraphQLType old, GraphQLType @new) => (old, @new) switch
    {
        (NonNullType before, NonNullType after) => IsSafeForOutput(before.InnerType, after.InnerType),
        (NonNullType, _) => false,
        (_, NonNullType after) => IsSafeForOutput(old, after.InnerType),
        (ListType before, ListType after) => IsSafeForOutput(before.ItemType, after.ItemType),
        (NamedType before, NamedType after) => before.Name == after.Name,
        _ => false,
    };

    private static void CompareRoots(ChangeList changes, Schema old, Schema @new)
    {
        foreach (var operation in Enum.GetValues<OperationType>())
        {
            var (before, after) = (old.GetRootType(operation)?.Name, @new.GetRootType(operation)?.Name);
            var name = operation.ToString().ToLowerInvariant();
            if (before is null && after is not null)
                changes.Add(SchemaChangeKind.RootTypeAdded, "schema", $"The schema has {name} operations now, with the root type {after}.");
            else if (before is not null && before != after)
                changes.Add(SchemaChangeKind.RootTypeChanged, "schema", $"The root type of {name} operations was {before} and is now {after ?? "gone"}.", before);
        }
    }
}
