using System.Collections.Immutable;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Validation;

/// <content>The order of the walk, and the types of what it passes.</content>
internal sealed partial class DocumentWalk
{
    private List<VariableUsage>? _currentUsages;
    private DirectiveDefinition? _directive;
    private bool _isInVariableDefinition;
    private bool _hasDefault;

    public CompositeType? ParentType { get; private set; }

    public GraphQLType? Type { get; private set; }

    public FieldDefinition? Field { get; private set; }

    public InputValueDefinition? Argument { get; private set; }

    public GraphQLType? InputType { get; private set; }

    private GraphQLType? ParentInputType { get; set; }

    private void Visit(SyntaxNode? node)
    {
        if (node is null || !CanRecurse("MaximumDepth"))
            return;
        switch (node)
        {
            case FieldNode field:
                VisitField(field);
                break;
            case SelectionSetNode selectionSet:
                var outerParent = ParentType;
                ParentType = Type?.Named as CompositeType;
                VisitPlain(node);
                ParentType = outerParent;
                break;
            case InlineFragmentNode inline:
                VisitTyped(node, inline.TypeCondition is null ? Type?.Named : FindType(inline.TypeCondition));
                break;
            case FragmentDefinitionNode fragment:
                VisitExecutable(fragment, FindType(fragment.TypeCondition));
                break;
            case OperationDefinitionNode operation:
                VisitExecutable(operation, Schema?.GetRootType(operation.Operation));
                break;
            case DirectiveNode directive:
                var outerDirective = _directive;
                _directive = Schema?.FindDirective(directive.Name.Value);
                VisitPlain(node);
                _directive = outerDirective;
                break;
            case VariableDefinitionNode definition:
                var declared = FindType(definition.Type);
                _isInVariableDefinition = true;
                VisitInput(node, declared is { IsInputType: true } ? declared : null, false);
                _isInVariableDefinition = false;
                break;
            case ArgumentNode argument:
                VisitArgument(argument);
                break;
            case ObjectFieldNode objectField:
                var inputField = (InputType?.Named as InputObjectType)?.Fields.Find(objectField.Name.Value);
                VisitInput(node, AsInput(inputField?.Type), inputField?.DefaultValue is not null);
                break;
            case ListValueNode:
                VisitInput(node, (InputType?.Nullable as ListType)?.ItemType, false);
                break;
            case VariableNode variable:
                if (!_isInVariableDefinition)
                    _currentUsages?.Add(new VariableUsage(variable, InputType, ParentInputType, _hasDefault));
                VisitPlain(node);
                break;
            default:
                VisitPlain(node);
                break;
        }
    }

    private void VisitField(FieldNode node)
    {
        var (outerField, outerType) = (Field, Type);
        Field = ParentType is null || Schema is null ? null : Schema.FindField(ParentType, node.Name.Value);
        Type = Field is { Type.IsOutputType: true } ? Field.Type : null;
        VisitPlain(node);
        (Field, Type) = (outerField, outerType);
    }

    private void VisitTyped(SyntaxNode node, GraphQLType? type)
    {
        var outerType = Type;
        Type = type is { IsOutputType: true } ? type : null;
        VisitPlain(node);
        Type = outerType;
    }

    private void VisitExecutable(ExecutableDefinitionNode node, GraphQLType? type)
    {
        _currentUsages = [];
        _usages[node] = _currentUsages;
        VisitTyped(node, type);
        _currentUsages = null;
    }

    private void VisitArgument(ArgumentNode node)
    {
        var outer = Argument;
        var arguments = _directive?.Arguments ?? Field?.Arguments;
        Argument = arguments?.Find(node.Name.Value);
        VisitInput(node, AsInput(Argument?.Type), Argument?.DefaultValue is not null);
        Argument = outer;
    }

    private void VisitInput(SyntaxNode node, GraphQLType? type, bool hasDefault)
    {
        var outer = (InputType, ParentInputType, _hasDefault);
        (InputType, ParentInputType, _hasDefault) = (type, InputType, hasDefault);
        VisitPlain(node);
        (InputType, ParentInputType, _hasDefault) = outer;
    }

    private static GraphQLType? AsInput(GraphQLType? type) => type is { IsInputType: true } ? type : null;

