using System.Buffers;
using System.Text.Json;
using GqlTools.Client.Responses;

namespace GqlTools.Client.Streaming.WebSockets.Phoenix;

/// <summary>A message of a Phoenix socket, in either serialization. Texts are slices of it, without their quotes and with their escapes.</summary>
internal readonly struct PhoenixMessage
{
    /// <summary>The <c>ref</c> that the client gave the message that this one answers; <see cref="OperationIds.None"/> where it answers none.</summary>
    public long Ref { get; private init; }

    /// <summary>The topic.</summary>
    public ReadOnlyMemory<byte> Topic { get; private init; }

    /// <summary>The event.</summary>
    public ReadOnlyMemory<byte> Event { get; private init; }

    /// <summary>The payload's JSON; empty where it is null.</summary>
    public ReadOnlyMemory<byte> Payload { get; private init; }

    /// <summary>Reads a message.</summary>
    /// <returns>What is wrong with it; null where nothing is.</returns>
    public static string? TryRead(ReadOnlyMemory<byte> message, PhoenixSerializer serializer, int maximumDepth, out PhoenixMessage read)
    {
        read = default;
        try
        {
            var reader = new Utf8JsonReader(message.Span, new JsonReaderOptions { MaxDepth = maximumDepth });
            reader.Read();
            var expected = serializer == PhoenixSerializer.V1 ? JsonTokenType.StartObject : JsonTokenType.StartArray;
            if (reader.TokenType != expected) return $"Invalid message: not in the serialization {serializer} that was asked for";
            read = serializer == PhoenixSerializer.V1 ? ReadObject(message, ref reader) : ReadArray(message, ref reader);
            reader.Read();
            return read.Event.IsEmpty ? "Invalid message: it has no event" : null;
        }
        catch (JsonException exception)
        {
            return $"Invalid message: {exception.Message}";
        }
    }

    /// <summary>Writes a message.</summary>
    public static void Write(
        IBufferWriter<byte> output, PhoenixSerializer serializer, long joinRef, long reference, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> name, ReadOnlySpan<byte> payload)
    {
        var isArray = serializer == PhoenixSerializer.V2;
        output.Write(isArray ? "[\""u8 : "{\"join_ref\":\""u8);
        OperationIds.Write(output, joinRef);
        output.Write(isArray ? "\",\""u8 : "\",\"ref\":\""u8);
        OperationIds.Write(output, reference);
        output.Write(isArray ? "\",\""u8 : "\",\"topic\":\""u8);
        output.Write(topic);
        output.Write(isArray ? "\",\""u8 : "\",\"event\":\""u8);
        output.Write(name);
        output.Write(isArray ? "\","u8 : "\",\"payload\":"u8);
        output.Write(payload.IsEmpty ? "{}"u8 : payload);
        output.Write(isArray ? "]"u8 : "}"u8);
    }

    private static PhoenixMessage ReadObject(ReadOnlyMemory<byte> message, ref Utf8JsonReader reader)
    {
        long reference = OperationIds.None;
        ReadOnlyMemory<byte> topic = default, name = default, payload = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isRef = reader.TextIs("ref"u8);
            var isTopic = reader.TextIs("topic"u8);
            var isEvent = reader.TextIs("event"u8);
            var isPayload = reader.TextIs("payload"u8);
            reader.Read();
            if (isRef) reference = OperationIds.Read(ref reader);
            var value = Value(message, ref reader);
            if (isTopic) topic = value;
            else if (isEvent) name = value;
            else if (isPayload) payload = value;
        }

        return new PhoenixMessage { Ref = reference, Topic = topic, Event = name, Payload = payload };
    }

    private static PhoenixMessage ReadArray(ReadOnlyMemory<byte> message, ref Utf8JsonReader reader)
    {
        long reference = OperationIds.None;
        ReadOnlyMemory<byte> topic = default, name = default, payload = default;
        for (var position = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; position++)
        {
            if (position == 1) reference = OperationIds.Read(ref reader);
            var value = Value(message, ref reader);
            if (position == 2) topic = value;
            else if (position == 3) name = value;
            else if (position == 4) payload = value;
        }

        return new PhoenixMessage { Ref = reference, Topic = topic, Event = name, Payload = payload };
    }

    private static ReadOnlyMemory<byte> Value(ReadOnlyMemory<byte> message, ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        var token = reader.TokenType;
        reader.Skip();
        var end = (int)reader.BytesConsumed;
        return token switch
        {
            JsonTokenType.Null => default,
            JsonTokenType.String => message[(start + 1)..(end - 1)],
            _ => message[start..end],
        };
    }
}
