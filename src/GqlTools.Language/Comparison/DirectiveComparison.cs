using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Comparison;

/// <summary>Compares the directives of two schemas.</summary>
internal static class DirectiveComparison
{
    public static void Run(ChangeList changes, Schema old, Schema @new)
    {
        var (removed, added, kept) = ChangeList.Match(old.Directives, @new.Directives);
        foreach (var directive in removed)
            changes.Add(SchemaChangeKind.DirectiveRemoved, directive.Coordinate, $"The directive {directive} was removed.");
        foreach (var directive in added)
            changes.Add(SchemaChangeKind.DirectiveAdded, directive.Coordinate, $"The directive {directive} was added.");
        foreach (var (before, after) in kept)
            Compare(changes, before, after);
    }

    private static void Compare(ChangeList changes, DirectiveDefinition old, DirectiveDefinition @new)
    {
        var (removed, added, kept) = ChangeList.Match(old.Arguments, @new.Arguments);
        foreach (var argument in added)
        {
            changes.Add(
                argument.IsRequired ? SchemaChangeKind.RequiredDirectiveArgAdded : SchemaChangeKind.OptionalDirectiveArgAdded,
                argument.Coordinate,
                $"The {(argument.IsRequired ? "required" : "optional")} argument {argument} was added.",
                old.Coordinate);
        }

        foreach (var argument in removed)
            changes.Add(SchemaChangeKind.DirectiveArgRemoved, argument.Coordinate, $"The argument {argument} was removed.");
        InputComparison.CompareKeptArguments(changes, kept);
        if (old.IsRepeatable && !@new.IsRepeatable)
            changes.Add(SchemaChangeKind.DirectiveRepeatableRemoved, old.Coordinate, $"The directive {old} is no longer repeatable.");
        else if (!old.IsRepeatable && @new.IsRepeatable)
            changes.Add(SchemaChangeKind.DirectiveRepeatableAdded, old.Coordinate, $"The directive {old} is repeatable now.");
        changes.AddDescription(old, @new);
        foreach (var location in old.Locations.Except(@new.Locations))
            changes.Add(SchemaChangeKind.DirectiveLocationRemoved, old.Coordinate, $"The directive {old} can no longer stand on {location.ToName()}.");
        foreach (var location in @new.Locations.Except(old.Locations))
            changes.Add(SchemaChangeKind.DirectiveLocationAdded, old.Coordinate, $"The directive {old} can now stand on {location.ToName()}.");
    }
}
