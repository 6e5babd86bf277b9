using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Authoring;

/// <summary>Writes elements of a schema for people: a signature on the first line, then the description.</summary>
public static class ElementText
{
    /// <summary>Signature, deprecation and description.</summary>
    /// <param name="element">A type, field, argument, input field, enum value or directive.</param>
    public static string Describe(ISchemaElement element)
    {
        ArgumentNullException.ThrowIfNull(element);
        var text = Signature(element);
        if (element.DeprecationReason is { } reason) text += $"\nDeprecated: {reason}";
        return element.Description is { Length: > 0 } description ? $"{text}\n{description}" : text;
    }

    /// <summary>The element on one line, for example <c>products(first: Int = 10): [Product!]!</c>.</summary>
    /// <param name="element">A type, field, argument, input field, enum value or directive.</param>
    public static string Signature(ISchemaElement element)
    {
        ArgumentNullException.ThrowIfNull(element);
        return element switch
        {
            FieldDefinition field => $"{field.Name}{Arguments(field.Arguments)}: {field.Type}",
            InputValueDefinition { DefaultValue: { } value } input => $"{input.Name}: {input.Type} = {Printer.Print(value)}",
            InputValueDefinition input => $"{input.Name}: {input.Type}",
            DirectiveDefinition directive => $"@{directive.Name}{Arguments(directive.Arguments)}",
            NamedType type => $"{Keyword(type.Kind)} {type.Name}",
            _ => element.Name,
        };
    }

    /// <summary>The word with which the schema definition language defines a kind of type.</summary>
    /// <param name="kind">The kind of a named type.</param>
    public static string Keyword(TypeKind kind) => kind switch
    {
        TypeKind.Object => "type",
        TypeKind.InputObject => "input",
        TypeKind.Interface => "interface",
        TypeKind.Union => "union",
        TypeKind.Enum => "enum",
        _ => "scalar",
    };

    private static string Arguments(NamedList<InputValueDefinition> arguments) =>
        arguments.Count == 0 ? "" : $"({string.Join(", ", arguments.Select(Signature))})";
}
