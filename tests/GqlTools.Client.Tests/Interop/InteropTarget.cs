using System.Net;
using System.Security.Cryptography.X509Certificates;
using GqlTools.Client.Sessions;
using GqlTools.Client.Transport;
using Xunit.Sdk;

namespace GqlTools.Client.Tests.Interop;

/// <summary>A server and the way to it.</summary>
/// <param name="kind">Which server, by its name in serve.mjs.</param>
/// <param name="secure">HTTP/2 with TLS; else HTTP/1.1 without.</param>
public sealed class InteropTarget(string kind, bool secure) : IXunitSerializable
{
    /// <summary>For the test framework, which fills it in afterwards.</summary>
    public InteropTarget()
        : this("", secure: false)
    {
    }

    /// <summary>yoga or apollo.</summary>
    public string Kind { get; private set; } = kind;

    /// <summary>HTTP/2 with TLS; else HTTP/1.1 without.</summary>
    public bool Secure { get; private set; } = secure;

    /// <summary>The HTTP version that answers come over.</summary>
    public Version Version => Secure ? HttpVersion.Version20 : HttpVersion.Version11;

    /// <summary>Every server over every way.</summary>
    public static TheoryData<InteropTarget> All =>
        [Target("yoga", false), Target("yoga", true), Target("apollo", false), Target("apollo", true)];

    /// <summary>Every server over HTTP/2 with TLS.</summary>
    public static TheoryData<InteropTarget> Multiplexed => [Target("yoga", true), Target("apollo", true)];

    /// <summary>The options of a session with this target.</summary>
    internal GqlSessionOptions OptionsFor(NodeServer server) => new(Secure ? server.SecureUri : server.PlainUri)
    {
        Tls = new TlsOptions { TrustedRoots = new X509Certificate2Collection(server.Certificate) },
        Retry = TestSessions.Impatient,
    };

    public override string ToString() => $"{Kind} over {(Secure ? "HTTP/2 with TLS" : "HTTP/1.1")}";

    private static InteropTarget Target(string kind, bool secure) => new(kind, secure);

    void IXunitSerializable.Serialize(IXunitSerializationInfo info)
    {
        info.AddValue(nameof(Kind), Kind);
        info.AddValue(nameof(Secure), Secure);
    }

    void IXunitSerializable.Deserialize(IXunitSerializationInfo info)
    {
        Kind = info.GetValue<string>(nameof(Kind))!;
        Secure = info.GetValue<bool>(nameof(Secure));
    }
}
