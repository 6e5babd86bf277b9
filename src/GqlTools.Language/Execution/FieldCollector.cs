using System.Collections.Immutable;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Execution;

/// <summary>Flattens selection sets into the fields of one object type (specification section 6.3.2, CollectFields).</summary>
internal sealed class FieldCollector
{
    // Up to this many fields a scan finds a response name faster than a hash table.
    private const int ScanLimit = 12;

    private readonly Schema _schema;
    private readonly IReadOnlyDictionary<string, object?> _variables;
    private readonly DocumentNode _document;
    private readonly bool _isIncremental;
    private Dictionary<string, FragmentDefinitionNode>? _fragments;

    /// <param name="schema">The schema.</param>
    /// <param name="document">The document.</param>
    /// <param name="variables">The coerced variables.</param>
    /// <param name="isIncremental">Whether <c>@defer</c> sets fragments apart; else it has no effect.</param>
    public FieldCollector(Schema schema, DocumentNode document, IReadOnlyDictionary<string, object?> variables, bool isIncremental)
    {
        _isIncremental = isIncremental;
        _schema = schema;
        _document = document;
        _variables = variables;
    }

    private Dictionary<string, FragmentDefinitionNode> Fragments => _fragments ??= FindFragments(_document);

    public SelectionPlan Collect(ObjectType type, SelectionSetNode selectionSet)
    {
        var group = new Group(type);
        Collect(group, selectionSet);
        return group.ToPlan();
    }

    public SelectionPlan CollectSubfields(ObjectType type, ImmutableArray<FieldNode> nodes)
    {
        var group = new Group(type);
        foreach (var node in nodes)
        {
            if (node.SelectionSet is not null)
                Collect(group, node.SelectionSet);
        }

        return group.ToPlan();
    }

    private void Collect(Group group, SelectionSetNode selectionSet)
    {
        foreach (var selection in selectionSet.Selections)
        {
            if (!selection.Directives.IsEmpty && !IsIncluded(selection))
                continue;
            switch (selection)
            {
                case FieldNode field:
                    // Validation refuses unknown fields; a document without validation gets a response without them.
                    if (_schema.FindField(group.Type, field.Name.Value) is { } definition)
                        group.Add(field, definition);
                    break;
                case InlineFragmentNode fragment:
                    if (Applies(fragment.TypeCondition, group.Type) && !TryDefer(group, fragment, fragment.SelectionSet))
                        Collect(group, fragment.SelectionSet);
                    break;
                case FragmentSpreadNode spread:
                    if (Fragments.TryGetValue(spread.Name.Value, out var named)
                        && Applies(named.TypeCondition, group.Type)
                        && !TryDefer(group, spread, named.SelectionSet)
                        && group.Visit(spread.Name.Value))
                    {
                        Collect(group, named.SelectionSet);
                    }

                    break;
            }
        }
    }

    private bool TryDefer(Group group, SelectionNode fragment, SelectionSetNode selectionSet)
    {
        if (!_isIncremental || FindDirective(fragment, BuiltInDirectives.Defer) is not { } arguments)
            return false;
        group.Defer(new DeferredSelection(arguments["label"] as string, group.Type, selectionSet));
        return true;
    }

    /// <summary>The coerced arguments of a directive of incremental delivery; null where it is absent or its condition is false.</summary>
    /// <exception cref="LocatedErrorException">An argument does not fit.</exception>
    public IReadOnlyDictionary<string, object?>? FindDirective(SelectionNode selection, DirectiveDefinition definition)
    {
        foreach (var directive in selection.Directives)
        {
            if (directive.Name.Value != definition.Name)
                continue;
            var arguments = new Dictionary<string, object?>(ArgumentCoercion.Coerce(definition.Arguments, directive.Arguments, directive, _variables), StringComparer.Ordinal);
            arguments.TryAdd("label", null);
            return (bool)arguments["if"]! ? arguments : null;
        }

        return null;
    }

    private bool IsIncluded(SelectionNode selection)
    {
        foreach (var directive in selection.Directives)
        {
            if (directive.Name.Value == "skip" && Condition(BuiltInDirectives.Skip, directive))
                return false;
            if (directive.Name.Value == "include" && !Condition(BuiltInDirectives.Include, directive))
                return false;
        }

        return true;
    }

    private bool Condition(DirectiveDefinition definition, DirectiveNode directive) =>
        (bool)ArgumentCoercion.Coerce(definition.Arguments, directive.Arguments, directive, _variables)["if"]!;

    private bool Applies(NamedTypeNode? condition, ObjectType type)
    {
        if (condition is null || condition.Name.Value == type.Name)
            return true;
        return _schema.FindType(condition.Name.Value) is { IsAbstract: true } abstractType && _schema.IsPossibleType(abstractType, type);
    }

    private static Dictionary<string, FragmentDefinitionNode> FindFragments(DocumentNode document)
    {
        var fragments = new Dictionary<string, FragmentDefinitionNode>(StringComparer.Ordinal);
        foreach (var definition in document.Definitions)
        {
            if (definition is FragmentDefinitionNode fragment)
                fragments.TryAdd(fragment.Name.Value, fragment);
        }

        return fragments;
    }

    private sealed class Group(ObjectType type)
    {
        private readonly List<CollectedField> _fields = [];
        private Dictionary<string, CollectedField>? _byName;
        private HashSet<string>? _visited;
        private List<DeferredSelection>? _deferred;

        public ObjectType Type { get; } = type;

        public bool Visit(string fragment) => (_visited ??= new HashSet<string>(StringComparer.Ordinal)).Add(fragment);

        public void Add(FieldNode node, FieldDefinition definition)
        {
            var name = (node.Alias ?? node.Name).Value;
            if (Find(name) is { } known)
            {
                known.Add(node);
                return;
            }

            var field = new CollectedField(name, node, definition);
            _fields.Add(field);
            if (_byName is not null)
                _byName.Add(name, field);
            else if (_fields.Count > ScanLimit)
                _byName = _fields.ToDictionary(static item => item.ResponseName, StringComparer.Ordinal);
        }

        public void Defer(DeferredSelection selection) => (_deferred ??= []).Add(selection);

        public SelectionPlan ToPlan()
        {
            foreach (var field in _fields)
                field.Seal();
            return new SelectionPlan(Type, [.. _fields], _deferred is null ? [] : [.. _deferred]);
        }

        private CollectedField? Find(string name)
        {
            if (_byName is not null)
                return _byName.GetValueOrDefault(name);
            foreach (var field in _fields)
            {
                if (field.ResponseName == name)
                    return field;
            }

            return null;
        }
    }
}
