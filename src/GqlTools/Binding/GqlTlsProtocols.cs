using System.Security.Authentication;

namespace GqlTools.Binding;

/// <summary>TLS versions, named as Invoke-RestMethod names them. Versions that nobody should use any more are left out.</summary>
[Flags]
public enum GqlTlsProtocols
{
    /// <summary>What the operating system chooses.</summary>
    Default = SslProtocols.None,

    /// <summary>TLS 1.2.</summary>
    Tls12 = SslProtocols.Tls12,

    /// <summary>TLS 1.3.</summary>
    Tls13 = SslProtocols.Tls13,
}
