using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Introspection;

/// <summary>Writes what a server with a schema would answer to the full introspection query (specification section 4).</summary>
public static class IntrospectionWriter
{
    /// <summary>Writes the introspection result.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="indented">Whether to write it in lines, for people and for diffs.</param>
    /// <returns>JSON text: an object with <c>__schema</c>.</returns>
    public static string Write(Schema schema, bool indented = true)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = indented, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            Write(schema, writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Writes the introspection result.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="writer">Receives an object with <c>__schema</c>.</param>
    public static void Write(Schema schema, Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteStartObject("__schema");
        writer.WriteString("description", schema.Description);
        WriteRoot(writer, "queryType", schema.Query);
        WriteRoot(writer, "mutationType", schema.Mutation);
        WriteRoot(writer, "subscriptionType", schema.Subscription);
        writer.WriteStartArray("types");
        foreach (var type in schema.Types)
            WriteType(writer, schema, type);
        writer.WriteEndArray();
        writer.WriteStartArray("directives");
        foreach (var directive in schema.Directives)
            WriteDirective(writer, directive);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteRoot(Utf8JsonWriter writer, string property, ObjectType? type)
    {
        if (type is null)
        {
            writer.WriteNull(property);
            return;
        }

        writer.WriteStartObject(property);
        writer.WriteString("name", type.Name);
        writer.WriteString("kind", "OBJECT");
        writer.WriteEndObject();
    }

    private static void WriteType(Utf8JsonWriter writer, Schema schema, NamedType type)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", KindName(type));
        writer.WriteString("name", type.Name);
        writer.WriteString("description", type.Description);
        writer.WriteString("specifiedByURL", (type as ScalarType)?.SpecifiedByUrl);
        if (type is InputObjectType oneOf)
            writer.WriteBoolean("isOneOf", oneOf.IsOneOf);
        else
            writer.WriteNull("isOneOf");
        WriteList(writer, "fields", type is ObjectType or InterfaceType ? ((CompositeType)type).Fields : null, WriteField);
        WriteList(writer, "inputFields", (type as InputObjectType)?.Fields, WriteInputValue);
        WriteList(writer, "interfaces", type is ObjectType or InterfaceType ? ((CompositeType)type).Interfaces : null, WriteTypeReference);
        WriteList(writer, "enumValues", (type as EnumType)?.Values, WriteEnumValue);
        WriteList(writer, "possibleTypes", type.IsAbstract ? schema.GetPossibleTypes((CompositeType)type) : null, WriteTypeReference);
        writer.WriteEndObject();
    }

    private static void WriteField(Utf8JsonWriter writer, FieldDefinition field)
    {
        writer.WriteStartObject();
        writer.WriteString("name", field.Name);
        writer.WriteString("description", field.Description);
        WriteList(writer, "args", field.Arguments, WriteInputValue);
        writer.WritePropertyName("type");
        WriteTypeReference(writer, field.Type);
        WriteDeprecation(writer, field);
        writer.WriteEndObject();
    }

    private static void WriteInputValue(Utf8JsonWriter writer, InputValueDefinition value)
    {
        writer.WriteStartObject();
        writer.WriteString("name", value.Name);
        writer.WriteString("description", value.Description);
        writer.WritePropertyName("type");
        WriteTypeReference(writer, value.Type);
        writer.WriteString("defaultValue", value.DefaultValue is null ? null : Printer.Print(value.DefaultValue));
        WriteDeprecation(writer, value);
        writer.WriteEndObject();
    }

    private static void WriteEnumValue(Utf8JsonWriter writer, EnumValueDefinition value)
    {
        writer.WriteStartObject();
        writer.WriteString("name", value.Name);
        writer.WriteString("description", value.Description);
        WriteDeprecation(writer, value);
        writer.WriteEndObject();
    }

    private static void WriteDirective(Utf8JsonWriter writer, DirectiveDefinition directive)
    {
        writer.WriteStartObject();
        writer.WriteString("name", directive.Name);
        writer.WriteString("description", directive.Description);
        writer.WriteBoolean("isRepeatable", directive.IsRepeatable);
        writer.WriteStartArray("locations");
        foreach (var location in directive.Locations)
            writer.WriteStringValue(location.ToName());
        writer.WriteEndArray();
        WriteList(writer, "args", directive.Arguments, WriteInputValue);
        writer.WriteEndObject();
    }

    private static void WriteDeprecation(Utf8JsonWriter writer, ISchemaElement element)
    {
        writer.WriteBoolean("isDeprecated", element.DeprecationReason is not null);
        writer.WriteString("deprecationReason", element.DeprecationReason);
    }

    private static void WriteTypeReference(Utf8JsonWriter writer, GraphQLType type)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", KindName(type));
        writer.WriteString("name", (type as NamedType)?.Name);
        writer.WritePropertyName("ofType");
        if (type is ListType list)
            WriteTypeReference(writer, list.ItemType);
        else if (type is NonNullType nonNull)
            WriteTypeReference(writer, nonNull.InnerType);
        else
            writer.WriteNullValue();
        writer.WriteEndObject();
    }

    private static void WriteList<T>(Utf8JsonWriter writer, string property, IReadOnlyList<T>? items, Action<Utf8JsonWriter, T> write)
    {
        if (items is null)
        {
            writer.WriteNull(property);
            return;
        }

        writer.WriteStartArray(property);
        foreach (var item in items)
            write(writer, item);
        writer.WriteEndArray();
    }

    private static string KindName(GraphQLType type) => type.Kind switch
    {
        TypeKind.InputObject => "INPUT_OBJECT",
        TypeKind.NonNull => "NON_NULL",
        var kind => kind.ToString().ToUpperInvariant(),
    };
}
