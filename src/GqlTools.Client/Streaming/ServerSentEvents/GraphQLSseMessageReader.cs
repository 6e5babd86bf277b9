using GqlTools.Client.Failures;
using GqlTools.Client.Responses;

namespace GqlTools.Client.Streaming.ServerSentEvents;

/// <summary>The messages of one operation that is answered by server-sent events: the payload of every <c>next</c>, until <c>complete</c>.</summary>
public sealed class GraphQLSseMessageReader : IJsonMessageReader
{
    private const long OperationId = 1;

    private readonly ServerSentEventReader _events;
    private readonly GraphQLSseProtocol _protocol;

    /// <summary>Makes a reader for one stream.</summary>
    /// <param name="limits">Bounds of the answer; each message has to keep within its bytes.</param>
    public GraphQLSseMessageReader(AnswerLimits limits)
    {
        _events = new ServerSentEventReader(limits.MaximumBytes);
        _protocol = new GraphQLSseProtocol(GraphQLSseMode.DistinctConnections, limits.MaximumDepth);
        _protocol.Begin(OperationId);
    }

    /// <inheritdoc/>
    public bool IsComplete => _protocol.ActiveCount == 0;

    /// <inheritdoc/>
    public Memory<byte> GetBuffer() => _events.GetBuffer();

    /// <inheritdoc/>
    public void Advance(int count) => _events.Advance(count);

    /// <inheritdoc/>
    public bool TryRead(out ReadOnlyMemory<byte> message)
    {
        while (_events.TryRead(out var read))
        {
            var received = _protocol.Read(read);
            if (received.Kind == StreamEventKind.Violation) throw new GqlException(FailureKind.AnswerMalformed, $"The answer's server-sent events cannot be read. {received.Reason}.");
            if (received.Kind != StreamEventKind.Next) continue;
            message = received.Payload;
            return true;
        }

        message = default;
        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => _events.Dispose();
}
