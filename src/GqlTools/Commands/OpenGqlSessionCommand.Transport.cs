using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using GqlTools.Binding;

namespace GqlTools.Commands;

/// <content>The connection.</content>
public sealed partial class OpenGqlSessionCommand
{
    /// <summary>
    /// 1.1, 2.0 or 3.0, and no other. Without it HTTP/2 is used where TLS can negotiate it, else HTTP/1.1. On an http URI, 2.0 means HTTP/2 with
    /// prior knowledge.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(HttpVersionCompleter))]
    [HttpVersionTransformation]
    [ValidateNotNull]
    public Version? HttpVersion { get; set; }

    /// <summary>Lets an HTTP/2 session open further connections once all streams of the first are taken.</summary>
    [Parameter]
    public SwitchParameter AllowMultipleConnections { get; set; }

    /// <summary>A client certificate with which the session proves itself.</summary>
    [Parameter]
    [ValidateNotNull]
    public X509Certificate? Certificate { get; set; }

    /// <summary>Accepts any certificate of the server. Only for tests: nothing protects the connection then.</summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>The TLS versions that are allowed. The default is Default: the operating system chooses.</summary>
    [Parameter]
    public GqlTlsProtocols SslProtocol { get; set; }

    /// <summary>The URI of a proxy. By default the environment's is used, if it names one.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? Proxy { get; set; }

    /// <summary>Credentials for -Proxy.</summary>
    [Parameter]
    [Credential]
    [ValidateNotNull]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>Uses no proxy, whatever the environment says.</summary>
    [Parameter]
    public SwitchParameter NoProxy { get; set; }

    /// <summary>The path of a Unix domain socket to connect to in place of the URI's host and port.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? UnixSocket { get; set; }

    /// <summary>Seconds for a connection to come about, TLS included. The default is 15.</summary>
    [Parameter]
    [Alias("TimeoutSec")]
    [ValidateRange(1, int.MaxValue / 1000)]
    public int ConnectionTimeoutSeconds { get; set; } = 15;

    /// <summary>Asks the server not to compress its answers.</summary>
    [Parameter]
    public SwitchParameter NoCompression { get; set; }
}
