using GqlTools.Client.Failures;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Client.Paging;

/// <summary>
/// What an operation selects under one response name: all selections that merge there (specification section 5.3.2), fragments included. The root is
/// the operation itself and has no name.
/// </summary>
internal sealed class SelectedField
{
    /// <summary>Selections that are followed: fragments that spread each other through fields multiply.</summary>
    private const int MaximumSelections = 100_000;

    private readonly List<SelectedField> _children = [];
    private readonly List<CompositeType> _within = [];

    private SelectedField(string name, SelectedField? parent, FieldNode? node, FieldDefinition? definition)
    {
        Name = name;
        Parent = parent;
        Node = node;
        Definition = definition;
        Path = parent is null ? [] : [.. parent.Path, name];
    }

    /// <summary>The response name.</summary>
    public string Name { get; }

    /// <summary>What it is selected within; null for the root.</summary>
    public SelectedField? Parent { get; }

    /// <summary>The response names on the way, its own included.</summary>
    public IReadOnlyList<string> Path { get; }

    /// <summary>The first selection of it; null for the root. All others have the same field and arguments.</summary>
    public FieldNode? Node { get; }

    /// <summary>The field by the schema; null where none is known.</summary>
    public FieldDefinition? Definition { get; }

    /// <summary>The types that it is selected on, by the schema: that of its parent, or those of the fragments it stands in. Empty where none is known.</summary>
    public IReadOnlyList<CompositeType> Within => _within;

    /// <summary>What is selected within it.</summary>
    public IReadOnlyList<SelectedField> Children => _children;

    public string FieldName => Node?.Name.Value ?? "";

    public string PathText => string.Join('.', Path);

    /// <exception cref="GqlException"><see cref="FailureKind.PagingInvalid"/>: the document's fragments multiply beyond reason.</exception>
    public static SelectedField Read(DocumentNode document, OperationDefinitionNode operation, Schema? schema)
    {
        var root = new SelectedField("", null, null, null);
        new Reading(document, schema).Add(root, operation.SelectionSet, schema?.GetRootType(operation.Operation));
        return root;
    }

    public ValueNode? Argument(string name) => Node!.Arguments.FirstOrDefault(argument => argument.Name.Value == name)?.Value;

    /// <summary>Whether the field has the argument, in the document or by the schema.</summary>
    public bool Takes(string argument) => Argument(argument) is not null || Definition?.Arguments.Contains(argument) == true;

    /// <summary>What is selected within it of a field, be it under an alias.</summary>
    public SelectedField? Find(string fieldName) => _children.Find(child => child.FieldName == fieldName);

    public SelectedField? FindByName(string responseName) => _children.Find(child => child.Name == responseName);

    /// <summary>This one and all below it, parents first.</summary>
    public IEnumerable<SelectedField> All() => _children.SelectMany(static child => child.All()).Prepend(this);

    public bool Contains(IReadOnlyList<string> path) => path.Count >= Path.Count && Path.SequenceEqual(path.Take(Path.Count), StringComparer.Ordinal);

    private sealed class Reading(DocumentNode document, Schema? schema)
    {
        private readonly FragmentTable _fragments = new(document);
        private int _selections;

        public void Add(SelectedField field, SelectionSetNode selections, CompositeType? parent)
        {
            foreach (var selection in selections.Selections)
            {
                if (++_selections > MaximumSelections)
                {
                    throw new GqlException(
                        FailureKind.PagingInvalid, $"The fragments of the document multiply to more than {MaximumSelections} selections. Spread fewer of them.");
                }

                switch (selection)
                {
                    case FieldNode node:
                        AddField(field, node, parent);
                        break;
                    case InlineFragmentNode fragment:
                        Add(field, fragment.SelectionSet, Narrow(fragment.TypeCondition, parent));
                        break;
                    case FragmentSpreadNode spread when _fragments.Enter(spread) is { } fragment:
                        Add(field, fragment.SelectionSet, Narrow(fragment.TypeCondition, parent));
                        _fragments.Leave(spread);
                        break;
                }
            }
        }

        private void AddField(SelectedField field, FieldNode node, CompositeType? parent)
        {
            var name = SelectionEdit.ResponseName(node);
            var child = field.FindByName(name);
            if (child is null)
            {
                var definition = parent is null ? null : schema!.FindField(parent, node.Name.Value);
                field._children.Add(child = new SelectedField(name, field, node, definition));
            }

            if (parent is not null && !child._within.Contains(parent)) child._within.Add(parent);
            if (node.SelectionSet is { } inner) Add(child, inner, child.Definition?.Type.Named as CompositeType);
        }

        private CompositeType? Narrow(NamedTypeNode? condition, CompositeType? parent) =>
            condition is null ? parent : schema?.FindType(condition.Name.Value) as CompositeType;
    }
}
