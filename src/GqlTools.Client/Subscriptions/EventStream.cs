using System.Runtime.CompilerServices;
using GqlTools.Client.Responses;
using GqlTools.Client.Streaming;
using GqlTools.Client.Streaming.Multipart;
using GqlTools.Client.Streaming.ServerSentEvents;
using GqlTools.Client.Transport;

namespace GqlTools.Client.Subscriptions;

/// <summary>The events of one answer that streams, in either form.</summary>
internal sealed class EventStream : IDisposable
{
    private const long OnlyOperation = 1;

    private readonly HttpContent _content;
    private readonly ServerSentEventReader? _events;
    private readonly GraphQLSseProtocol? _sse;
    private readonly MultipartJsonReader? _parts;
    private readonly MultipartSubscriptionProtocol? _multipart;

    private EventStream(HttpContent content, AnswerLimits limits)
    {
        _content = content;
        _events = new ServerSentEventReader(limits.MaximumBytes);
        _sse = new GraphQLSseProtocol(GraphQLSseMode.DistinctConnections, limits.MaximumDepth);
        _sse.Begin(OnlyOperation);
    }

    private EventStream(HttpContent content, AnswerLimits limits, string boundary)
    {
        _content = content;
        _parts = new MultipartJsonReader(boundary, limits.MaximumBytes);
        _multipart = new MultipartSubscriptionProtocol(OnlyOperation, limits.MaximumDepth);
    }

    /// <summary>How long the server asks to wait before another attempt; null where it does not say.</summary>
    public TimeSpan? ReconnectionTime => _events?.ReconnectionTime;

    /// <summary>The events of an answer; null where its media type is no stream's.</summary>
    public static EventStream? For(string? mediaType, HttpResponseMessage message, AnswerLimits limits) => mediaType switch
    {
        "text/event-stream" => new EventStream(message.Content, limits),
        "multipart/mixed" => new EventStream(message.Content, limits, MultipartBoundary.Find(message.Content.Headers.NonValidated["Content-Type"].ToString())),
        _ => null,
    };

    /// <summary>What comes, until the answer ends. An event is good until the next is asked for.</summary>
    public async IAsyncEnumerable<StreamEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Packing was not offered; proxies do it all the same.
        using var stream = ContentDecoder.Decode(await _content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), _content.Headers);
        while (true)
        {
            var count = await stream.ReadAsync(_events?.GetBuffer() ?? _parts!.GetBuffer(), cancellationToken).ConfigureAwait(false);
            if (count == 0) break;
            _events?.Advance(count);
            _parts?.Advance(count);
            while (TryRead(out var received)) yield return received;
        }

        // The delimiter that ends a multipart message says what "complete" says elsewhere.
        if (_parts is { IsComplete: true }) yield return new StreamEvent(StreamEventKind.Complete) { Id = OnlyOperation };
    }

    /// <summary>Gives the buffers back.</summary>
    public void Dispose()
    {
        _events?.Dispose();
        _parts?.Dispose();
    }

    private bool TryRead(out StreamEvent received)
    {
        received = default;
        if (_events is not null)
        {
            if (!_events.TryRead(out var read)) return false;
            received = _sse!.Read(read);
            return true;
        }

        if (!_parts!.TryRead(out var part)) return false;
        received = _multipart!.Read(part);
        return true;
    }
}
