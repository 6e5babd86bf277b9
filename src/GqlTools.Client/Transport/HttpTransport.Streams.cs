using System.Net.Http.Headers;
using GqlTools.Client.Requests;

namespace GqlTools.Client.Transport;

/// <content>Answers that stream, and WebSockets: they go over the connections of the same handler, with the same header fields.</content>
internal sealed partial class HttpTransport
{
    /// <summary>What a WebSocket connects with, so that it shares the session's connection, proxy and trust.</summary>
    public HttpMessageInvoker Invoker => _invoker;

    /// <summary>Asks for an answer that streams. Its content is still on its way when this returns, and comes unpacked: packing would hold events back.</summary>
    /// <param name="request">For its header fields.</param>
    /// <param name="body">The request as JSON in UTF-8.</param>
    /// <param name="accept">The media types of the answer.</param>
    /// <param name="endpoint">Where to ask; credentials go there and to nowhere else.</param>
    /// <param name="cancellationToken">Ends the request, and later the answer.</param>
    public async Task<HttpResponseMessage> OpenStreamAsync(
        PreparedRequest request, ReadOnlyMemory<byte> body, string accept, Uri endpoint, CancellationToken cancellationToken)
    {
        var target = endpoint;
        for (var redirects = 0; ; redirects++)
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, target)
            {
                Content = new ReadOnlyMemoryContent(body),
                Version = _options.HttpVersion.Version,
                VersionPolicy = _options.HttpVersion.Policy,
            };
            message.Content.Headers.TryAddWithoutValidation("Content-Type", Json);
            message.Headers.TryAddWithoutValidation("Accept", accept);
            message.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
            if (IsSameOrigin(target, endpoint)) AddOwnHeaders(message, request.Request);
            var response = await _invoker.SendAsync(message, cancellationToken).ConfigureAwait(false);
            if (!IsRedirect(response)) return response;
            using (response) target = Follow(response, target, redirects, get: false);
        }
    }

    /// <summary>The header fields that open a WebSocket, credentials included.</summary>
    public HttpRequestHeaders SocketHeaders()
    {
        using var message = new HttpRequestMessage();
        message.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        AddOwnHeaders(message, NoRequest);
        return message.Headers;
    }

    private static GqlRequest NoRequest { get; } = new("");
}
