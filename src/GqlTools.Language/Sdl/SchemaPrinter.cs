using System.Text;
using GqlTools.Language.Introspection;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Sdl;

/// <summary>
/// Writes a schema in the schema definition language: without the built-in scalars, directives and introspection types, and without
/// directives applied to definitions other than <c>@deprecated</c>, <c>@specifiedBy</c> and <c>@oneOf</c>, which are all a schema keeps.
/// </summary>
public static class SchemaPrinter
{
    /// <summary>Writes the whole schema.</summary>
    /// <param name="schema">The schema.</param>
    /// <returns>A schema document without a line end after the last line; empty for a schema that defines nothing.</returns>
    public static string Print(Schema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        var text = new StringBuilder();
        AppendSchema(text, schema);
        foreach (var directive in schema.Directives)
        {
            if (!BuiltInDirectives.IsSpecified(directive.Name))
                AppendDirective(Separate(text), directive);
        }

        foreach (var type in schema.Types)
        {
            if (!BuiltInScalars.Contains(type.Name) && !IntrospectionTypes.Contains(type.Name))
                AppendType(Separate(text), type);
        }

        return text.ToString();
    }

    /// <summary>Writes one type's definition.</summary>
    /// <param name="type">The type.</param>
    /// <returns>The definition without a line end after the last line.</returns>
    public static string Print(NamedType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        var text = new StringBuilder();
        AppendType(text, type);
        return text.ToString();
    }

    /// <summary>Writes one directive's definition.</summary>
    /// <param name="directive">The directive.</param>
    /// <returns>The definition without a line end after the last line.</returns>
    public static string Print(DirectiveDefinition directive)
    {
        ArgumentNullException.ThrowIfNull(directive);
        var text = new StringBuilder();
        AppendDirective(text, directive);
        return text.ToString();
    }

    private static StringBuilder Separate(StringBuilder text) => text.Length == 0 ? text : text.Append("\n\n");

    private static void AppendSchema(StringBuilder text, Schema schema)
    {
        var (query, mutation, subscription) = (schema.QueryRoot, schema.MutationRoot, schema.SubscriptionRoot);
        if (query is null && mutation is null && subscription is null)
            return;
        var hasDefaultNames = query == schema.FindType("Query") && mutation == schema.FindType("Mutation")
            && subscription == schema.FindType("Subscription");
        if (schema.Description is null && hasDefaultNames)
            return;
        AppendDescription(text, schema.Description, string.Empty, true);
        text.Append("schema {\n");
        foreach (var (name, type) in new[] { ("query", query), ("mutation", mutation), ("subscription", subscription) })
        {
            if (type is not null)
                text.Append("  ").Append(name).Append(": ").Append(type.Name).Append('\n');
        }

        text.Append('}');
    }

    private static void AppendType(StringBuilder text, NamedType type)
    {
        AppendDescription(text, type.Description, string.Empty, true);
        switch (type)
        {
            case ScalarType scalar:
                text.Append("scalar ").Append(type.Name);
                if (scalar.SpecifiedByUrl is { } url)
                {
                    text.Append(" @specifiedBy(url: ");
                    QuotedString.Write(text, url);
                    text.Append(')');
                }

                break;
            case ObjectType or InterfaceType:
                var composite = (CompositeType)type;
                text.Append(type is ObjectType ? "type " : "interface ").Append(type.Name);
                if (composite.DeclaredInterfaces.Count > 0)
                    text.Append(" implements ").AppendJoin(" & ", composite.DeclaredInterfaces.Select(static item => item.Name));
                AppendBlock(text, composite.Fields, AppendField);
                break;
            case UnionType union:
                text.Append("union ").Append(type.Name);
                if (union.DeclaredMembers.Count > 0)
                    text.Append(" = ").AppendJoin(" | ", union.DeclaredMembers.Select(static item => item.Name));
                break;
            case EnumType enumType:
                text.Append("enum ").Append(type.Name);
                AppendBlock(text, enumType.Values, static (target, value) =>
                {
                    target.Append(value.Name);
                    AppendDeprecation(target, value.DeprecationReason);
                });
                break;
            case InputObjectType input:
                text.Append("input ").Append(type.Name);
                if (input.IsOneOf)
                    text.Append(" @oneOf");
                AppendBlock(text, input.Fields, AppendInputValue);
                break;
        }
    }

    private static void AppendBlock<T>(StringBuilder text, NamedList<T> items, Action<StringBuilder, T> append)
        where T : class, ISchemaElement
    {
        if (items.Count == 0)
            return;
        text.Append(" {\n");
        var isFirst = true;
        foreach (var item in items)
        {
            AppendDescription(text, item.Description, "  ", isFirst);
            text.Append("  ");
            append(text, item);
            text.Append('\n');
            isFirst = false;
        }

        text.Append('}');
    }

    private static void AppendField(StringBuilder text, FieldDefinition field)
    {
        text.Append(field.Name);
        AppendArguments(text, field.Arguments, "  ");
        text.Append(": ").Append(field.Type);
        AppendDeprecation(text, field.DeprecationReason);
    }

    private static void AppendArguments(StringBuilder text, NamedList<InputValueDefinition> arguments, string indentation)
    {
        if (arguments.Count == 0)
            return;
        var hasDescriptions = arguments.Any(static argument => argument.Description is not null);
        text.Append(hasDescriptions ? "(\n" : "(");
        var isFirst = true;
        foreach (var argument in arguments)
        {
            if (hasDescriptions)
            {
                AppendDescription(text, argument.Description, indentation + "  ", isFirst);
                text.Append(indentation).Append("  ");
            }
            else if (!isFirst)
            {
                text.Append(", ");
            }

            AppendInputValue(text, argument);
            if (hasDescriptions)
                text.Append('\n');
            isFirst = false;
        }

        text.Append(hasDescriptions ? indentation : string.Empty).Append(')');
    }

    private static void AppendInputValue(StringBuilder text, InputValueDefinition value)
    {
        text.Append(value.Name).Append(": ").Append(value.Type);
        if (value.DefaultValue is not null)
            text.Append(" = ").Append(Printer.Print(value.DefaultValue));
        AppendDeprecation(text, value.DeprecationReason);
    }

    private static void AppendDirective(StringBuilder text, DirectiveDefinition directive)
    {
        AppendDescription(text, directive.Description, string.Empty, true);
        text.Append("directive @").Append(directive.Name);
        AppendArguments(text, directive.Arguments, string.Empty);
        AppendDeprecation(text, directive.DeprecationReason);
        text.Append(directive.IsRepeatable ? " repeatable on " : " on ").AppendJoin(" | ", directive.Locations.Select(DirectiveLocations.ToName));
    }

    private static void AppendDeprecation(StringBuilder text, string? reason)
    {
        if (reason is null)
            return;
        text.Append(" @deprecated");
        if (reason == BuiltInDirectives.DefaultDeprecationReason)
            return;
        text.Append("(reason: ");
        QuotedString.Write(text, reason);
        text.Append(')');
    }

    private static void AppendDescription(StringBuilder text, string? description, string indentation, bool isFirst)
    {
        if (description is null)
            return;
        if (indentation.Length > 0 && !isFirst)
            text.Append('\n');
        var written = new StringBuilder();
        if (BlockString.IsPrintable(description))
            BlockString.Write(written, description, minimize: false);
        else
            QuotedString.Write(written, description);
        text.Append(indentation).Append(written.Replace("\n", "\n" + indentation)).Append('\n');
    }
}
