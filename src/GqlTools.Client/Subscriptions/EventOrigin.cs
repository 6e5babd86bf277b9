using System.Net;
using System.Net.Http.Headers;

namespace GqlTools.Client.Subscriptions;

/// <summary>What the events of one connection have in common: how the server answered when it was made.</summary>
internal sealed record EventOrigin(int StatusCode, Version HttpVersion, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders)
{
    /// <summary>That of a stream.</summary>
    public static EventOrigin Of(HttpResponseMessage message) => new((int)message.StatusCode, message.Version, message.Headers, message.Content.Headers);

    /// <summary>That of a WebSocket.</summary>
    public static EventOrigin OfSocket(Version httpVersion, IReadOnlyDictionary<string, IEnumerable<string>>? headers)
    {
        var status = httpVersion.Major < 2 ? HttpStatusCode.SwitchingProtocols : HttpStatusCode.OK;
        using var message = new HttpResponseMessage(status);
        foreach (var (name, values) in headers ?? new Dictionary<string, IEnumerable<string>>()) message.Headers.TryAddWithoutValidation(name, values);
        return new EventOrigin((int)status, httpVersion, message.Headers, message.Content.Headers);
    }
}
