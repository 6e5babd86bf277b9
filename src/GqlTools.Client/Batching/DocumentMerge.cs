using System.Collections.Immutable;
using GqlTools.Language.Syntax;

namespace GqlTools.Client.Batching;

/// <summary>
/// Writes one operation several times into one document, so that each copy answers as the operation alone would.
/// <para>
/// Root fields get the input's alias, variables the input's name. A fragment that stands on the root is copied per input, as its fields are root fields
/// there; one below is copied only where it, or one that it spreads, uses a variable. All others stand once. Nodes keep their places in the original
/// document, which is how places in the merged one are found again.
/// </para>
/// </summary>
internal sealed class DocumentMerge
{
    private readonly OperationDefinitionNode _operation;
    private readonly Dictionary<string, FragmentDefinitionNode> _fragments;
    private readonly Dictionary<string, bool> _varies = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DefinitionNode> _written = new(StringComparer.Ordinal);
    private readonly Queue<Action> _unwritten = new();

    private DocumentMerge(DocumentNode document, OperationDefinitionNode operation)
    {
        _operation = operation;
        _fragments = document.Definitions.OfType<FragmentDefinitionNode>().GroupBy(static fragment => fragment.Name.Value, StringComparer.Ordinal)
            .ToDictionary(static found => found.Key, static found => found.First(), StringComparer.Ordinal);
    }

    /// <summary>Why the operation cannot be merged; null where it can.</summary>
    public static string? ObstacleTo(DocumentNode document, OperationDefinitionNode operation)
    {
        if (operation.Directives.Any(UsesVariable)) return "a directive on the operation uses a variable, and would have to be there once for each input";
        var streams = !Visitor.Walk(document, static node => node is DirectiveNode { Name.Value: "defer" or "stream" } ? VisitStep.Stop : VisitStep.Continue);
        return streams ? "it has @defer or @stream" : null;
    }

    /// <summary>The document with the operation for so many inputs.</summary>
    public static DocumentNode Merge(DocumentNode document, OperationDefinitionNode operation, int count) => new DocumentMerge(document, operation).Merge(count);

    private DocumentNode Merge(int count)
    {
        var variables = ImmutableArray.CreateBuilder<VariableDefinitionNode>();
        var selections = ImmutableArray.CreateBuilder<SelectionNode>();
        for (var input = 0; input < count; input++)
        {
            foreach (var definition in _operation.VariableDefinitions)
                variables.Add(definition with { Description = null, Variable = Rename(definition.Variable, input) });
            selections.AddRange(Root(_operation.SelectionSet, input).Selections);
        }

        while (_unwritten.TryDequeue(out var write)) write();
        var merged = _operation with
        {
            Description = null,
            VariableDefinitions = variables.ToImmutable(),
            SelectionSet = _operation.SelectionSet with { Selections = selections.ToImmutable() },
        };
        return new DocumentNode([merged, .. _written.Values]);
    }

    private SelectionSetNode Root(SelectionSetNode set, int input) => set with
    {
        Selections = [.. set.Selections.Select(selection => (SelectionNode)(selection switch
        {
            FieldNode field => Below(field, input) with { Alias = new NameNode(InputName.Of(input, (field.Alias ?? field.Name).Value)) },
            InlineFragmentNode inline => inline with { Directives = Rename(inline.Directives, input), SelectionSet = Root(inline.SelectionSet, input) },
            FragmentSpreadNode spread => Spread(spread, InputName.OfRoot(input, spread.Name.Value), input, Root),
            _ => selection,
        }))],
    };

    private SelectionSetNode Below(SelectionSetNode set, int input) => set with
    {
        Selections = [.. set.Selections.Select(selection => (SelectionNode)(selection switch
        {
            FieldNode field => Below(field, input),
            InlineFragmentNode inline => inline with { Directives = Rename(inline.Directives, input), SelectionSet = Below(inline.SelectionSet, input) },
            FragmentSpreadNode spread => Spread(spread, Varies(spread.Name.Value) ? InputName.Of(input, spread.Name.Value) : spread.Name.Value, input, Below),
            _ => selection,
        }))],
    };

    private FieldNode Below(FieldNode field, int input) => field with
    {
        Arguments = Rename(field.Arguments, input),
        Directives = Rename(field.Directives, input),
        SelectionSet = field.SelectionSet is null ? null : Below(field.SelectionSet, input),
    };

    // What spreads a fragment that is not there stays as it is: the server says so, and says it of each input alone.
    private FragmentSpreadNode Spread(FragmentSpreadNode spread, string name, int input, Func<SelectionSetNode, int, SelectionSetNode> content)
    {
        var renamed = spread with { Name = spread.Name with { Value = name }, Directives = Rename(spread.Directives, input) };
        if (!_fragments.TryGetValue(spread.Name.Value, out var fragment)) return renamed;
        if (!_written.TryAdd(name, fragment)) return renamed;
        _unwritten.Enqueue(() => _written[name] = fragment with
        {
            Description = null,
            Name = fragment.Name with { Value = name },
            Directives = Rename(fragment.Directives, input),
            SelectionSet = content(fragment.SelectionSet, input),
        });
        return renamed;
    }

    // A fragment named like ours must not meet one of ours, so it is copied, too.
    private bool Varies(string fragment)
    {
        if (_varies.TryGetValue(fragment, out var known)) return known;
        _varies[fragment] = false;
        if (!_fragments.TryGetValue(fragment, out var definition)) return false;
        var reached = Reach(definition);
        return _varies[fragment] = reached.Any(static found => InputName.IsLike(found.Name.Value) || UsesVariable(found));
    }

    private List<FragmentDefinitionNode> Reach(FragmentDefinitionNode start)
    {
        List<FragmentDefinitionNode> reached = [start];
        for (var index = 0; index < reached.Count; index++)
        {
            Visitor.Walk(reached[index], node =>
            {
                if (node is FragmentSpreadNode spread && _fragments.TryGetValue(spread.Name.Value, out var next) && !reached.Contains(next)) reached.Add(next);
                return VisitStep.Continue;
            });
        }

        return reached;
    }

    private static bool UsesVariable(SyntaxNode node) => !Visitor.Walk(node, static child => child is VariableNode ? VisitStep.Stop : VisitStep.Continue);

    private static ImmutableArray<ArgumentNode> Rename(ImmutableArray<ArgumentNode> arguments, int input) =>
        arguments.IsEmpty ? arguments : [.. arguments.Select(argument => argument with { Value = Rename(argument.Value, input) })];

    private static ImmutableArray<DirectiveNode> Rename(ImmutableArray<DirectiveNode> directives, int input) =>
        directives.IsEmpty ? directives : [.. directives.Select(directive => directive with { Arguments = Rename(directive.Arguments, input) })];

    private static ValueNode Rename(ValueNode value, int input) => value switch
    {
        VariableNode variable => Rename(variable, input),
        ListValueNode list => list with { Values = [.. list.Values.Select(item => Rename(item, input))] },
        ObjectValueNode fields => fields with { Fields = [.. fields.Fields.Select(field => field with { Value = Rename(field.Value, input) })] },
        _ => value,
    };

    private static VariableNode Rename(VariableNode variable, int input) =>
        variable with { Name = variable.Name with { Value = InputName.Of(input, variable.Name.Value) } };
}
