using GqlTools.Language.Execution;

namespace GqlTools.Demo;

/// <summary>How a <see cref="DemoServer"/> listens, how large its shop is and what it refuses. Never changes after the start.</summary>
public sealed record DemoServerOptions
{
    /// <summary>The port of the TLS endpoint (HTTP/2 and HTTP/1.1 by ALPN); 0 lets the system choose.</summary>
    public int HttpsPort { get; init; }

    /// <summary>The port of the cleartext HTTP/1.1 endpoint; 0 lets the system choose.</summary>
    public int HttpPort { get; init; }

    /// <summary>The port of the cleartext HTTP/2 endpoint (prior knowledge); 0 lets the system choose.</summary>
    public int H2cPort { get; init; }

    /// <summary>A path at which to listen on a Unix domain socket with cleartext HTTP/1.1 as well; null for none.</summary>
    public string? UnixSocketPath { get; init; }

    /// <summary>Whether the TLS endpoint asks for a client certificate. Any certificate is taken; <c>request { clientCertificate }</c> shows it.</summary>
    public bool RequestClientCertificate { get; init; }

    /// <summary>How many streams a client may have open on one HTTP/2 connection. The default is Kestrel's own, 100.</summary>
    public int MaxStreamsPerConnection { get; init; } = 100;

    /// <summary>The largest request body that is read, in bytes; a larger one is answered with 413. The default is 4 MiB.</summary>
    public long MaxRequestBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Whether a JSON array of requests is answered by an array of results. Off by default: batching stands outside GraphQL over HTTP.</summary>
    public bool AllowBatching { get; init; }

    /// <summary>Whether a document may be asked for by its hash once it has been sent (automatic persisted queries). On by default.</summary>
    public bool AllowPersistedQueries { get; init; } = true;

    /// <summary>Documents that may be asked for by <c>documentId</c>, by id.</summary>
    public IReadOnlyDictionary<string, string> PersistedDocuments { get; init; } = new Dictionary<string, string>();

    /// <summary>The longest target of a GET, in characters; a longer one is answered with 414. The default is 4,096.</summary>
    public int MaximumUriLength { get; init; } = 4_096;

    /// <summary>Whether a GET or an upload needs a header field that no browser sends by itself to another origin: <c>GraphQL-Require-Preflight</c>,
    /// <c>Apollo-Require-Preflight</c> or <c>X-Apollo-Operation-Name</c>. Off by default.</summary>
    public bool RequirePreflight { get; init; }

    /// <summary>The largest request with files that is read, in bytes. The default is unlimited.</summary>
    public long? MaximumUploadBytes { get; init; }

    /// <summary>How long a client may take to send <c>connection_init</c> on a WebSocket; then it is closed with 4408. The default is 3 seconds.</summary>
    public TimeSpan SocketInitTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The form of incremental delivery over WebSockets and server-sent events, where clients cannot ask for one; the default is the later form. A
    /// multipart answer has the form that the client accepts.</summary>
    public IncrementalFormat EventIncrementalFormat { get; init; } = IncrementalFormat.IncrementalV02;

    /// <summary>How often a silent stream shows that it lives: a comment of server-sent events, a heartbeat of a multipart subscription. The
    /// default is 5 seconds.</summary>
    public TimeSpan StreamKeepAlive { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The most requests a batch may have; a larger one is answered with 413.</summary>
    public int MaximumBatchSize { get; init; } = 1_000;

    /// <summary>Whether introspection (<c>__schema</c> and <c>__type</c>) is answered. On by default.</summary>
    public bool AllowIntrospection { get; init; } = true;

    /// <summary>A fault that every request to <c>/graphql</c> meets from the start, such as <c>delay?milliseconds=20</c>; null for none.
    /// See <see cref="Faults.FaultTable"/> for what there is.</summary>
    public string? Fault { get; init; }

    /// <summary>What clients may ask from the start, such as <c>github?points=1000&amp;seconds=2</c>; null for as much as they like.
    /// See <see cref="Throttling.ThrottleTable"/> for what there is.</summary>
    public string? Throttle { get; init; }

    /// <summary>The clock of everything that is limited by time. The default is the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>How many products the shop has. Products are computed from their number, so a million of them costs no memory.</summary>
    public int ProductCount { get; init; } = 10_000;

    /// <summary>How many customers the shop has.</summary>
    public int CustomerCount { get; init; } = 1_000;

    /// <summary>How many orders each customer has placed before the server starts.</summary>
    public int OrdersPerCustomer { get; init; } = 20;

    /// <summary>The largest page a connection gives out (<c>first</c> or <c>last</c>); asking for more is an error of that field.</summary>
    public int MaximumPageSize { get; init; } = 1_000;
}
