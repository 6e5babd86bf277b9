using System.Collections.Immutable;
using System.Text;

namespace GqlTools.Language.Syntax;

/// <content>What is rendered to a string of its own before it is placed.</content>
internal sealed partial class NodePrinter
{
    private static string[] RenderAll<T>(ImmutableArray<T> nodes)
        where T : SyntaxNode
    {
        var rendered = new string[nodes.Length];
        for (var i = 0; i < rendered.Length; i++)
            rendered[i] = Render(nodes[i]);
        return rendered;
    }

    private static string Render(SyntaxNode node) => node switch
    {
        ArgumentNode argument => $"{argument.Name.Value}: {Render(argument.Value)}",
        ObjectFieldNode field => $"{field.Name.Value}: {Render(field.Value)}",
        DirectiveNode directive => directive.Arguments.IsEmpty
            ? $"@{directive.Name.Value}"
            : $"@{directive.Name.Value}({string.Join(", ", RenderAll(directive.Arguments))})",
        VariableNode variable => $"${variable.Name.Value}",
        IntValueNode integer => integer.Value,
        FloatValueNode number => number.Value,
        BooleanValueNode boolean => boolean.Value ? "true" : "false",
        NullValueNode => "null",
        EnumValueNode enumValue => enumValue.Value,
        StringValueNode text => RenderString(text),
        ListValueNode list => RenderList(RenderAll(list.Values)),
        ObjectValueNode fields => RenderObject(RenderAll(fields.Fields)),
        _ => new NodePrinter().Print(node),
    };

    private static string RenderString(StringValueNode node)
    {
        var text = new StringBuilder(node.Value.Length + 8);
        if (node.Block)
            BlockString.Write(text, node.Value, minimize: false);
        else
            QuotedString.Write(text, node.Value);
        return text.ToString();
    }

    private static string RenderList(string[] values) =>
        JoinedLength(values) + "[]".Length > MaximumLineLength ? $"[{Spread(values)}]" : $"[{string.Join(", ", values)}]";

    private static string RenderObject(string[] fields) =>
        JoinedLength(fields) + "{  }".Length > MaximumLineLength ? $"{{{Spread(fields)}}}" : $"{{ {string.Join(", ", fields)} }}";

    /// <summary>The items on lines of their own, indented, with line breaks around them.</summary>
    private static string Spread(string[] items) =>
        $"\n{Indentation}{string.Join('\n', items).Replace("\n", "\n" + Indentation, StringComparison.Ordinal)}\n";

    private static int JoinedLength(string[] items)
    {
        var length = Math.Max(0, items.Length - 1) * ", ".Length;
        foreach (var item in items)
            length += item.Length;
        return length;
    }
}
