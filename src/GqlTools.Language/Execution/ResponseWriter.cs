using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace GqlTools.Language.Execution;

/// <summary>Writes responses as JSON (specification section 7.2.1).</summary>
internal static class ResponseWriter
{
    private static readonly JsonEncodedText Errors = JsonEncodedText.Encode("errors");
    private static readonly JsonEncodedText Data = JsonEncodedText.Encode("data");
    private static readonly JsonEncodedText Extensions = JsonEncodedText.Encode("extensions");
    private static readonly JsonEncodedText Message = JsonEncodedText.Encode("message");
    private static readonly JsonEncodedText Locations = JsonEncodedText.Encode("locations");
    private static readonly JsonEncodedText Line = JsonEncodedText.Encode("line");
    private static readonly JsonEncodedText Column = JsonEncodedText.Encode("column");
    private static readonly JsonEncodedText Path = JsonEncodedText.Encode("path");

    public static void Write(Utf8JsonWriter writer, ExecutionResult result)
    {
        writer.WriteStartObject();
        WriteEntries(writer, result);
        writer.WriteEndObject();
    }

    /// <summary>Writes the entries of a response, without the object around them.</summary>
    public static void WriteEntries(Utf8JsonWriter writer, ExecutionResult result)
    {
        WriteErrors(writer, result.Errors);
        if (result.HasData)
        {
            writer.WritePropertyName(Data);
            WriteValue(writer, result.Data);
        }

        if (result.Extensions is not null)
        {
            writer.WritePropertyName(Extensions);
            WriteValue(writer, result.Extensions);
        }
    }

    /// <summary>Writes the entry <c>errors</c>, if there are any.</summary>
    public static void WriteErrors(Utf8JsonWriter writer, ImmutableArray<ExecutionError> errors)
    {
        if (errors.IsEmpty)
            return;
        writer.WriteStartArray(Errors);
        foreach (var error in errors)
            WriteError(writer, error);
        writer.WriteEndArray();
    }

    /// <summary>Whether a value of a scalar can be written: a plain value down to its last item.</summary>
    public static bool IsPlain(object? value) => value switch
    {
        null or string or bool or int or long or decimal or JsonElement or BigInteger or short or byte or sbyte or ushort or uint or ulong => true,
        double number => double.IsFinite(number),
        float number => float.IsFinite(number),
        ResponseObject => true,
        IEnumerable<KeyValuePair<string, object?>> fields => fields.All(static field => IsPlain(field.Value)),
        IEnumerable items => items.Cast<object?>().All(IsPlain),
        _ => false,
    };

    private static void WriteError(Utf8JsonWriter writer, ExecutionError error)
    {
        writer.WriteStartObject();
        writer.WriteString(Message, error.Message);
        if (!error.Locations.IsDefaultOrEmpty)
        {
            writer.WriteStartArray(Locations);
            foreach (var location in error.Locations)
            {
                writer.WriteStartObject();
                writer.WriteNumber(Line, location.Line);
                writer.WriteNumber(Column, location.Column);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        if (error.Path is not null)
        {
            writer.WritePropertyName(Path);
            WriteValue(writer, error.Path);
        }

        if (error.Extensions is not null)
        {
            writer.WritePropertyName(Extensions);
            WriteValue(writer, error.Extensions);
        }

        writer.WriteEndObject();
    }

    public static void WriteValue(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case ResponseObject fields:
                WriteObject(writer, fields);
                break;
            case object?[] items:
                writer.WriteStartArray();
                foreach (var item in items)
                    WriteValue(writer, item);
                writer.WriteEndArray();
                break;
            case int number:
                writer.WriteNumberValue(number);
                break;
            case bool truth:
                writer.WriteBooleanValue(truth);
                break;
            case double number:
                writer.WriteNumberValue(number);
                break;
            case decimal number:
                writer.WriteNumberValue(number);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case float number:
                writer.WriteNumberValue(number);
                break;
            case short or byte or sbyte or ushort or uint or ulong or BigInteger:
                writer.WriteRawValue(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture), skipInputValidation: true);
                break;
            case JsonElement element:
                element.WriteTo(writer);
                break;
            case IEnumerable<KeyValuePair<string, object?>> fields:
                writer.WriteStartObject();
                foreach (var (name, field) in fields)
                {
                    writer.WritePropertyName(name);
                    WriteValue(writer, field);
                }

                writer.WriteEndObject();
                break;
            case IEnumerable items:
                writer.WriteStartArray();
                foreach (var item in items)
                    WriteValue(writer, item);
                writer.WriteEndArray();
                break;
            default:
                throw new InvalidOperationException($"A value of type {value.GetType()} has no form in JSON; use plain values.");
        }
    }

    private static void WriteObject(Utf8JsonWriter writer, ResponseObject fields)
    {
        writer.WriteStartObject();
        var names = fields.Names;
        for (var i = 0; i < names.Length; i++)
        {
            writer.WritePropertyName(names[i]);
            WriteValue(writer, fields.ValueAt(i));
        }

        writer.WriteEndObject();
    }
}
