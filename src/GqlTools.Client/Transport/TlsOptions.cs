using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace GqlTools.Client.Transport;

/// <summary>How a session's connections are encrypted and whom they trust.</summary>
public sealed record TlsOptions
{
    /// <summary>Whether any certificate of the server is taken. Only for tests. Default false.</summary>
    public bool SkipCertificateCheck { get; init; }

    /// <summary>Authorities trusted in place of the machine's; null for the machine's own.</summary>
    public X509Certificate2Collection? TrustedRoots { get; init; }

    /// <summary>Certificates with which the session proves itself.</summary>
    public X509CertificateCollection ClientCertificates { get; init; } = [];

    /// <summary>Allowed protocols; <see cref="SslProtocols.None"/> lets the operating system choose. Default None.</summary>
    public SslProtocols Protocols { get; init; } = SslProtocols.None;
}
