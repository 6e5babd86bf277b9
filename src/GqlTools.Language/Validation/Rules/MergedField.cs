using System.Globalization;
using System.Text;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Validation.Rules;

/// <summary>A field as the check of overlapping fields sees it.</summary>
internal sealed class MergedField(CompositeType? parent, FieldNode node, FieldDefinition? definition)
{
    private string? _argumentsKey;

    public CompositeType? Parent { get; } = parent;

    public FieldNode Node { get; } = node;

    /// <summary>The field's type; null for unknown fields and meta-fields.</summary>
    public GraphQLType? Type { get; } = definition?.Type;

    public string ResponseName => (Node.Alias ?? Node.Name).Value;

    public DirectiveNode? Stream { get; } = FindStream(node);

    /// <summary>Equal for two fields exactly when they have the same arguments with the same values in whatever order.</summary>
    public string ArgumentsKey => _argumentsKey ??= KeyOf(Node.Arguments);

    public bool IsSimpleLeaf => Node.Arguments.IsEmpty && Node.SelectionSet is null && Stream is null;

    public static string KeyOf(IReadOnlyList<ArgumentNode> arguments)
    {
        if (arguments.Count == 0)
            return string.Empty;
        var text = new StringBuilder();
        foreach (var argument in arguments.OrderBy(static argument => argument.Name.Value, StringComparer.Ordinal))
        {
            text.Append(argument.Name.Value).Append(':');
            AppendKey(text, argument.Value);
            text.Append(',');
        }

        return text.ToString();
    }

    /// <summary>Whether two types give responses of different shapes; an equivalence among known types.</summary>
    public static bool Conflict(GraphQLType first, GraphQLType second)
    {
        while (!ReferenceEquals(first, second))
        {
            switch (first, second)
            {
                case (ListType left, ListType right):
                    (first, second) = (left.ItemType, right.ItemType);
                    continue;
                case (NonNullType left, NonNullType right):
                    (first, second) = (left.InnerType, right.InnerType);
                    continue;
                case (CompositeType, CompositeType):
                    return false;
                default:
                    return true;
            }
        }

        return false;
    }

    private static DirectiveNode? FindStream(FieldNode node)
    {
        foreach (var directive in node.Directives)
        {
            if (directive.Name.Value == "stream")
                return directive;
        }

        return null;
    }

    private static void AppendKey(StringBuilder text, ValueNode value)
    {
        switch (value)
        {
            case VariableNode node:
                text.Append('$').Append(node.Name.Value);
                break;
            case IntValueNode node:
                text.Append('i').Append(node.Value);
                break;
            case FloatValueNode node:
                text.Append('f').Append(node.Value);
                break;
            case BooleanValueNode node:
                text.Append(node.Value ? "t" : "n");
                break;
            case EnumValueNode node:
                text.Append('e').Append(node.Value);
                break;
            case StringValueNode node:
                text.Append(node.Block ? 'b' : 's').Append(node.Value.Length.ToString(CultureInfo.InvariantCulture)).Append('"').Append(node.Value);
                break;
            case ListValueNode node:
                text.Append('[');
                foreach (var item in node.Values)
                {
                    AppendKey(text, item);
                    text.Append(',');
                }

                text.Append(']');
                break;
            case ObjectValueNode node:
                text.Append('{');
                foreach (var field in node.Fields.OrderBy(static field => field.Name.Value, StringComparer.Ordinal))
                {
                    text.Append(field.Name.Value).Append(':');
                    AppendKey(text, field.Value);
                    text.Append(',');
                }

                text.Append('}');
                break;
            default:
                text.Append('0');
                break;
        }
    }
}
