using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GqlTools.Client.Operations;
using GqlTools.Client.Paging;
using GqlTools.Client.Requests;
using GqlTools.Client.Responses;
using GqlTools.Client.Sessions;
using GqlTools.Client.Transport;
using GqlTools.Demo;
using Microsoft.AspNetCore.Http;

namespace GqlTools.Client.Tests.Paging;

/// <summary>Walks over pages read as JSON, and servers for them.</summary>
internal static class Walks
{
    public static GqlSessionOptions OptionsFor(DemoServer server) => new(server.HttpsUri)
    {
        Tls = new TlsOptions { TrustedRoots = new X509Certificate2Collection(server.Certificate) },
        Retry = TestSessions.Impatient,
        SkipConnectionTest = true,
    };

    public static GqlPager<JsonNode?> Pager(GqlSession session, string query, PagingOptions? options = null, string variables = "") => new(
        session,
        new GqlRequest(query) { Variables = Encoding.UTF8.GetBytes(variables) },
        options ?? new PagingOptions(),
        static () => JsonNodeReader.Instance,
        JsonNodeNavigator.Instance);

    public static async Task<List<GqlEvent<JsonNode?>>> ToListAsync(this GqlPager<JsonNode?> pager)
    {
        var events = new List<GqlEvent<JsonNode?>>();
        await foreach (var happened in pager.RunAsync(TestContext.Current.CancellationToken)) events.Add(happened);
        return events;
    }

    /// <summary>The items as JSON text.</summary>
    public static string[] Items(this IEnumerable<GqlEvent<JsonNode?>> events) =>
        [.. events.Where(static happened => happened.Kind == GqlEventKind.Item).Select(static happened => happened.Item!.ToJsonString())];

    public static GqlEvent<JsonNode?>[] Of(this IEnumerable<GqlEvent<JsonNode?>> events, GqlEventKind kind) =>
        [.. events.Where(happened => happened.Kind == kind)];

    /// <summary>A server that answers by the variables of each request.</summary>
    public static Task<ScriptedServer> AnswerAsync(Func<JsonElement, string> answer) => ScriptedServer.StartAsync(async context =>
        await ScriptedServer.AnswerAsync(context, answer(await VariablesAsync(context))));

    public static async Task<JsonElement> VariablesAsync(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        return body.RootElement.TryGetProperty("variables", out var variables) ? variables.Clone() : default;
    }

    /// <summary>The text of a variable; null where there is none.</summary>
    public static string? Text(this JsonElement variables, string name) => variables.TryGetProperty(name, out var value) ? value.ToString() : null;
}
