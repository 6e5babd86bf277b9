using System.Text.Json;
using GqlTools.Client.Responses;

namespace GqlTools.Client.Streaming.ServerSentEvents;

/// <summary>
/// What server-sent events mean by the GraphQL over Server-Sent Events protocol (PROTOCOL.md of graphql-sse 2).
/// <para>
/// The protocol has two events, <c>next</c> and <c>complete</c>. In distinct connections mode the data of <c>next</c> is the answer and that of <c>complete</c>
/// is empty; in single connection mode both are objects with the operation's id, which the client gave it as <c>extensions.operationId</c>. Events of other
/// types are passed over, as server-sent events always are. What cannot be read is a violation: there is nothing to send, the stream is to be closed.
/// </para>
/// </summary>
public sealed class GraphQLSseProtocol
{
    private readonly GraphQLSseMode _mode;
    private readonly int _maximumDepth;
    private readonly OperationIds _ids = new();

    /// <summary>Makes the state of one stream.</summary>
    /// <param name="mode">What the stream carries.</param>
    /// <param name="maximumDepth">Levels that one answer may have.</param>
    public GraphQLSseProtocol(GraphQLSseMode mode, int maximumDepth)
    {
        _mode = mode;
        _maximumDepth = maximumDepth;
    }

    /// <summary>How many operations are under way.</summary>
    public int ActiveCount => _ids.Count;

    /// <summary>Says that an operation is asked for. In distinct connections mode it is the only one, and events are its own.</summary>
    /// <param name="id">The operation's id, positive and not in use.</param>
    /// <exception cref="InvalidOperationException">The id is in use, or the stream has an operation and can have only one.</exception>
    public void Begin(long id)
    {
        if (_mode == GraphQLSseMode.DistinctConnections && _ids.Count > 0) throw new InvalidOperationException("The stream carries one operation, and has it.");
        _ids.Begin(id);
        Only = id;
    }

    /// <summary>Says that an operation is wanted no more: its events are ignored from now on.</summary>
    /// <param name="id">The operation's id.</param>
    /// <returns>Whether it was under way, so that the server must be told.</returns>
    public bool End(long id) => _ids.End(id);

    private long Only { get; set; }

    /// <summary>What an event means.</summary>
    /// <param name="received">The event; the payload of the answer is a slice of its data.</param>
    public StreamEvent Read(in ServerSentEvent received)
    {
        var isNext = received.Type.Span.SequenceEqual("next"u8);
        if (!isNext && !received.Type.Span.SequenceEqual("complete"u8)) return default;
        if (_mode == GraphQLSseMode.SingleConnection) return ReadShared(received.Data, isNext);
        if (!isNext) return Ended(Only);
        if (!received.HasData || received.Data.IsEmpty) return Violation("the event 'next' has no data");
        return Next(Only, received.Data);
    }

    private StreamEvent ReadShared(ReadOnlyMemory<byte> data, bool isNext)
    {
        var id = OperationIds.None;
        ReadOnlyMemory<byte> payload = default;
        try
        {
            // The answer stands one level below the event's own object.
            var reader = new Utf8JsonReader(data.Span, new JsonReaderOptions { MaxDepth = _maximumDepth + 1 });
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject) return Violation("its data is no object");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isId = reader.TextIs("id"u8);
                var isPayload = reader.TextIs("payload"u8);
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                if (isId) id = OperationIds.Read(ref reader);
                reader.Skip();
                if (isPayload) payload = data[start..(int)reader.BytesConsumed];
            }

            reader.Read();
        }
        catch (JsonException exception)
        {
            return Violation(exception.Message);
        }

        if (!isNext) return Ended(id);
        return payload.IsEmpty ? Violation("the event 'next' has no payload") : Next(id, payload);
    }

    private StreamEvent Next(long id, ReadOnlyMemory<byte> payload) =>
        _ids.IsActive(id) ? new StreamEvent(StreamEventKind.Next) { Id = id, Payload = payload } : default;

    private StreamEvent Ended(long id) => _ids.End(id) ? new StreamEvent(StreamEventKind.Complete) { Id = id } : default;

    private static StreamEvent Violation(string reason) => new(StreamEventKind.Violation) { Reason = $"Invalid event: {reason}" };
}
