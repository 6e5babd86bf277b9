using GqlTools.Client.Failures;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Client.Paging;

/// <summary>
/// Makes a <see cref="PagePlan"/> of an operation: finds what is given out in pages, and rewrites the operation so that every page can be asked for. Pure.
/// <para>
/// The rewritten operation stands alone: other operations and fragments it does not use are gone, and, unless whole pages are wanted, so is everything
/// that does not lead to the list, which would be computed anew for every page. Arguments that say which page it is become variables of their own, whose
/// names no other variable has; variables that nothing uses any more are not declared. So the document stays valid wherever the caller's was.
/// </para>
/// </summary>
public sealed partial class PagePlanner
{
    private static readonly TypeNode NumberType = Parser.ParseType("Int!");
    private static readonly TypeNode CursorType = Parser.ParseType("String");

    private readonly DocumentNode _document;
    private readonly OperationDefinitionNode _operation;
    private readonly Schema? _schema;
    private readonly PagingOptions _options;
    private readonly GivenVariables _given;
    private readonly SelectedField _root;
    private readonly IReadOnlyList<Connection> _connections;
    private readonly string? _owner;

    private PagePlanner(
        DocumentNode document, OperationDefinitionNode operation, Schema? schema, PagingOptions options, GivenVariables given, string? owner = null)
    {
        _document = document;
        _operation = operation;
        _schema = schema;
        _options = options;
        _given = given;
        _owner = owner;
        _root = SelectedField.Read(document, operation, schema);
        _connections = Connection.FindAll(_root);
    }

