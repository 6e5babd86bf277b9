using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GqlTools.Client.Tests;

/// <summary>A loopback server that answers as its test says, over HTTP/1.1 and HTTP/2 with TLS, and remembers what it saw.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _requests;

    private ScriptedServer(WebApplication app, X509Certificate2 certificate) => (_app, Certificate) = (app, certificate);

    public X509Certificate2 Certificate { get; }

    public Uri Uri { get; private set; } = null!;

    public int Requests => Volatile.Read(ref _requests);

    public ConcurrentBag<string> Connections { get; } = [];

    public int ConnectionCount => Connections.Distinct().Count();

    public static async Task<ScriptedServer> StartAsync(RequestDelegate script, int port = 0, bool askForCertificate = false)
    {
        var certificate = CreateCertificate();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port, listen =>
            {
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                listen.UseHttps(certificate, https =>
                {
                    if (!askForCertificate) return;
                    https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                    https.AllowAnyClientCertificate();
                });
            });
        });
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(options => options.ShutdownTimeout = TimeSpan.Zero);
        var app = builder.Build();
        var server = new ScriptedServer(app, certificate);
        app.UseWebSockets();
        app.Run(context =>
        {
            Interlocked.Increment(ref server._requests);
            server.Connections.Add(context.Connection.Id);
            return script(context);
        });
        await app.StartAsync();
        server.Uri = new Uri(new Uri(app.Urls.Single()), "/graphql");
        return server;
    }

    /// <summary>Answers every request with this text.</summary>
    public static RequestDelegate Always(string body, string mediaType = "application/graphql-response+json", int status = 200) =>
        context => AnswerAsync(context, body, mediaType, status);

    public static async Task AnswerAsync(
        HttpContext context, string body, string mediaType = "application/graphql-response+json", int status = 200)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = mediaType;
        await context.Response.WriteAsync(body);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Certificate.Dispose();
    }

    /// <summary>A certificate for loopback, which is its own authority.</summary>
    public static X509Certificate2 CreateCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = DateTimeOffset.UtcNow;
        return request.CreateSelfSigned(now.AddMinutes(-5), now.AddDays(1));
    }
}
