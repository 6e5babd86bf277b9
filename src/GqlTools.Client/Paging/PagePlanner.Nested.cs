using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Client.Paging;

/// <content>
/// Connections within the elements of the list that is walked. What the first page of such a list lacks is asked for by an operation of its own, which is
/// planned like any other: <c>node(id:)</c> and the selections of its owner, where the schema has the interface Node (Relay Global Object
/// Identification Specification); else the outer list once more, narrowed to the one element by the cursor of its neighbour.
/// </content>
public sealed partial class PagePlanner
{
    private static readonly TypeNode IdType = Parser.ParseType("ID!");

    private NestedPlan[] PlanNested(Connection outer, OperationEdit edit) =>
    [
        .. from list in outer.Lists
           from inner in _connections
           where inner != outer && list.Contains(inner.Field.Path) && ReferenceEquals(Enclosing(inner), outer)
           select PlanNested(outer, list, inner, edit),
    ];

    private Connection? Enclosing(Connection inner) => _connections
        .Where(other => other != inner && other.Lists.Any(list => list.Contains(inner.Field.Path)))
        .MaxBy(static other => other.Field.Path.Count);

    private NestedPlan PlanNested(Connection outer, SelectedField list, Connection inner, OperationEdit edit)
    {
        var backward = IsBackward(inner.Field);
        var plan = new NestedPlan
        {
            Path = [.. inner.Field.Path.Skip(list.Path.Count)],
            OuterList = list.Name,
            PathText = inner.Field.PathText,
            PageInfo = SelectPageInfo(inner, backward, edit),
            IsBackward = backward,
            Lists = [.. inner.Lists.Select(static found => found.Name)],
            Nested = PlanNested(inner, edit),
        };
        if (FindOwner(inner.Field) is { } owner)
        {
            return plan with
            {
                OwnerDepth = owner.Path.Count - list.Path.Count,
                IdName = SelectId(owner, inner.Field, edit),
                Rest = PlanRestById(inner, owner),
            };
        }

        return CanNarrow(outer, inner, list) ? plan with { Rest = PlanRestByNarrowing(outer, inner) } : plan;
    }

    // The nearest object on the way that node(id:) finds again, from the connection up to the innermost list: an object further out has many such connections.
    // What it is tells the selection on the way, as the elements of a list may be of several types.
    private SelectedField? FindOwner(SelectedField connection)
    {
        if (_schema?.Query?.Fields.Find("node") is not { } node || !node.Arguments.Contains("id")) return null;
        for (var next = connection; next.Parent is { Definition: { } definition } at; next = at)
        {
            if (next.Within.Count > 0 && next.Within.All(type => (type == node.Type.Named || type.Interfaces.Contains(node.Type.Named)) && type.Fields.Contains("id"))) return at;
            if (definition.Type.Nullable is ListType) return null;
        }

        return null;
    }

    // Where elements are of several types, each that has the connection gets the id: another's selection of it does not help.
    private static string SelectId(SelectedField owner, SelectedField connection, OperationEdit edit)
    {
        if (owner.Definition!.Type.Named is ObjectType) return edit.Select(owner, "id");
        var next = connection;
        while (next.Parent != owner) next = next.Parent!;
        return edit.SelectOn(owner, next.Within, "id");
    }

    private PagePlan PlanRestById(Connection inner, SelectedField owner)
    {
        var (operation, variable) = AskById(owner);
        return PlanRest(operation, ["node", .. inner.Field.Path.Skip(owner.Path.Count)], variable);
    }

    // How the one element of a plain list is asked for that a walk can follow; null where no list is on the way, or no way is known.
    private string? DescribeAskingById(Connection connection)
    {
        if (_owner is not null || !Between(_root, connection.Field).Any(static field => field.Definition?.Type.Nullable is ListType)) return null;
        if (FindOwner(connection.Field) is not { } owner) return null;
        var edit = new OperationEdit(_document, AskById(owner).Operation);
        edit.RemoveUnusedVariables();
        return Printer.Print(edit.Complete());
    }

    private (OperationDefinitionNode Operation, string Variable) AskById(SelectedField owner)
    {
        var edit = new OperationEdit(_document, _operation);
        var variable = edit.Declare("id", IdType);
        var within = new SelectionEdit(_document).Within(_operation.SelectionSet, owner.Path);
        var ofOwner = new InlineFragmentNode { TypeCondition = new NamedTypeNode(new NameNode(owner.Definition!.Type.Named.Name)), SelectionSet = within };
        var node = new FieldNode
        {
            Name = new NameNode("node"),
            Arguments = [new ArgumentNode(new NameNode("id"), new VariableNode(new NameNode(variable)))],
            SelectionSet = new SelectionSetNode([ofOwner]),
        };
        return (edit.Operation with { SelectionSet = new SelectionSetNode([node]) }, variable);
    }

    // One step of narrowing is possible: within a list that is itself fetched so, there is nothing left to narrow by.
    private bool CanNarrow(Connection outer, Connection inner, SelectedField list) =>
        _owner is null
        && _connections.Count(connection => connection != inner && connection.Field.Contains(inner.Field.Path)) == 1
        && !Between(list, inner.Field).Any(static field => field.Definition?.Type.Nullable is ListType)
        && (outer.Edges is not null || (outer.Field.Definition?.Type.Named as CompositeType)?.Fields.Contains("edges") == true);

    private static IEnumerable<SelectedField> Between(SelectedField list, SelectedField inner)
    {
        for (var at = inner.Parent; at is not null && at != list; at = at.Parent) yield return at;
    }

    private PagePlan PlanRestByNarrowing(Connection outer, Connection inner)
    {
        var (size, position) = IsBackward(outer.Field) ? ("last", "before") : ("first", "after");
        var edit = new OperationEdit(_document, _operation);
        edit.RemoveArguments(outer.Field.Path, size, position);
        var variable = edit.AddArgument(outer.Field.Path, position, CursorTypeOf(outer.Field, position));
        edit.At(outer.Field.Path, field => field with { Arguments = field.Arguments.Add(new ArgumentNode(new NameNode(size), new IntValueNode("1"))) });
        return PlanRest(edit.Operation, inner.Field.Path, variable);
    }

    private PagePlan PlanRest(OperationDefinitionNode operation, IReadOnlyList<string> path, string owner)
    {
        var options = new PagingOptions { ResultPath = null };
        var planner = new PagePlanner(_document, operation, _schema, options, _given, owner);
        var connection = planner._connections.First(found => found.Field.Path.SequenceEqual(path, StringComparer.Ordinal));
        return planner.PlanConnection(connection);
    }

    private static (string Edges, string Cursor) SelectEdgeCursor(Connection connection, OperationEdit edit) => connection.Edges is { } edges
        ? (edges.Name, edit.Select(edges, "cursor"))
        : (edit.Select(connection.Field, "edges", "cursor"), "cursor");
}
