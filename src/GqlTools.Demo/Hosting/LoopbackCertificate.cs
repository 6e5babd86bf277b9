using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace GqlTools.Demo.Hosting;

/// <summary>Makes the server's certificate: self-signed, in memory only, for this machine's loopback names. It is never stored or trusted anywhere.</summary>
internal static class LoopbackCertificate
{
    private const string ServerAuthenticationUsage = "1.3.6.1.5.5.7.3.1"; // RFC 5280, 4.2.1.12: id-kp-serverAuth
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(10);

    public static X509Certificate2 Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=GqlTools demo server", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        // A certificate authority of its own, so that a client can be told to trust exactly this one.
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthenticationUsage)], false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));

        var now = DateTimeOffset.UtcNow;
        var certificate = request.CreateSelfSigned(now - ClockSkew, now + Lifetime);
        if (!OperatingSystem.IsWindows())
            return certificate;

        // SChannel cannot use an ephemeral key: it has to pass through a PKCS #12 blob, still in memory.
        using (certificate)
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
