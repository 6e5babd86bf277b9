using System.Collections.Immutable;

namespace GqlTools.Language.Syntax;

/// <summary>
/// Walks a syntax tree depth first in document order: descriptions before names, names before arguments, then types, directives and what
/// stands between braces. Recurses as deep as the tree nests. Thread-safe as far as its delegates are.
/// </summary>
public sealed class Visitor
{
    private readonly Func<SyntaxNode, VisitStep> _enter;
    private readonly Action<SyntaxNode>? _leave;
    private bool _isStopped;

    private Visitor(Func<SyntaxNode, VisitStep> enter, Action<SyntaxNode>? leave)
    {
        _enter = enter;
        _leave = leave;
    }

    /// <summary>Walks a tree.</summary>
    /// <param name="root">Where to begin; it is entered first.</param>
    /// <param name="enter">Called before the children of a node; says how to go on.</param>
    /// <param name="leave">Called after the children of a node that was entered and not skipped.</param>
    /// <returns>False when <paramref name="enter"/> stopped the walk.</returns>
    public static bool Walk(SyntaxNode root, Func<SyntaxNode, VisitStep> enter, Action<SyntaxNode>? leave = null)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(enter);
        var visitor = new Visitor(enter, leave);
        visitor.Visit(root);
        return !visitor._isStopped;
    }

    private void Visit(SyntaxNode? node)
    {
        if (node is null || _isStopped)
            return;
        switch (_enter(node))
        {
            case VisitStep.Skip:
                return;
            case VisitStep.Stop:
                _isStopped = true;
                return;
        }

        VisitChildren(node);
        if (!_isStopped)
            _leave?.Invoke(node);
    }

    private void Visit<T>(ImmutableArray<T> nodes)
        where T : SyntaxNode
    {
        foreach (var node in nodes)
        {
            if (_isStopped)
                return;
            Visit(node);
        }
    }

    private void VisitChildren(SyntaxNode node)
    {
        switch (node)
        {
            case FieldNode field:
                Visit(field.Alias);
                Visit(field.Name);
                Visit(field.Arguments);
                Visit(field.Directives);
                Visit(field.SelectionSet);
                break;
            case SelectionSetNode selectionSet:
                Visit(selectionSet.Selections);
                break;
            case ArgumentNode argument:
                Visit(argument.Name);
                Visit(argument.Value);
                break;
            case VariableNode variable:
                Visit(variable.Name);
                break;
            case ListValueNode list:
                Visit(list.Values);
                break;
            case ObjectValueNode value:
                Visit(value.Fields);
                break;
            case ObjectFieldNode field:
                Visit(field.Name);
                Visit(field.Value);
                break;
            case DirectiveNode directive:
                Visit(directive.Name);
                Visit(directive.Arguments);
                break;
            case FragmentSpreadNode spread:
                Visit(spread.Name);
                Visit(spread.Directives);
                break;
            case InlineFragmentNode fragment:
                Visit(fragment.TypeCondition);
                Visit(fragment.Directives);
                Visit(fragment.SelectionSet);
                break;
            case OperationDefinitionNode operation:
                Visit(operation.Description);
                Visit(operation.Name);
                Visit(operation.VariableDefinitions);
                Visit(operation.Directives);
                Visit(operation.SelectionSet);
                break;
            case FragmentDefinitionNode fragment:
                Visit(fragment.Description);
                Visit(fragment.Name);
                Visit(fragment.TypeCondition);
                Visit(fragment.Directives);
                Visit(fragment.SelectionSet);
                break;
            case VariableDefinitionNode variable:
                Visit(variable.Description);
                Visit(variable.Variable);
                Visit(variable.Type);
                Visit(variable.DefaultValue);
                Visit(variable.Directives);
                break;
            case NamedTypeNode type:
                Visit(type.Name);
                break;
            case ListTypeNode type:
                Visit(type.Type);
                break;
            case NonNullTypeNode type:
                Visit(type.Type);
                break;
            case DocumentNode document:
                Visit(document.Definitions);
                break;
            default:
                VisitTypeSystemChildren(node);
                break;
        }
    }

    private void VisitTypeSystemChildren(SyntaxNode node)
    {
        switch (node)
        {
            case FieldDefinitionNode field:
                Visit(field.Description);
                Visit(field.Name);
                Visit(field.Arguments);
                Visit(field.Type);
                Visit(field.Directives);
                break;
            case InputValueDefinitionNode input:
                Visit(input.Description);
                Visit(input.Name);
                Visit(input.Type);
                Visit(input.DefaultValue);
                Visit(input.Directives);
                break;
            case EnumValueDefinitionNode value:
                Visit(value.Description);
                Visit(value.Name);
                Visit(value.Directives);
                break;
            case OperationTypeDefinitionNode root:
                Visit(root.Type);
                break;
            case SchemaDefinitionNode schema:
                Visit(schema.Description);
                Visit(schema.Directives);
                Visit(schema.OperationTypes);
                break;
            case SchemaExtensionNode schema:
                Visit(schema.Directives);
                Visit(schema.OperationTypes);
                break;
            case DirectiveDefinitionNode directive:
                Visit(directive.Description);
                Visit(directive.Name);
                Visit(directive.Arguments);
                Visit(directive.Locations);
                break;
            case TypeDefinitionNode type:
                Visit(type.Description);
                Visit(type.Name);
                VisitTypeDefinitionMembers(type);
                break;
            case TypeExtensionNode type:
                Visit(type.Name);
                VisitTypeExtensionMembers(type);
                break;
        }
    }

    private void VisitTypeDefinitionMembers(TypeDefinitionNode node)
    {
        if (node is ObjectTypeDefinitionNode { Interfaces: var ofObject })
            Visit(ofObject);
        else if (node is InterfaceTypeDefinitionNode { Interfaces: var ofInterface })
            Visit(ofInterface);
        Visit(node.Directives);
        switch (node)
        {
            case ObjectTypeDefinitionNode type:
                Visit(type.Fields);
                break;
            case InterfaceTypeDefinitionNode type:
                Visit(type.Fields);
                break;
            case UnionTypeDefinitionNode type:
                Visit(type.Types);
                break;
            case EnumTypeDefinitionNode type:
                Visit(type.Values);
                break;
            case InputObjectTypeDefinitionNode type:
                Visit(type.Fields);
                break;
        }
    }

    private void VisitTypeExtensionMembers(TypeExtensionNode node)
    {
        if (node is ObjectTypeExtensionNode { Interfaces: var ofObject })
            Visit(ofObject);
        else if (node is InterfaceTypeExtensionNode { Interfaces: var ofInterface })
            Visit(ofInterface);
        Visit(node.Directives);
        switch (node)
        {
            case ObjectTypeExtensionNode type:
                Visit(type.Fields);
                break;
            case InterfaceTypeExtensionNode type:
                Visit(type.Fields);
                break;
            case UnionTypeExtensionNode type:
                Visit(type.Types);
                break;
            case EnumTypeExtensionNode type:
                Visit(type.Values);
                break;
            case InputObjectTypeExtensionNode type:
                Visit(type.Fields);
                break;
        }
    }
}
