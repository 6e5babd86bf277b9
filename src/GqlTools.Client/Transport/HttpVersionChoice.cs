using System.Net;

namespace GqlTools.Client.Transport;

/// <summary>
/// The HTTP version of a session's requests and what to do where the server has another. Both stand on every request message, as
/// defaults of a client object do not reach messages that are sent one by one.
/// </summary>
/// <param name="Version">1.1, 2.0 or 3.0.</param>
/// <param name="Policy">Whether lower or higher versions will do.</param>
public sealed record HttpVersionChoice(Version Version, HttpVersionPolicy Policy)
{
    /// <summary>
    /// HTTP/2 where TLS negotiates it, else HTTP/1.1. Without TLS that is HTTP/1.1: nothing negotiates there.
    /// </summary>
    public static HttpVersionChoice Default { get; } = new(HttpVersion.Version20, HttpVersionPolicy.RequestVersionOrLower);

    /// <summary>This version and no other; on an http URI 2.0 means HTTP/2 with prior knowledge (RFC 9113, section 3.3).</summary>
    /// <param name="version">1.1, 2.0 or 3.0.</param>
    public static HttpVersionChoice Exactly(Version version) => new(version, HttpVersionPolicy.RequestVersionExact);
}
