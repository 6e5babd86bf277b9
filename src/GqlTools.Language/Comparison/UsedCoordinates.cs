using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;
using GqlTools.Language.Validation;

namespace GqlTools.Language.Comparison;

/// <summary>The elements of a schema that a document uses, by coordinate.</summary>
public static class UsedCoordinates
{
    /// <summary>Finds the elements.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="document">An executable document; what it has wrong is passed over.</param>
    /// <returns>
    /// The coordinates of fields, arguments, input fields, enum values, directives and types. A variable of an input object type uses all of
    /// its fields, as any may be given.
    /// </returns>
    public static IReadOnlySet<string> Find(Schema schema, DocumentNode document)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        DocumentValidator.Validate(schema, document, new ValidationOptions { Rules = [new ValidationRule(nameof(UsedCoordinates), context => Attach(context, used))] });
        return used;
    }

    private static void Attach(RuleContext context, HashSet<string> used)
    {
        context.OnEnter<FieldNode>(SyntaxKind.Field, _ => Add(used, context.Field, context.Field?.Type));
        context.OnEnter<ArgumentNode>(SyntaxKind.Argument, _ => Add(used, context.Argument, context.Argument?.Type));
        context.OnEnter<DirectiveNode>(SyntaxKind.Directive, node => used.Add($"@{node.Name.Value}"));
        context.OnEnter<NamedTypeNode>(SyntaxKind.NamedType, node => used.Add(node.Name.Value));
        context.OnEnter<OperationDefinitionNode>(SyntaxKind.OperationDefinition, _ => Add(used, null, context.Type));
        context.OnEnter<SelectionSetNode>(SyntaxKind.SelectionSet, _ => Add(used, context.ParentType, null));
        context.OnEnter<VariableDefinitionNode>(SyntaxKind.VariableDefinition, _ => AddInput(used, context.InputType?.Named));
        context.OnEnter<EnumValueNode>(SyntaxKind.EnumValue, node =>
        {
            if (context.InputType?.Named is EnumType type)
                Add(used, type.Values.Find(node.Value), type);
        });
        context.OnEnter<ObjectValueNode>(SyntaxKind.ObjectValue, node =>
        {
            if (context.InputType?.Named is not InputObjectType input)
                return;
            used.Add(input.Name);
            foreach (var given in node.Fields)
                Add(used, input.Fields.Find(given.Name.Value), input.Fields.Find(given.Name.Value)?.Type);
        });
    }

    private static void Add(HashSet<string> used, ISchemaElement? element, GraphQLType? type)
    {
        if (element is not null)
            used.Add(element.Coordinate);
        if (type is not null)
            used.Add(type.Named.Name);
    }

    private static void AddInput(HashSet<string> used, NamedType? type)
    {
        var pending = new Stack<NamedType>();
        var seen = new HashSet<NamedType>();
        if (type is not null)
            pending.Push(type);
        while (pending.TryPop(out var next))
        {
            if (!seen.Add(next))
                continue;
            used.Add(next.Name);
            if (next is not InputObjectType input)
                continue;
            foreach (var field in input.Fields)
            {
                used.Add(field.Coordinate);
                pending.Push(field.Type.Named);
            }
        }
    }
}