    /// <summary>Makes a plan.</summary>
    /// <param name="document">The caller's document.</param>
    /// <param name="operationName">Which operation of it; null where it has one.</param>
    /// <param name="schema">The server's schema; null where it is not known.</param>
    /// <param name="variables">The caller's variables as one JSON object in UTF-8; empty for none.</param>
    /// <param name="options">How to walk.</param>
    /// <exception cref="GqlException"><see cref="FailureKind.PagingInvalid"/>: there is no such list, or there are several.</exception>
    public static PagePlan Plan(
        DocumentNode document, string? operationName, Schema? schema, ReadOnlyMemory<byte> variables, PagingOptions options)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(options);
        var operation = document.Definitions.OfType<OperationDefinitionNode>().First(found => operationName is null || found.Name?.Value == operationName);
        var given = new GivenVariables(operation, variables);
        if (operation.Operation != OperationType.Query) throw Invalid("Only a query can be walked page by page, and the operation is a mutation or subscription.", operation);
        var planner = new PagePlanner(document, operation, schema, options, given);
        return options.PageBy == PageBy.Cursor
            ? planner.PlanConnection(planner.ChooseConnection())
            : planner.PlanNumbered();
    }

    internal static GqlException Invalid(string message, OperationDefinitionNode operation) =>
        new(FailureKind.PagingInvalid, message) { OperationName = operation.Name?.Value };

    private Connection ChooseConnection()
    {
        var outer = _connections.Where(connection => !_connections.Any(other => other != connection && other.Field.Contains(connection.Field.Path))).ToArray();
        if (outer.Length == 0)
        {
            throw Invalid(
                "The operation selects no connection: no field with 'nodes' or 'edges', and with 'pageInfo' or one of the arguments first, after, last, before. Select one, or name another way of paging (PageBy Offset or Page).",
                _operation);
        }

        return ChooseOne(outer, static connection => connection.Field, "connections");
    }

    private T ChooseOne<T>(IReadOnlyList<T> candidates, Func<T, SelectedField> fieldOf, string what)
    {
        var way = _options.ResultPath?.Split('.');
        var chosen = candidates.Where(candidate => way is null || fieldOf(candidate).Contains(way) || way.SequenceEqual(fieldOf(candidate).Path.Take(way.Length))).ToArray();
        if (chosen.Length == 1) return chosen[0];
        var all = string.Join(", ", candidates.Select(candidate => fieldOf(candidate).PathText));
        throw Invalid(
            way is null || chosen.Length > 1
                ? $"The operation has several {what} and a walk follows one: {all}. Name it with ResultPath."
                : $"The result path '{_options.ResultPath}' leads to none of the operation's {what}: {all}.",
            _operation);
    }

    private PagePlan PlanConnection(Connection connection)
    {
        var field = connection.Field;
        var elementPath = ElementPathOf(connection);
        var backward = IsBackward(field);
        var (sizeName, positionName) = backward ? ("last", "before") : ("first", "after");
        var start = _given.TextOf(field.Argument(positionName));

        var edit = new OperationEdit(_document, _operation);
        if (!_options.WholePages) edit.Only(field.Path);
        var nested = PlanNested(connection, edit);
        (string Edges, string Cursor)? edgeCursor = nested.Any(static plan => plan is { Rest: not null, IdName: null }) ? SelectEdgeCursor(connection, edit) : null;
        var pageInfo = SelectPageInfo(connection, backward, edit);
        var size = SizeOf(field, sizeName);
        var cursorType = CursorTypeOf(field, positionName);
        edit.RemoveArguments(field.Path, sizeName, positionName);
        edit.RemoveUnusedVariables();
        var sizeVariable = size is null ? null : edit.AddArgument(field.Path, sizeName, NumberType);
        var positionVariable = edit.AddArgument(field.Path, positionName, cursorType);
        return new PagePlan
        {
            Sent = new SentDocument(edit.Complete()),
            OperationName = _operation.Name?.Value,
            PageBy = PageBy.Cursor,
            IsBackward = backward,
            Path = field.Path,
            ElementPath = elementPath,
            ItemPath = [.. field.Path, .. elementPath],
            PageSize = size,
            Start = start,
            PositionArgument = positionName,
            Nested = nested,
            QueryById = DescribeAskingById(connection),
            EdgeCursor = edgeCursor,
            PageInfo = pageInfo,
            TotalCount = connection.TotalCount?.Name,
            Lists = [.. connection.Lists.Select(static list => list.Name)],
            Variables = new PageVariables(_given, edit.Operation, positionVariable, sizeVariable, _owner),
        };
    }

    // A document that serves both ways has all four arguments, and the variables say which are meant.
    private bool IsBackward(SelectedField field)
    {
        var (first, after) = (field.Argument("first"), field.Argument("after"));
        var (last, before) = (field.Argument("last"), field.Argument("before"));
        if (_given.TextOf(first) is { } fromStart && _given.TextOf(last) is { } fromEnd)
            throw Invalid($"'{field.PathText}' asks for first: {fromStart} and last: {fromEnd}. A page is counted from one end; leave one of them out.", _operation);
        if ((_given.TextOf(first) ?? _given.TextOf(after)) is not null) return false;
        if ((_given.TextOf(last) ?? _given.TextOf(before)) is not null) return true;
        return (first ?? after) is null && (last ?? before) is not null;
    }

    private IReadOnlyList<string> ElementPathOf(Connection connection)
    {
        var rest = (_options.ResultPath?.Split('.') ?? []).Skip(connection.Field.Path.Count).ToArray();
        if (rest.Length == 0)
        {
            return connection switch
            {
                { Nodes: { } nodes } => [nodes.Name],
                { Edges: { } edges } when edges.Find("node") is { } node => [edges.Name, node.Name],
                _ => [connection.Edges!.Name],
            };
        }

        if (connection.Lists.Any(list => list.Name == rest[0]))
        {
            CheckNames(connection.Field, rest);
            return rest;
        }

        throw Invalid(
            $"The result path '{_options.ResultPath}' leads to no list: '{rest[0]}' of '{connection.Field.PathText}' is none. Its lists are: {string.Join(", ", connection.Lists.Select(static list => list.Name))}.",
            _operation);
    }

    private static PageInfoNames SelectPageInfo(Connection connection, bool backward, OperationEdit edit)
    {
        var (more, cursor) = backward ? ("hasPreviousPage", "startCursor") : ("hasNextPage", "endCursor");
        if (connection.PageInfo is { } there)
            return new PageInfoNames(there.Name, edit.Select(there, more), edit.Select(there, cursor));
        return new PageInfoNames(edit.Select(connection.Field, "pageInfo", more, cursor), more, cursor);
    }

    private int? SizeOf(SelectedField field, string argument)
    {
        if (field.Definition is { } definition && !definition.Arguments.Contains(argument)) return null;
        return _options.PageSize
            ?? _given.NumberOf(field.Argument(argument))
            ?? _given.NumberOf(field.Definition?.Arguments.Find(argument)?.DefaultValue)
            ?? PagingOptions.DefaultPageSize;
    }

    private TypeNode CursorTypeOf(SelectedField field, string argument)
    {
        if (_given.TypeOf(field.Argument(argument)) is { } declared) return declared is NonNullTypeNode nonNull ? nonNull.Type : declared;
        return field.Definition?.Arguments.Find(argument)?.Type.Nullable is { } type ? Parser.ParseType(type.ToString()) : CursorType;
    }
}
