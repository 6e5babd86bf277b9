using System.Buffers;
using System.Management.Automation;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace GqlTools.Conversion;

/// <summary>Writes PowerShell values as exact JSON: the variables of a request, or a single value.</summary>
/// <remarks>
/// <para>Objects are dictionaries (keys as they are spelled; ordered ones keep their order) and PSCustomObjects (all properties, script properties too).
/// Lists are arrays and anything else that enumerates; a list of one stays a list. PSObject wrappers are looked through.</para>
/// <para>Scalars: strings, characters, booleans and switches, every integer type with all digits, Double, Single, Half (no NaN, no infinity), Decimal (with its
/// trailing zeros), DateTime (offset by its Kind: Z for UTC, the local offset, none when unspecified), DateTimeOffset, DateOnly, TimeOnly (ISO 8601),
/// TimeSpan (ISO 8601 duration: P1DT2H), Guid, Uri (as given), Version, enums (the name), and JsonElement, JsonDocument and JsonNode as they are.
/// $null, DBNull, NullString and nothing at all are null.</para>
/// <para>Everything else is refused with its path: a .NET object seldom is what a server wants, and its properties may run code or never end.
/// Call on the pipeline thread: script properties belong to their runspace.</para>
/// </remarks>
public static class VariableWriter
{
    /// <summary>How deep objects and lists may stand within each other when nothing else is said.</summary>
    public const int DefaultMaxDepth = 1024;

    /// <summary>What paths in errors start with.</summary>
    private const string VariablesRoot = "$variables";

    private const string ValueRoot = "$value";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Writes a request's variables: always a JSON object.</summary>
    /// <param name="output">Where the UTF-8 goes. After an exception its new content means nothing.</param>
    /// <param name="variables">A dictionary, an object, JSON text of an object (checked, then passed on byte for byte), or null for no variables (<c>{}</c>).</param>
    /// <param name="declaredNames">
    /// The variables the operation declares, without the dollar sign: of an object only properties of these names are read, whatever its type and the case of
    /// its property names, and they are written as declared. Dictionaries and JSON text are written whole: there every name was meant. Null writes a
    /// PSCustomObject whole, too, and refuses other objects.
    /// </param>
    /// <param name="maxDepth">How many objects and lists may stand within each other.</param>
    /// <param name="uploads">Takes files, streams and bytes, which are null in the JSON then; without it they are refused.</param>
    /// <param name="root">What paths in errors start with: where the variables come from.</param>
    /// <exception cref="VariableConversionException">Something has no exact JSON form, refers back to what holds it, or could not be read.</exception>
    public static void WriteVariables(
        IBufferWriter<byte> output,
        object? variables,
        IReadOnlyCollection<string>? declaredNames = null,
        int maxDepth = DefaultMaxDepth,
        UploadCollector? uploads = null,
        string root = VariablesRoot)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxDepth, 1);
        if (VariableWalk.Unwrap(variables) is string json)
        {
            WriteJsonText(output, json, maxDepth, root);
            return;
        }
        using Utf8JsonWriter writer = NewWriter(output);
        new VariableWalk(writer, maxDepth, root, uploads).WriteVariables(variables, declaredNames);
        writer.Flush();
    }

    /// <summary>Writes one value.</summary>
    /// <param name="output">Where the UTF-8 goes. After an exception its new content means nothing.</param>
    /// <param name="value">The value. A string becomes a JSON string.</param>
    /// <param name="root">What paths in errors start with: where the value comes from.</param>
    /// <param name="maxDepth">How many objects and lists may stand within each other.</param>
    /// <exception cref="VariableConversionException">Something has no exact JSON form, refers back to what holds it, or could not be read.</exception>
    public static void WriteValue(IBufferWriter<byte> output, object? value, string root = ValueRoot, int maxDepth = DefaultMaxDepth)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentOutOfRangeException.ThrowIfNegative(maxDepth);
        using Utf8JsonWriter writer = NewWriter(output);
        new VariableWalk(writer, maxDepth, root).Write(value);
        writer.Flush();
    }

    /// <summary>The JSON text of one value.</summary>
    /// <param name="value">The value. A string becomes a JSON string.</param>
    /// <param name="maxDepth">How many objects and lists may stand within each other.</param>
    /// <exception cref="VariableConversionException">Something has no exact JSON form, refers back to what holds it, or could not be read.</exception>
    public static string ToJson(object? value, int maxDepth = DefaultMaxDepth)
    {
        ArrayBufferWriter<byte> output = new();
        WriteValue(output, value, ValueRoot, maxDepth);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static Utf8JsonWriter NewWriter(IBufferWriter<byte> output) =>
        new(output, new JsonWriterOptions
        {
            // The JSON goes into a request's body, never into HTML: letters beyond ASCII go as they are, not as six bytes each.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            // The walk bounds depth itself, with a path.
            MaxDepth = int.MaxValue,
            SkipValidation = true,
        });

    private static void WriteJsonText(IBufferWriter<byte> output, string json, int maxDepth, string root)
    {
        byte[] utf8;
        try
        {
            utf8 = StrictUtf8.GetBytes(json);
        }
        catch (EncoderFallbackException e)
        {
            throw new VariableConversionException(
                root, typeof(string), $"is text with half a surrogate pair at character {e.Index + 1}, which UTF-8 cannot say. Write it as a JSON escape (\\u....).", e);
        }
        Utf8JsonReader reader = new(utf8, new JsonReaderOptions { MaxDepth = maxDepth });
        try
        {
            _ = reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw new VariableConversionException(
                    root, typeof(string), $"is JSON text of a {Describe(reader.TokenType)}, not of an object such as {{\"id\": 1}}.");
            }
            while (reader.Read())
                continue;
        }
        catch (JsonException e)
        {
            string position = e is { LineNumber: { } line, BytePositionInLine: { } column } ? $" at line {line + 1}, byte {column + 1}" : "";
            throw new VariableConversionException(
                root,
                typeof(string),
                $"is text that is no JSON object{position}: {JsonText.Problem(e)} Text is taken as JSON; give {{\"id\": 1}} or a hashtable.",
                e);
        }
        output.Write(utf8);
    }

    private static string Describe(JsonTokenType token) => token switch
    {
        JsonTokenType.StartArray => "list",
        JsonTokenType.String => "string",
        JsonTokenType.Number => "number",
        JsonTokenType.True or JsonTokenType.False => "boolean",
        _ => "null",
    };
}
