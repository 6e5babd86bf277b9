using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;

namespace GqlTools.Conversion;

/// <summary>Writes the values that have no parts, and those that already are JSON.</summary>
internal static class VariableScalar
{
    /// <summary>Writes a scalar.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="value">Any value but a PSObject.</param>
    /// <param name="problem">Why this value of a scalar type has no JSON form, and what would be right; else null.</param>
    /// <returns>Whether the value is of a scalar type.</returns>
    public static bool TryWrite(Utf8JsonWriter writer, object value, out string? problem)
    {
        problem = null;
        switch (value)
        {
            case DBNull or NullString: writer.WriteNullValue(); return true;
            case string text: WriteText(writer, text); return true;
            case char character: WriteText(writer, character.ToString()); return true;
            case bool flag: writer.WriteBooleanValue(flag); return true;
            case SwitchParameter flag: writer.WriteBooleanValue(flag.IsPresent); return true;
            case DateTime time: writer.WriteStringValue(time); return true;
            case DateTimeOffset time: writer.WriteStringValue(time); return true;
            case DateOnly date: writer.WriteStringValue(date.ToString("O", CultureInfo.InvariantCulture)); return true;
            case TimeOnly time: writer.WriteStringValue(time.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture)); return true;
            case TimeSpan duration: writer.WriteStringValue(XmlConvert.ToString(duration)); return true;
            case Guid id: writer.WriteStringValue(id); return true;
            case Uri uri: WriteText(writer, uri.OriginalString); return true;
            case Version version: writer.WriteStringValue(version.ToString()); return true;
            case Enum member: problem = WriteEnum(writer, member); return true;
            case JsonElement { ValueKind: JsonValueKind.Undefined }: problem = "is an empty JsonElement. Pass $null, or an element of a document."; return true;
            case JsonElement json: json.WriteTo(writer); return true;
            case JsonDocument json: json.WriteTo(writer); return true;
            case JsonNode json: json.WriteTo(writer); return true;
            default: return TryWriteNumber(writer, value, out problem);
        }
    }

    /// <summary>Whether JSON text can hold the name as it is: half a surrogate pair it cannot.</summary>
    /// <param name="name">A property's name.</param>
    public static bool IsWellFormed(string name) => IndexOfLoneSurrogate(name) < 0;

    private static bool TryWriteNumber(Utf8JsonWriter writer, object value, out string? problem)
    {
        const string NotFinite = "is not a finite number, and JSON has no other. Pass $null or text.";
        problem = null;
        switch (value)
        {
            case int number: writer.WriteNumberValue(number); return true;
            case long number: writer.WriteNumberValue(number); return true;
            case double number when !double.IsFinite(number): problem = NotFinite; return true;
            case double number: writer.WriteNumberValue(number); return true;
            case decimal number: writer.WriteNumberValue(number); return true;
            case BigInteger number: WriteRaw(writer, number); return true;
            case byte number: writer.WriteNumberValue((uint)number); return true;
            case sbyte number: writer.WriteNumberValue((int)number); return true;
            case short number: writer.WriteNumberValue((int)number); return true;
            case ushort number: writer.WriteNumberValue((uint)number); return true;
            case uint number: writer.WriteNumberValue(number); return true;
            case ulong number: writer.WriteNumberValue(number); return true;
            case nint number: writer.WriteNumberValue((long)number); return true;
            case nuint number: writer.WriteNumberValue((ulong)number); return true;
            case Int128 number: WriteRaw(writer, number); return true;
            case UInt128 number: WriteRaw(writer, number); return true;
            case float number when !float.IsFinite(number): problem = NotFinite; return true;
            case float number: writer.WriteNumberValue(number); return true;
            case Half number when !Half.IsFinite(number): problem = NotFinite; return true;
            case Half number: WriteRaw(writer, number); return true;
            default: return false;
        }
    }

    private static void WriteRaw(Utf8JsonWriter writer, IFormattable number) =>
        writer.WriteRawValue(number.ToString(null, CultureInfo.InvariantCulture), skipInputValidation: true);

    private static string? WriteEnum(Utf8JsonWriter writer, Enum member)
    {
        // An enum value of GraphQL is one name; numbers and combinations of flags have none.
        if (Enum.GetName(member.GetType(), member) is { } name)
        {
            writer.WriteStringValue(name);
            return null;
        }
        return $"is no single member of {member.GetType()}. Pass one member, or a list of them.";
    }

    private static void WriteText(Utf8JsonWriter writer, string text)
    {
        int lone = IndexOfLoneSurrogate(text);
        if (lone < 0)
        {
            writer.WriteStringValue(text);
            return;
        }
        // The writer would put U+FFFD in its place; an escape says exactly what is there.
        StringBuilder json = new("\"");
        int start = 0;
        for (; lone >= 0; lone = IndexOfLoneSurrogate(text, start))
        {
            json.Append(JsonEncodedText.Encode(text.AsSpan(start, lone - start)));
            json.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[lone]:x4}");
            start = lone + 1;
        }
        json.Append(JsonEncodedText.Encode(text.AsSpan(start))).Append('"');
        writer.WriteRawValue(json.ToString(), skipInputValidation: true);
    }

    private static int IndexOfLoneSurrogate(string text, int start = 0)
    {
        int at = text.AsSpan(start).IndexOfAnyInRange('\uD800', '\uDFFF');
        if (at < 0)
            return -1;
        for (int i = start + at; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return i;
            i++;
        }
        return -1;
    }
}
