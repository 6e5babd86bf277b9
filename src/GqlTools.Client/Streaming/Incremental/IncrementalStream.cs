using System.Globalization;
using GqlTools.Client.Failures;
using GqlTools.Client.Responses;
using GqlTools.Client.Streaming.Multipart;
using GqlTools.Client.Streaming.ServerSentEvents;
using GqlTools.Client.Transport;

namespace GqlTools.Client.Streaming.Incremental;

/// <summary>
/// The parts of an answer while its body arrives, as multipart/mixed or as server-sent events. It owns the body: disposing of it before the end resets the
/// request's stream and leaves the connection to the others. Used by one caller at a time.
/// </summary>
internal sealed class IncrementalStream : IDisposable
{
    private const string Multipart = "multipart/mixed";
    private const string EventStream = "text/event-stream";

    private readonly HttpContent _content;
    private readonly Stream _body;
    private readonly IJsonMessageReader _messages;
    private readonly IncrementalReader _reader;
    private long _count;

    private IncrementalStream(HttpContent content, Stream body, IJsonMessageReader messages, AnswerLimits limits)
    {
        _content = content;
        _body = body;
        _messages = messages;
        _reader = new IncrementalReader(limits);
    }

    /// <summary>Whether the server has not said yet that nothing follows.</summary>
    public bool HasNext => _reader.HasNext;

    /// <summary>Whether a body of this media type comes in parts.</summary>
    /// <param name="mediaType">Media type without parameters, in lower case.</param>
    public static bool Reads(string? mediaType) => mediaType is Multipart or EventStream;

    /// <summary>Begins to read a body.</summary>
    public static async ValueTask<IncrementalStream> OpenAsync(HttpContent content, string? mediaType, AnswerLimits limits, CancellationToken cancellationToken)
    {
        var body = ContentDecoder.Decode(await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), content.Headers);
        IJsonMessageReader messages = mediaType == EventStream
            ? new GraphQLSseMessageReader(limits)
            : new MultipartJsonReader(MultipartBoundary.Find(content.Headers.NonValidated["Content-Type"].ToString()), limits.MaximumBytes);
        return new IncrementalStream(content, body, messages, limits);
    }

    /// <summary>Reads the next message.</summary>
    /// <returns>Its parts, which may be none; their values are good until this is called again. Null at the end.</returns>
    /// <exception cref="GqlException">
    /// What <see cref="IncrementalReader.Read"/> and the body's format say, and <see cref="FailureKind.AnswerTruncated"/>.
    /// </exception>
    public async ValueTask<IReadOnlyList<IncrementalPart>?> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        while (true)
        {
            while (_messages.TryRead(out var message))
            {
                if (message.IsEmpty) continue;
                var parts = _reader.Read(message);
                _count += parts.Count;
                return parts;
            }

            // To the end of the body, and not of the parts: what is left unread would have to be reset.
            var count = await _body.ReadAsync(_messages.GetBuffer(), cancellationToken).ConfigureAwait(false);
            if (count == 0) break;
            _messages.Advance(count);
        }

        if (_count > 0 && (!_reader.HasNext || _messages.IsComplete)) return null;
        throw new GqlException(
            FailureKind.AnswerTruncated,
            _count == 0
                ? "The answer ends before its first part where a GraphQL answer was expected."
                : string.Create(CultureInfo.InvariantCulture, $"The answer ends in the middle, after {_count:N0} of its parts: the last one said that more would follow."));
    }

    /// <summary>Gives up what is still to come.</summary>
    public void Dispose()
    {
        _messages.Dispose();
        _body.Dispose();
        _content.Dispose();
    }
}
