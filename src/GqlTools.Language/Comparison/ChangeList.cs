using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Comparison;

/// <summary>The changes found so far.</summary>
internal sealed class ChangeList
{
    private readonly List<SchemaChange> _items = [];

    public IReadOnlyList<SchemaChange> Items => _items;

    public static (List<T> Removed, List<T> Added, List<(T Old, T New)> Kept) Match<T>(IReadOnlyList<T> old, IReadOnlyList<T> @new)
        where T : ISchemaElement
    {
        var before = Index(old);
        var after = Index(@new);
        var removed = new List<T>();
        var kept = new List<(T, T)>();
        foreach (var item in old)
        {
            if (after.TryGetValue(item.Name, out var match))
                kept.Add((item, match));
            else
                removed.Add(item);
        }

        return (removed, @new.Where(item => !before.ContainsKey(item.Name)).ToList(), kept);
    }

    public void Add(SchemaChangeKind kind, string coordinate, string message, string? affected = null) =>
        _items.Add(new SchemaChange(SeverityOf(kind), kind, coordinate, message) { AffectedCoordinate = affected ?? coordinate });

    public void AddDescription(ISchemaElement old, ISchemaElement @new)
    {
        if (old.Description != @new.Description)
            Add(SchemaChangeKind.DescriptionChanged, old.Coordinate, $"The description of {old.Coordinate} was changed.");
    }

    public void AddDeprecation(ISchemaElement old, ISchemaElement @new)
    {
        if (old.DeprecationReason == @new.DeprecationReason)
            return;
        if (@new.DeprecationReason is { } reason)
            Add(SchemaChangeKind.DeprecationAdded, old.Coordinate, $"{old.Coordinate} is deprecated now: {reason}");
        else
            Add(SchemaChangeKind.DeprecationRemoved, old.Coordinate, $"{old.Coordinate} is no longer deprecated.");
    }

    private static Dictionary<string, T> Index<T>(IReadOnlyList<T> items)
        where T : ISchemaElement
    {
        var index = new Dictionary<string, T>(items.Count, StringComparer.Ordinal);
        foreach (var item in items)
            index[item.Name] = item;
        return index;
    }

    private static SchemaChangeSeverity SeverityOf(SchemaChangeKind kind) => kind switch
    {
        <= SchemaChangeKind.DirectiveLocationRemoved or SchemaChangeKind.RootTypeChanged or SchemaChangeKind.OneOfAdded => SchemaChangeSeverity.Breaking,
        <= SchemaChangeKind.InputFieldDefaultValueChange => SchemaChangeSeverity.Dangerous,
        _ => SchemaChangeSeverity.Safe,
    };
}
