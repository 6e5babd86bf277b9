using System.Buffers;
using System.Text.Json;
using GqlTools.Client.Responses;

namespace GqlTools.Client.Streaming.WebSockets;

/// <summary>
/// A message <c>{ "type", "id"?, "payload"? }</c>, its keys in any order. Of a key that stands twice the last one counts, as in JavaScript; other
/// keys are passed over.
/// </summary>
internal readonly struct Envelope
{
    /// <summary>The message type.</summary>
    public EnvelopeType Type { get; private init; }

    /// <summary>The message type as it is written, quotes and all.</summary>
    public ReadOnlyMemory<byte> TypeText { get; private init; }

    /// <summary>Whether there is an id, ours or not.</summary>
    public bool HasId { get; private init; }

    /// <summary>The id; <see cref="OperationIds.None"/> where it is none of ours.</summary>
    public long Id { get; private init; }

    /// <summary>The payload's JSON; empty where there is none or null.</summary>
    public ReadOnlyMemory<byte> Payload { get; private init; }

    /// <summary>The payload's first token; <see cref="JsonTokenType.None"/> where there is no payload.</summary>
    public JsonTokenType PayloadToken { get; private init; }

    /// <summary>Whether the payload is an object.</summary>
    public bool HasObject => PayloadToken == JsonTokenType.StartObject;

    /// <summary>Reads a message.</summary>
    /// <param name="message">The message in UTF-8.</param>
    /// <param name="maximumDepth">Levels that the payload may have.</param>
    /// <param name="envelope">What it holds.</param>
    /// <returns>What is wrong with it; null where nothing is.</returns>
    public static string? TryRead(ReadOnlyMemory<byte> message, int maximumDepth, out Envelope envelope)
    {
        try
        {
            return Read(message, maximumDepth, out envelope);
        }
        catch (JsonException exception)
        {
            envelope = default;
            return $"Invalid message: {exception.Message}";
        }
    }

    /// <summary>Writes <c>{"id":"7","type":"..."</c> and, where there is a payload, <c>,"payload":...</c>, and the last bracket.</summary>
    public static void Write(IBufferWriter<byte> output, long id, ReadOnlySpan<byte> type, ReadOnlySpan<byte> payload)
    {
        if (id == OperationIds.None)
        {
            output.Write("{\"type\":\""u8);
        }
        else
        {
            output.Write("{\"id\":\""u8);
            OperationIds.Write(output, id);
            output.Write("\",\"type\":\""u8);
        }

        output.Write(type);
        if (payload.IsEmpty)
        {
            output.Write("\"}"u8);
            return;
        }

        output.Write("\",\"payload\":"u8);
        output.Write(payload);
        output.Write("}"u8);
    }

    private static string? Read(ReadOnlyMemory<byte> message, int maximumDepth, out Envelope envelope)
    {
        // The payload stands one level below the message.
        var reader = new Utf8JsonReader(message.Span, new JsonReaderOptions { MaxDepth = maximumDepth + 1 });
        var type = EnvelopeType.Missing;
        ReadOnlyMemory<byte> typeText = default;
        var hasId = false;
        long id = OperationIds.None;
        ReadOnlyMemory<byte> payload = default;
        var payloadToken = JsonTokenType.None;

        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            envelope = default;
            return "Invalid message: not an object";
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.TextIs("payload"u8))
            {
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                payloadToken = reader.TokenType;
                reader.Skip();
                payload = payloadToken == JsonTokenType.Null ? default : message[start..(int)reader.BytesConsumed];
            }
            else if (reader.TextIs("id"u8))
            {
                reader.Read();
                hasId = reader.TokenType != JsonTokenType.Null;
                id = OperationIds.Read(ref reader);
                reader.Skip();
            }
            else if (reader.TextIs("type"u8))
            {
                reader.Read();
                type = ReadType(ref reader);
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                typeText = message[start..(int)reader.BytesConsumed];
            }
            else
            {
                reader.Skip();
            }
        }

        // Throws on anything after the object.
        reader.Read();
        envelope = new Envelope
        {
            Type = type,
            TypeText = typeText,
            HasId = hasId,
            Id = id,
            Payload = payload,
            PayloadToken = payloadToken,
        };
        return null;
    }

    private static EnvelopeType ReadType(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String) return EnvelopeType.Unknown;
        return reader.TextIs("next"u8) ? EnvelopeType.Next
            : reader.TextIs("data"u8) ? EnvelopeType.Data
            : reader.TextIs("ka"u8) ? EnvelopeType.KeepAlive
            : reader.TextIs("ping"u8) ? EnvelopeType.Ping
            : reader.TextIs("pong"u8) ? EnvelopeType.Pong
            : reader.TextIs("complete"u8) ? EnvelopeType.Complete
            : reader.TextIs("error"u8) ? EnvelopeType.Error
            : reader.TextIs("start_ack"u8) ? EnvelopeType.StartAck
            : reader.TextIs("connection_ack"u8) ? EnvelopeType.ConnectionAck
            : reader.TextIs("connection_error"u8) ? EnvelopeType.ConnectionError
            : EnvelopeType.Unknown;
    }
}
