using System.Text.Json;
using GqlTools.Client.Responses;

namespace GqlTools.Client.Streaming.Multipart;

/// <summary>
/// What the parts of a multipart subscription mean (<c>multipart/mixed;subscriptionSpec=1.0</c>, Apollo Router's "HTTP multipart protocol"). One stream
/// carries one operation.
/// <para>
/// <c>{}</c> is a sign of life. <c>{ "payload": answer }</c> is an event. <c>{ "payload": null, "errors": [...] }</c> says that the router has lost what it
/// subscribed to. <c>{ "payload": null }</c> is the end. Servers that leave the envelope out and write bare answers are understood as well.
/// </para>
/// </summary>
public sealed class MultipartSubscriptionProtocol
{
    private readonly long _id;
    private readonly int _maximumDepth;
    private bool _hasEnded;

    /// <summary>Makes the state of one stream.</summary>
    /// <param name="id">The id that its events get.</param>
    /// <param name="maximumDepth">Levels that one answer may have.</param>
    public MultipartSubscriptionProtocol(long id, int maximumDepth)
    {
        _id = id;
        _maximumDepth = maximumDepth;
    }

    /// <summary>What a part means.</summary>
    /// <param name="part">The part's body; the payload of the answer is a slice of it.</param>
    public StreamEvent Read(ReadOnlyMemory<byte> part)
    {
        if (_hasEnded) return default;
        ReadOnlyMemory<byte> payload = default;
        ReadOnlyMemory<byte> errors = default;
        bool hasPayload = false, hasData = false;
        try
        {
            // The answer stands one level below the envelope.
            var reader = new Utf8JsonReader(part.Span, new JsonReaderOptions { MaxDepth = _maximumDepth + 1 });
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject) return Violation("it is no object");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isPayload = reader.TextIs("payload"u8);
                var isErrors = reader.TextIs("errors"u8);
                hasData |= reader.TextIs("data"u8);
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                var isNull = reader.TokenType == JsonTokenType.Null;
                reader.Skip();
                var value = isNull ? default : part[start..(int)reader.BytesConsumed];
                hasPayload |= isPayload;
                if (isPayload) payload = value;
                if (isErrors) errors = value;
            }

            reader.Read();
        }
        catch (JsonException exception)
        {
            return Violation(exception.Message);
        }

        if (!payload.IsEmpty) return Next(payload);
        if (hasData) return Next(part);
        if (!hasPayload && errors.IsEmpty) return new StreamEvent(StreamEventKind.KeepAlive) { Id = _id };
        _hasEnded = true;
        return errors.IsEmpty
            ? new StreamEvent(StreamEventKind.Complete) { Id = _id }
            : new StreamEvent(StreamEventKind.ConnectionError) { Id = _id, Payload = errors };
    }

    private StreamEvent Next(ReadOnlyMemory<byte> answer) => new(StreamEventKind.Next) { Id = _id, Payload = answer };

    private static StreamEvent Violation(string reason) => new(StreamEventKind.Violation) { Reason = $"Invalid part: {reason}" };
}
