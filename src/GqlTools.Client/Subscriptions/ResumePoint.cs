using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using GqlTools.Client.Requests;

namespace GqlTools.Client.Subscriptions;

/// <summary>
/// Where a subscription goes on after a loss: the value at a path of the last event that came, and the variables with that value in them. Events that came
/// and were not taken yet count, as they are handed out all the same.
/// </summary>
internal sealed class ResumePoint
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly string _variable;
    private readonly string[] _path;
    private readonly GqlRequest _request;
    private readonly int _maximumDepth;
    private byte[] _value = [];

    public ResumePoint(string variable, string path, GqlRequest request, int maximumDepth)
    {
        _variable = variable;
        _path = path.Split('.');
        _request = request;
        _maximumDepth = maximumDepth;
        StartsAtPoint = HasVariable(request.Variables.Span, variable, maximumDepth);
    }

    /// <summary>Whether the caller himself says where to begin, so that nothing is lost even before the first event.</summary>
    public bool StartsAtPoint { get; }

    /// <summary>The value to go on after, as JSON; null before the first.</summary>
    public string? Text => _value.Length == 0 ? null : System.Text.Encoding.UTF8.GetString(_value);

    /// <summary>Keeps the value of an event.</summary>
    /// <param name="answer">The event's answer, in UTF-8.</param>
    /// <returns>False where the event has none.</returns>
    public bool Take(ReadOnlySpan<byte> answer)
    {
        try
        {
            var reader = new Utf8JsonReader(answer, new JsonReaderOptions { MaxDepth = _maximumDepth });
            reader.Read();
            if (!MoveTo(ref reader, "data")) return false;
            foreach (var name in _path)
            {
                if (!MoveTo(ref reader, name)) return false;
            }

            MoveToLast(ref reader);
            if (reader.TokenType is JsonTokenType.Null or JsonTokenType.None or JsonTokenType.EndArray) return false;
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            var value = answer[start..(int)reader.BytesConsumed];
            if (value.Length == _value.Length) value.CopyTo(_value);
            else _value = value.ToArray();
            return true;
        }
        catch (JsonException)
        {
            // Whoever reads the event as an answer will say what is wrong with it.
            return false;
        }
    }

    /// <summary>The request's variables with the value in them.</summary>
    public ReadOnlyMemory<byte> Variables()
    {
        if (_value.Length == 0) return _request.Variables;
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output, WriterOptions))
        {
            writer.WriteStartObject();
            if (!_request.Variables.IsEmpty)
            {
                using var given = JsonDocument.Parse(_request.Variables, new JsonDocumentOptions { MaxDepth = int.MaxValue });
                foreach (var entry in given.RootElement.EnumerateObject())
                {
                    if (entry.Name != _variable) entry.WriteTo(writer);
                }
            }

            writer.WritePropertyName(_variable);
            writer.WriteRawValue(_value, skipInputValidation: true);
            writer.WriteEndObject();
        }

        return output.WrittenMemory;
    }

    // From the start of an object, or of a list whose last element is one, to the value of a property.
    private static bool MoveTo(ref Utf8JsonReader reader, string name)
    {
        MoveToLast(ref reader);
        if (reader.TokenType != JsonTokenType.StartObject) return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(name);
            reader.Read();
            if (found) return true;
            reader.Skip();
        }

        return false;
    }

    private static void MoveToLast(ref Utf8JsonReader reader)
    {
        while (reader.TokenType == JsonTokenType.StartArray)
        {
            var ahead = reader;
            ahead.Read();
            if (ahead.TokenType == JsonTokenType.EndArray)
            {
                reader = ahead;
                return;
            }

            while (true)
            {
                reader = ahead;
                ahead.Skip();
                ahead.Read();
                if (ahead.TokenType == JsonTokenType.EndArray) break;
            }
        }
    }

    private static bool HasVariable(ReadOnlySpan<byte> variables, string name, int maximumDepth)
    {
        if (variables.IsEmpty) return false;
        var reader = new Utf8JsonReader(variables, new JsonReaderOptions { MaxDepth = Math.Max(maximumDepth, 512) });
        reader.Read();
        return MoveTo(ref reader, name) && reader.TokenType != JsonTokenType.Null;
    }
}
