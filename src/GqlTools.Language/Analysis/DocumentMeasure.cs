using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Analysis;

/// <summary>Measures operations without running them. Fields are counted as written: what a server merges is counted each time.</summary>
public sealed class DocumentMeasure
{
    /// <summary>GitHub divides the requests by this number (docs.github.com, "Rate limits and query limits for the GraphQL API").</summary>
    private const int GitHubRequestsPerPoint = 100;

    private readonly Schema? _schema;
    private readonly MeasureOptions _options;
    private readonly Dictionary<string, FragmentDefinitionNode> _fragments = new(StringComparer.Ordinal);
    private readonly Dictionary<(FragmentDefinitionNode, bool), Sum> _ofFragments = [];
    private readonly Dictionary<string, ValueNode?> _variableDefaults = new(StringComparer.Ordinal);

    private DocumentMeasure(Schema? schema, DocumentNode document, OperationDefinitionNode operation, MeasureOptions options)
    {
        _schema = schema;
        _options = options;
        foreach (var fragment in document.Definitions.OfType<FragmentDefinitionNode>())
            _fragments[fragment.Name.Value] = fragment;
        foreach (var definition in operation.VariableDefinitions)
            _variableDefaults[definition.Variable.Name.Value] = definition.DefaultValue;
    }

    /// <summary>Measures all operations of a document.</summary>
    /// <param name="document">The document; it should be a valid one.</param>
    /// <param name="schema">The schema, which tells lists from objects and the defaults of page sizes; null to go by the document alone.</param>
    /// <param name="options">Assumptions; null for the defaults.</param>
    /// <returns>A measure for each operation, in order.</returns>
    public static IReadOnlyList<OperationMeasure> MeasureAll(DocumentNode document, Schema? schema = null, MeasureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(document);
        return document.Definitions.OfType<OperationDefinitionNode>().Select(operation => Measure(document, operation, schema, options)).ToArray();
    }

    /// <summary>Measures one operation.</summary>
    /// <param name="document">The document the operation belongs to.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="schema">The schema, or null to go by the document alone.</param>
    /// <param name="options">Assumptions; null for the defaults.</param>
    /// <returns>The measure.</returns>
    public static OperationMeasure Measure(
        DocumentNode document, OperationDefinitionNode operation, Schema? schema = null, MeasureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(operation);
        var measure = new DocumentMeasure(schema, document, operation, options ?? MeasureOptions.Default);
        var sum = measure.Add(operation.SelectionSet, schema?.GetRootType(operation.Operation), false);
        return new OperationMeasure
        {
            OperationName = operation.Name?.Value,
            Operation = operation.Operation,
            Depth = sum.Depth,
            Fields = Bounded(sum.Fields),
            Aliases = Bounded(sum.Aliases),
            Cost = Bounded(sum.Cost),
            Nodes = Bounded(sum.Nodes),
            GitHubNodes = Bounded(sum.ConnectionNodes),
            GitHubPoints = Math.Max(1, Bounded((sum.Requests + (GitHubRequestsPerPoint / 2)) / GitHubRequestsPerPoint)),
        };
    }

    private static long Bounded(BigInteger value) => value > long.MaxValue ? long.MaxValue : (long)value;

    private Sum Add(SelectionSetNode selectionSet, CompositeType? parent, bool isInPage)
    {
        var sum = default(Sum);
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            return sum;
        foreach (var selection in selectionSet.Selections)
        {
            if (IsLeftOut(selection))
                continue;
            sum = sum.Plus(selection switch
            {
                FieldNode field => AddField(field, parent, isInPage),
                InlineFragmentNode inline => Add(inline.SelectionSet, TypeOf(inline.TypeCondition) ?? parent, isInPage),
                FragmentSpreadNode spread => AddFragment(spread, isInPage),
                _ => default,
            });
        }

        return sum;
    }

    // A fragment that is being measured counts as nothing, so that a cycle ends.
    private Sum AddFragment(FragmentSpreadNode spread, bool isInPage)
    {
        if (!_fragments.TryGetValue(spread.Name.Value, out var fragment))
            return default;
        if (_ofFragments.TryGetValue((fragment, isInPage), out var known))
            return known;
        _ofFragments[(fragment, isInPage)] = default;
        return _ofFragments[(fragment, isInPage)] = Add(fragment.SelectionSet, TypeOf(fragment.TypeCondition), isInPage);
    }

