using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Authoring;

/// <summary>
/// What an answer to an operation may hold, by response name: what its selections say, fragments included. Names that differ by object type
/// are merged, as the specification lets them differ in nothing that matters here (section 5.3.2, SameResponseShape). Immutable once made.
/// </summary>
public sealed class ResponseShape
{
    /// <summary>
    /// Selections that are followed. Fragments that spread each other through fields multiply, or never end in an invalid document; an answer
    /// that large is read by nobody.
    /// </summary>
    private const int MaximumSelections = 100_000;

    private readonly Dictionary<string, ResponseShape> _fields = new(StringComparer.Ordinal);
    private readonly HashSet<string> _spread = new(StringComparer.Ordinal);

    private ResponseShape(string name, GraphQLType? type) => (Name, Type) = (name, type);

    /// <summary>The response name; empty for the data as a whole.</summary>
    public string Name { get; }

    /// <summary>The type of the value; null where it is not known.</summary>
    public GraphQLType? Type { get; }

    /// <summary>What stands within the value, or within each element where it is a list.</summary>
    public IReadOnlyDictionary<string, ResponseShape> Fields => _fields;

    /// <summary>The shape of an operation's data.</summary>
    /// <param name="document">The document, for its fragments. It need not be valid.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="schema">The schema; null to learn names without types.</param>
    public static ResponseShape Of(DocumentNode document, OperationDefinitionNode operation, Schema? schema = null)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(operation);
        var root = schema?.GetRootType(operation.Operation);
        var shape = new ResponseShape("", root);
        new Reading(document, schema).Add(shape, operation.SelectionSet, root, 0);
        return shape;
    }

    private sealed class Reading(DocumentNode document, Schema? schema)
    {
        private readonly Dictionary<string, FragmentDefinitionNode> _fragments = document.Definitions.OfType<FragmentDefinitionNode>()
            .GroupBy(static fragment => fragment.Name.Value, StringComparer.Ordinal)
            .ToDictionary(static found => found.Key, static found => found.First(), StringComparer.Ordinal);

        private int _selections;

        public void Add(ResponseShape shape, SelectionSetNode selections, CompositeType? parent, int depth)
        {
            if (depth > ParserOptions.DefaultMaxDepth) return;
            foreach (var selection in selections.Selections)
            {
                if (++_selections > MaximumSelections) return;
                switch (selection)
                {
                    case FieldNode field:
                        AddField(shape, field, parent, depth);
                        break;
                    case InlineFragmentNode fragment:
                        Add(shape, fragment.SelectionSet, Narrow(fragment.TypeCondition, parent), depth + 1);
                        break;
                    case FragmentSpreadNode spread when shape._spread.Add(spread.Name.Value) && _fragments.TryGetValue(spread.Name.Value, out var fragment):
                        Add(shape, fragment.SelectionSet, Narrow(fragment.TypeCondition, parent), depth + 1);
                        break;
                }
            }
        }

        private void AddField(ResponseShape shape, FieldNode field, CompositeType? parent, int depth)
        {
            var definition = parent is null ? null : schema?.FindField(parent, field.Name.Value);
            var name = field.Alias?.Value ?? field.Name.Value;
            if (!shape._fields.TryGetValue(name, out var child)) shape._fields.Add(name, child = new ResponseShape(name, definition?.Type));
            if (field.SelectionSet is { } inner) Add(child, inner, definition?.Type.Named as CompositeType, depth + 1);
        }

        private CompositeType? Narrow(NamedTypeNode? condition, CompositeType? parent) =>
            condition is null ? parent : schema?.FindType(condition.Name.Value) as CompositeType;
    }
}
