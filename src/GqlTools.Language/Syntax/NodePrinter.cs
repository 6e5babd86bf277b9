using System.Collections.Immutable;
using System.Text;

namespace GqlTools.Language.Syntax;

// The printer.
//
// Definitions, selections and fields go straight into one builder, which puts the current indentation behind every line break. What may or may
// not fit on a line (values, arguments) is rendered to a string of its own first, from the inside out, so that the decision needs no second
// rendering: a value nested 200 levels deep is still rendered once.

/// <summary>Prints one node; made for one use.</summary>
internal sealed partial class NodePrinter
{
    private const int MaximumLineLength = 80;
    private const string Indentation = "  ";

    private readonly StringBuilder _text = new();
    private string _lineBreak = "\n";

    public string Print(SyntaxNode node)
    {
        Write(node);
        return _text.ToString();
    }

    private void Write(SyntaxNode node)
    {
        switch (node)
        {
            case DocumentNode document:
                WriteDocument(document);
                break;
            case NameNode name:
                _text.Append(name.Value);
                break;
            case OperationDefinitionNode operation:
                WriteOperation(operation, mayBeShort: true);
                break;
            case FragmentDefinitionNode fragment:
                WriteFragment(fragment);
                break;
            case VariableDefinitionNode variable:
                WriteVariableDefinition(variable);
                break;
            case SelectionSetNode selectionSet:
                WriteSelectionSet(selectionSet);
                break;
            case FieldNode field:
                WriteField(field);
                break;
            case FragmentSpreadNode spread:
                _text.Append("...").Append(spread.Name.Value);
                WriteDirectives(spread.Directives);
                break;
            case InlineFragmentNode fragment:
                WriteInlineFragment(fragment);
                break;
            case ArgumentNode or ObjectFieldNode or ValueNode or DirectiveNode:
                WriteLines(Render(node));
                break;
            case TypeNode type:
                WriteType(type);
                break;
            default:
                WriteTypeSystemNode(node);
                break;
        }
    }

    private void WriteDocument(DocumentNode document)
    {
        SyntaxNode? previous = null;
        foreach (var definition in document.Definitions)
        {
            if (previous is not null)
                _text.Append("\n\n");

            // Behind a type without fields, the braces of a short query would be read as the fields of that type.
            if (definition is OperationDefinitionNode operation)
                WriteOperation(operation, mayBeShort: previous is null or ExecutableDefinitionNode || !EndsWhereABlockMayFollow(previous));
            else
                Write(definition);
            previous = definition;
        }
    }

    private void WriteOperation(OperationDefinitionNode operation, bool mayBeShort)
    {
        WriteDescription(operation.Description);
        var isBare = operation.Name is null && operation.VariableDefinitions.IsEmpty && operation.Directives.IsEmpty && operation.Description is null;
        if (operation.Operation != OperationType.Query || !isBare || !mayBeShort)
        {
            _text.Append(Keyword(operation.Operation));
            if (operation.Name is not null)
                _text.Append(' ').Append(operation.Name.Value);
            else if (!operation.VariableDefinitions.IsEmpty)
                _text.Append(' ');
            WriteVariableDefinitions(operation.VariableDefinitions);
            WriteDirectives(operation.Directives);
            _text.Append(' ');
        }

        WriteSelectionSet(operation.SelectionSet);
    }

    private void WriteVariableDefinitions(ImmutableArray<VariableDefinitionNode> variables)
    {
        if (variables.IsEmpty)
            return;
        var rendered = RenderAll(variables);
        var isSpread = Array.Exists(rendered, static text => text.Contains('\n', StringComparison.Ordinal));
        WriteLines(isSpread ? $"(\n{string.Join('\n', rendered)}\n)" : $"({string.Join(", ", rendered)})");
    }

