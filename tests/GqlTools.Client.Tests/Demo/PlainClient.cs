using System.Net;
using System.Net.Security;
using System.Text;
using System.Text.Json;
using GqlTools.Demo;

namespace GqlTools.Client.Tests.Demo;

/// <summary>An HttpClient that trusts one demo server's certificate, speaks exactly one HTTP version and follows nothing by itself.</summary>
internal static class PlainClient
{
    public const string BothTypes = "application/graphql-response+json, application/json;q=0.9";

    public static HttpClient Of(DemoServer server, Version? version = null, Action<SocketsHttpHandler>? configure = null)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, certificate, _, _) => server.Certificate.Equals(certificate),
            },
        };
        configure?.Invoke(handler);
        return new HttpClient(handler)
        {
            DefaultRequestVersion = version ?? HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
    }

    public static Task<HttpResponseMessage> PostAsync(
        this HttpClient client, Uri uri, string json, string? accept = BothTypes, string contentType = "application/json",
        Action<HttpRequestMessage>? configure = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, uri)
        {
            Version = client.DefaultRequestVersion,
            VersionPolicy = client.DefaultVersionPolicy,
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(json)),
        };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        configure?.Invoke(request);
        return client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public static Task<HttpResponseMessage> QueryAsync(
        this HttpClient client, Uri uri, string query, object? variables = null, Action<HttpRequestMessage>? configure = null) =>
        client.PostAsync(uri, JsonSerializer.Serialize(new { query, variables }), configure: configure);

    public static async Task<JsonElement> JsonAsync(this Task<HttpResponseMessage> answer)
    {
        using var response = await answer;
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
