using System.Net;
using GqlTools.Client.Failures;

namespace GqlTools.Client.Transport;

/// <summary>The way through a proxy.</summary>
public sealed record ProxyChoice
{
    // What SocketsHttpHandler takes.
    private static readonly string[] Schemes = ["http", "https", "socks4", "socks4a", "socks5"];

    private ProxyChoice(bool use, IWebProxy? proxy) => (UseProxy, Proxy) = (use, proxy);

    /// <summary>The proxy that the environment or the system names, if any.</summary>
    public static ProxyChoice FromEnvironment { get; } = new(true, null);

    /// <summary>No proxy, whatever the environment says.</summary>
    public static ProxyChoice None { get; } = new(false, null);

    /// <summary>Whether a proxy may be used at all.</summary>
    public bool UseProxy { get; }

    /// <summary>The proxy; null for the environment's. Not for all to read: it carries the proxy's password.</summary>
    internal IWebProxy? Proxy { get; }

    /// <summary>The proxy on the way to <paramref name="target"/>; null where there is none.</summary>
    internal Uri? AddressFor(Uri target)
    {
        var proxy = UseProxy ? Proxy ?? HttpClient.DefaultProxy : null;
        return proxy is null || proxy.IsBypassed(target) ? null : proxy.GetProxy(target);
    }

    /// <summary>Refuses a proxy that cannot be reached. Its URI is not shown, as it may carry a password.</summary>
    /// <exception cref="GqlException"><see cref="FailureKind.UriInvalid"/>.</exception>
    internal void Validate()
    {
        if (Proxy is not WebProxy { Address: var address } || address is { IsAbsoluteUri: true, Host.Length: > 0 } && Schemes.Contains(address.Scheme)) return;
        throw new GqlException(
            FailureKind.UriInvalid,
            $"The proxy's URI is not an absolute {string.Join(", ", Schemes[..^1])} or {Schemes[^1]} URI. Write it whole, such as http://proxy.example.com:8080.");
    }

    /// <summary>This proxy, for every host.</summary>
    /// <param name="address">The proxy's URI.</param>
    /// <param name="credentials">Credentials for the proxy; null for none.</param>
    public static ProxyChoice To(Uri address, ICredentials? credentials = null) =>
        new(true, new WebProxy(address) { Credentials = credentials });
}
