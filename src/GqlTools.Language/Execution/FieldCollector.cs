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
    private Dictionary<string, FragmentDefinitionNode>? _fragments;

    public FieldCollector(Schema schema, DocumentNode document, IReadOnlyDictionary<string, object?> variables)
    {
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
                    if (Applies(fragment.TypeCondition, group.Type))
                        Collect(group, fragment.SelectionSet);
                    break;
                case FragmentSpreadNode spread:
                    if (group.Visit(spread.Name.Value)
                        && Fragments.TryGetValue(spread.Name.Value, out var named)
                        && Applies(named.TypeCondition, group.Type))
                    {
                        Collect(group, named.SelectionSet);
                    }

                    break;
            }
        }
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

        public SelectionPlan ToPlan()
        {
            foreach (var field in _fields)
                field.Seal();
            return new SelectionPlan(Type, [.. _fields]);
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
