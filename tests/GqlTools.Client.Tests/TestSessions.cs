using System.Security.Cryptography.X509Certificates;
using GqlTools.Client.Resilience;
using GqlTools.Client.Sessions;
using GqlTools.Client.Transport;

namespace GqlTools.Client.Tests;

/// <summary>Sessions with a <see cref="ScriptedServer"/>, whose certificate they trust.</summary>
internal static class TestSessions
{
    /// <summary>Retries at once: a test shows that there is another attempt, not how long the wait is.</summary>
    public static readonly RetryOptions Impatient = new() { BaseDelay = TimeSpan.Zero };

    public static GqlSessionOptions OptionsFor(ScriptedServer server) => new(server.Uri)
    {
        Tls = new TlsOptions { TrustedRoots = new X509Certificate2Collection(server.Certificate) },
        Retry = Impatient,
        SkipConnectionTest = true,
    };

    public static GqlSession SessionWith(ScriptedServer server) => new(OptionsFor(server));
}
