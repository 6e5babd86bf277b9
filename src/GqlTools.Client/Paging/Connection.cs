using GqlTools.Language.TypeSystem;

namespace GqlTools.Client.Paging;

/// <summary>A field of an operation that is a connection (Relay Cursor Connections Specification, section 2).</summary>
internal sealed record Connection(SelectedField Field)
{
    public static readonly string[] Arguments = ["first", "after", "last", "before"];

    public SelectedField? Nodes => Lists.FirstOrDefault(static list => list.FieldName == "nodes");

    public SelectedField? Edges => Lists.FirstOrDefault(static list => list.FieldName == "edges");

    public SelectedField? PageInfo => Field.Find("pageInfo");

    public SelectedField? TotalCount => Field.Find("totalCount");

    /// <summary>What it hands out: its nodes, its edges, or both.</summary>
    public IEnumerable<SelectedField> Lists => Field.Children.Where(static child => child is { FieldName: "nodes" or "edges", Children.Count: > 0 });

    /// <summary>The selections that stand for a node: the nodes, or the node of each edge.</summary>
    public IEnumerable<SelectedField> Elements => Lists.Select(static list => list.FieldName == "edges" ? list.Find("node") : list).OfType<SelectedField>();

    /// <summary>
    /// The connections of an operation, in document order. By the schema, where it is known: a type with <c>pageInfo</c> and <c>edges</c> or <c>nodes</c>. Else by
    /// what is selected: <c>edges</c> or <c>nodes</c>, and with them <c>pageInfo</c> or an argument of connections.
    /// </summary>
    public static IReadOnlyList<Connection> FindAll(SelectedField root)
    {
        var found = root.All().Skip(1).Select(static field => new Connection(field)).Where(static connection => connection.Lists.Any()).ToArray();
        var sure = Array.FindAll(found, static connection => connection.IsSure);

        // Without a schema and without arguments, "nodes" may be anything. Within a connection it is left alone; elsewhere it may be what is meant.
        return Array.FindAll(found, connection => connection.IsSure
            || (connection.Field.Definition is null && !Array.Exists(sure, other => other.Field.Contains(connection.Field.Path) || connection.Field.Contains(other.Field.Path))));
    }

    private bool IsSure => Field.Definition is { } definition
        ? definition.Type.Nullable is CompositeType type && type.Fields.Contains("pageInfo") && definition.Arguments.Any(static argument => Arguments.Contains(argument.Name))
        : PageInfo is not null || Arguments.Any(name => Field.Argument(name) is not null);
}