    private void VisitPlain(SyntaxNode node)
    {
        var handlers = _enter[(int)node.Kind];
        if (handlers is not null)
        {
            foreach (var handler in handlers)
                handler(node);
        }

        if (IsStopped)
            return;
        _ancestors.Add(node);
        VisitChildren(node);
        _ancestors.RemoveAt(_ancestors.Count - 1);
        handlers = _leave[(int)node.Kind];
        if (handlers is null || IsStopped)
            return;
        foreach (var handler in handlers)
            handler(node);
    }

    private void VisitAll<T>(ImmutableArray<T> nodes)
        where T : SyntaxNode
    {
        foreach (var node in nodes)
            Visit(node);
    }

    private void VisitChildren(SyntaxNode node)
    {
        switch (node)
        {
            case DocumentNode document:
                VisitAll(document.Definitions);
                break;
            case OperationDefinitionNode operation:
                VisitAll(operation.VariableDefinitions);
                VisitAll(operation.Directives);
                Visit(operation.SelectionSet);
                break;
            case FragmentDefinitionNode fragment:
                Visit(fragment.TypeCondition);
                VisitAll(fragment.Directives);
                Visit(fragment.SelectionSet);
                break;
            case SelectionSetNode selectionSet:
                VisitAll(selectionSet.Selections);
                break;
            case FieldNode field:
                VisitAll(field.Arguments);
                VisitAll(field.Directives);
                Visit(field.SelectionSet);
                break;
            case FragmentSpreadNode spread:
                VisitAll(spread.Directives);
                break;
            case InlineFragmentNode inline:
                Visit(inline.TypeCondition);
                VisitAll(inline.Directives);
                Visit(inline.SelectionSet);
                break;
            case VariableDefinitionNode definition:
                Visit(definition.Variable);
                Visit(definition.Type);
                Visit(definition.DefaultValue);
                VisitAll(definition.Directives);
                break;
            case ArgumentNode argument:
                Visit(argument.Value);
                break;
            case DirectiveNode directive:
                VisitAll(directive.Arguments);
                break;
            case ListValueNode list:
                VisitAll(list.Values);
                break;
            case ObjectValueNode value:
                VisitAll(value.Fields);
                break;
            case ObjectFieldNode objectField:
                Visit(objectField.Value);
                break;
            case ListTypeNode list:
                Visit(list.Type);
                break;
            case NonNullTypeNode nonNull:
                Visit(nonNull.Type);
                break;
            default:
                VisitDefinition(node);
                break;
        }
    }

    private void VisitDefinition(SyntaxNode node)
    {
        if (node is TypeDefinitionNode definition)
            VisitAll(definition.Directives);
        else if (node is TypeExtensionNode extension)
            VisitAll(extension.Directives);
        switch (node)
        {
            case SchemaDefinitionNode schema:
                VisitAll(schema.Directives);
                VisitAll(schema.OperationTypes);
                break;
            case SchemaExtensionNode schema:
                VisitAll(schema.Directives);
                VisitAll(schema.OperationTypes);
                break;
            case OperationTypeDefinitionNode operationType:
                Visit(operationType.Type);
                break;
            case DirectiveDefinitionNode directive:
                VisitAll(directive.Arguments);
                break;
            case ObjectTypeDefinitionNode type:
                VisitAll(type.Interfaces);
                VisitAll(type.Fields);
                break;
            case ObjectTypeExtensionNode type:
                VisitAll(type.Interfaces);
                VisitAll(type.Fields);
                break;
            case InterfaceTypeDefinitionNode type:
                VisitAll(type.Interfaces);
                VisitAll(type.Fields);
                break;
            case InterfaceTypeExtensionNode type:
                VisitAll(type.Interfaces);
                VisitAll(type.Fields);
                break;
            case UnionTypeDefinitionNode type:
                VisitAll(type.Types);
                break;
            case UnionTypeExtensionNode type:
                VisitAll(type.Types);
                break;
            case EnumTypeDefinitionNode type:
                VisitAll(type.Values);
                break;
            case EnumTypeExtensionNode type:
                VisitAll(type.Values);
                break;
            case InputObjectTypeDefinitionNode type:
                VisitAll(type.Fields);
                break;
            case InputObjectTypeExtensionNode type:
                VisitAll(type.Fields);
                break;
            case FieldDefinitionNode field:
                VisitAll(field.Arguments);
                Visit(field.Type);
                VisitAll(field.Directives);
                break;
            case InputValueDefinitionNode value:
                Visit(value.Type);
                Visit(value.DefaultValue);
                VisitAll(value.Directives);
                break;
            case EnumValueDefinitionNode value:
                VisitAll(value.Directives);
                break;
        }
    }
}