    private Sum AddField(FieldNode field, CompositeType? parent, bool isInPage)
    {
        var definition = parent is null ? null : _schema?.FindField(parent, field.Name.Value);
        var pageSize = PageSizeOf(field, definition);
        var own = new Sum { Depth = 1, Fields = 1, Aliases = field.Alias is null ? 0 : 1, Cost = 1 };
        if (field.SelectionSet is null)
            return own;
        var inner = Add(field.SelectionSet, definition?.Type.Named as CompositeType, pageSize is not null);

        // The lists of a page (edges, nodes) hold the page's items, which the field around them has counted.
        BigInteger items = pageSize ?? (!isInPage && definition?.Type.Nullable is ListType ? _options.AssumedListSize : 1);
        return new Sum
        {
            Depth = 1 + inner.Depth,
            Fields = 1 + inner.Fields,
            Aliases = own.Aliases + inner.Aliases,
            Cost = 1 + (items * inner.Cost),
            Nodes = items * (1 + inner.Nodes),
            ConnectionNodes = (pageSize ?? 0) + ((pageSize ?? 1) * inner.ConnectionNodes),
            Requests = (pageSize is null ? 0 : 1) + ((pageSize ?? 1) * inner.Requests),
        };
    }

    private BigInteger? PageSizeOf(FieldNode field, FieldDefinition? definition)
    {
        var isPaged = false;
        foreach (var name in _options.PageSizeArguments)
        {
            var given = field.Arguments.FirstOrDefault(argument => argument.Name.Value == name)?.Value;
            var known = definition?.Arguments.Find(name);
            isPaged |= given is not null || known is not null;
            if (Number(given) is { } number)
                return number;
            if (given is null && known?.DefaultValue is { } value && Number(value) is { } usual)
                return usual;
        }

        return isPaged ? _options.AssumedPageSize : null;
    }

    private BigInteger? Number(ValueNode? value) => value switch
    {
        IntValueNode literal => BigInteger.Max(0, BigInteger.Parse(literal.Value, CultureInfo.InvariantCulture)),
        VariableNode variable when _options.Variables?.TryGetValue(variable.Name.Value, out var given) == true =>
            given is int or long ? Math.Max(0, Convert.ToInt64(given, CultureInfo.InvariantCulture)) : null,
        VariableNode variable when _variableDefaults.GetValueOrDefault(variable.Name.Value) is IntValueNode literal => Number(literal),
        _ => null,
    };

    private bool IsLeftOut(SelectionNode selection)
    {
        foreach (var directive in selection.Directives)
        {
            if (directive.Name.Value is not ("skip" or "include"))
                continue;
            var condition = directive.Arguments.FirstOrDefault(static argument => argument.Name.Value == "if")?.Value switch
            {
                BooleanValueNode literal => literal.Value,
                VariableNode variable when _options.Variables?.TryGetValue(variable.Name.Value, out var given) == true => given as bool?,
                _ => null,
            };
            if (condition == (directive.Name.Value == "skip"))
                return true;
        }

        return false;
    }

    private CompositeType? TypeOf(NamedTypeNode? condition) => condition is null ? null : _schema?.FindType(condition.Name.Value) as CompositeType;

    private readonly record struct Sum
    {
        public int Depth { get; init; }

        public BigInteger Fields { get; init; }

        public BigInteger Aliases { get; init; }

        public BigInteger Cost { get; init; }

        public BigInteger Nodes { get; init; }

        public BigInteger ConnectionNodes { get; init; }

        public BigInteger Requests { get; init; }

        public Sum Plus(Sum other) => new()
        {
            Depth = Math.Max(Depth, other.Depth),
            Fields = Fields + other.Fields,
            Aliases = Aliases + other.Aliases,
            Cost = Cost + other.Cost,
            Nodes = Nodes + other.Nodes,
            ConnectionNodes = ConnectionNodes + other.ConnectionNodes,
            Requests = Requests + other.Requests,
        };
    }
}