    private void WriteVariableDefinition(VariableDefinitionNode variable)
    {
        WriteDescription(variable.Description);
        _text.Append('$').Append(variable.Variable.Name.Value).Append(": ");
        WriteType(variable.Type);
        WriteDefaultValue(variable.DefaultValue);
        WriteDirectives(variable.Directives);
    }

    private void WriteFragment(FragmentDefinitionNode fragment)
    {
        WriteDescription(fragment.Description);
        _text.Append("fragment ").Append(fragment.Name.Value).Append(" on ").Append(fragment.TypeCondition.Name.Value);
        WriteDirectives(fragment.Directives);
        _text.Append(' ');
        WriteSelectionSet(fragment.SelectionSet);
    }

    private void WriteSelectionSet(SelectionSetNode selectionSet)
    {
        if (selectionSet.Selections.IsEmpty)
            _text.Append("{}");
        else
            WriteBlock(selectionSet.Selections);
    }

    private void WriteField(FieldNode field)
    {
        var start = _text.Length;
        if (field.Alias is not null)
            _text.Append(field.Alias.Value).Append(": ");
        _text.Append(field.Name.Value);
        if (!field.Arguments.IsEmpty)
        {
            var arguments = RenderAll(field.Arguments);
            var length = _text.Length - start + JoinedLength(arguments) + "()".Length;
            WriteLines(length > MaximumLineLength ? $"({Spread(arguments)})" : $"({string.Join(", ", arguments)})");
        }

        WriteDirectives(field.Directives);
        if (field.SelectionSet is not null)
        {
            _text.Append(' ');
            WriteSelectionSet(field.SelectionSet);
        }
    }

    private void WriteInlineFragment(InlineFragmentNode fragment)
    {
        _text.Append("...");
        if (fragment.TypeCondition is not null)
            _text.Append(" on ").Append(fragment.TypeCondition.Name.Value);
        WriteDirectives(fragment.Directives);
        _text.Append(' ');
        WriteSelectionSet(fragment.SelectionSet);
    }

    private void WriteDescription(StringValueNode? description)
    {
        if (description is null)
            return;
        WriteLines(Render(description));
        _text.Append(_lineBreak);
    }

    private void WriteDirectives(ImmutableArray<DirectiveNode> directives)
    {
        foreach (var directive in directives)
        {
            _text.Append(' ');
            WriteLines(Render(directive));
        }
    }

    private void WriteDefaultValue(ValueNode? value)
    {
        if (value is null)
            return;
        _text.Append(" = ");
        WriteLines(Render(value));
    }

    private void WriteType(TypeNode type)
    {
        switch (type)
        {
            case NamedTypeNode named:
                _text.Append(named.Name.Value);
                break;
            case ListTypeNode list:
                _text.Append('[');
                WriteType(list.Type);
                _text.Append(']');
                break;
            case NonNullTypeNode nonNull:
                WriteType(nonNull.Type);
                _text.Append('!');
                break;
        }
    }

    private void WriteBlock<T>(ImmutableArray<T> nodes)
        where T : SyntaxNode
    {
        var outer = _lineBreak;
        _text.Append('{');
        _lineBreak += Indentation;
        foreach (var node in nodes)
        {
            _text.Append(_lineBreak);
            Write(node);
        }

        _lineBreak = outer;
        _text.Append(outer).Append('}');
    }

    private void WriteJoined<T>(ImmutableArray<T> nodes, string separator)
        where T : SyntaxNode
    {
        for (var i = 0; i < nodes.Length; i++)
        {
            if (i > 0)
                _text.Append(separator);
            Write(nodes[i]);
        }
    }

    private void WriteLines(string text) =>
        _text.Append(_lineBreak.Length == 1 ? text : text.Replace("\n", _lineBreak, StringComparison.Ordinal));

    internal static string Keyword(OperationType operation) => operation switch
    {
        OperationType.Query => "query",
        OperationType.Mutation => "mutation",
        OperationType.Subscription => "subscription",
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "not an operation type"),
    };
}
