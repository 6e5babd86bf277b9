using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Validation;

/// <summary>Finds every place where a literal does not fit its type; variables in it fit everywhere.</summary>
internal static class LiteralCheck
{
    /// <param name="literal">The literal.</param>
    /// <param name="type">The type it should have.</param>
    /// <param name="hidesSuggestions">Whether messages leave out "Did you mean".</param>
    /// <param name="report">Is told the node, the path into the literal (as text, for example <c>.a[0]</c>) and what is wrong.</param>
    public static void Run(ValueNode literal, GraphQLType type, bool hidesSuggestions, Action<SyntaxNode, string, string> report) =>
        Check(literal, type, new Sink(hidesSuggestions, report), null);

    private static void Check(ValueNode literal, GraphQLType type, Sink sink, Step? path)
    {
        if (literal is VariableNode)
            return;
        if (type is NonNullType nonNull)
        {
            if (literal is NullValueNode)
            {
                sink.Report(literal, path, $"Null is no value of type \"{type}\".");
                return;
            }

            type = nonNull.InnerType;
        }

        if (literal is NullValueNode)
            return;
        switch (type)
        {
            case ListType list when literal is ListValueNode node:
                for (var i = 0; i < node.Values.Length; i++)
                    Check(node.Values[i], list.ItemType, sink, new Step(path, $"[{i}]"));
                break;
            case ListType list:
                Check(literal, list.ItemType, sink, path);
                break;
            case InputObjectType input:
                CheckObject(literal, input, sink, path);
                break;
            case NamedType leaf when leaf.IsLeaf:
                if (!LiteralCoercion.TryCoerceLeaf(literal, leaf, null, out _, out var message))
                    sink.Report(literal, path, sink.HidesSuggestions ? WithoutSuggestion(message!) : message!);
                break;
        }
    }

    private static void CheckObject(ValueNode literal, InputObjectType type, Sink sink, Step? path)
    {
        if (literal is not ObjectValueNode node)
        {
            sink.Report(literal, path, $"\"{type}\" must be an object, but found {ValueText.Show(literal)}.");
            return;
        }

        foreach (var field in type.Fields)
        {
            var given = node.Fields.LastOrDefault(item => item.Name.Value == field.Name);
            if (given is not null)
                Check(given.Value, field.Type, sink, new Step(path, "." + field.Name));
            else if (field.IsRequired)
                sink.Report(literal, path, $"The field \"{field}\" of type \"{field.Type}\" is required; give it.");
        }

        ValueNode? only = null;
        var known = 0;
        foreach (var given in node.Fields)
        {
            var name = given.Name.Value;
            if (type.Fields.Contains(name))
            {
                known++;
                only = given.Value;
            }
            else
            {
                var suggestion = sink.HidesSuggestions ? string.Empty : Suggestions.Sentence(name, type.Fields.Select(static field => field.Name));
                sink.Report(given, path, $"The input object \"{type}\" has no field \"{name}\".{suggestion}");
            }
        }

        if (type.IsOneOf && (known != 1 || only is NullValueNode))
            sink.Report(literal, path, $"\"{type}\" is a OneOf input object: give exactly one of its fields, and not null.");
    }

    private static string WithoutSuggestion(string message)
    {
        var start = message.IndexOf(" Did you mean", StringComparison.Ordinal);
        return start < 0 ? message : message[..start];
    }

    private sealed record Step(Step? Previous, string Text)
    {
        public override string ToString() => Previous + Text;
    }

    private sealed record Sink(bool HidesSuggestions, Action<SyntaxNode, string, string> Target)
    {
        public void Report(SyntaxNode node, Step? path, string message) => Target(node, path?.ToString() ?? string.Empty, message);
    }
}
