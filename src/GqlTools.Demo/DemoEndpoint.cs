namespace GqlTools.Demo;

/// <summary>Where a <see cref="DemoServer"/> listens.</summary>
public enum DemoEndpoint
{
    /// <summary>TLS; HTTP/2 and HTTP/1.1 by ALPN.</summary>
    Https,

    /// <summary>Cleartext HTTP/1.1.</summary>
    Http,

    /// <summary>Cleartext HTTP/2, prior knowledge.</summary>
    H2c,

    /// <summary>A Unix domain socket with cleartext HTTP/1.1.</summary>
    UnixSocket,
}
