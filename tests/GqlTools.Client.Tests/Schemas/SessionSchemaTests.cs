using System.Text;
using System.Text.Json;
using GqlTools.Client.Failures;
using GqlTools.Client.Requests;
using GqlTools.Client.Sessions;
using GqlTools.Language.Introspection;
using GqlTools.Language.Sdl;
using Microsoft.AspNetCore.Http;

namespace GqlTools.Client.Tests.Schemas;

public sealed class SessionSchemaTests
{
    private const string Sdl =
        """
        type Query { product(id: ID!, kind: Kind): Product products(first: Int): [Product!]! }
        type Product { id: ID! name: String }
        enum Kind { SMALL LARGE }
        type Mutation { order(input: OrderInput!): ID }
        input OrderInput { lines: [LineInput!]! note: String }
        input LineInput { sku: ID! quantity: Int! }
        """;

    private const string Off = """{"errors":[{"message":"GraphQL introspection is not allowed."}]}""";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_schema_is_fetched_once_however_many_ask_at_the_same_time()
    {
        var introspections = 0;
        await using var server = await StartAsync(query =>
        {
            if (query.Contains("IntrospectionQuery")) Interlocked.Increment(ref introspections);
        });
        await using var session = TestSessions.SessionWith(server);

        var schemas = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => session.Schema.GetAsync(Token).AsTask(), Token)));
        var later = await session.Schema.GetAsync(Token);

        Assert.All(schemas, schema => Assert.Same(later, schema));
        Assert.Equal(1, introspections);
        Assert.NotNull(later.FindType("Product"));
    }

    [Fact]
    public async Task Who_gives_up_waiting_does_not_end_the_fetch_for_the_others()
    {
        var release = new TaskCompletionSource();
        await using var server = await StartAsync(before: () => release.Task);
        await using var session = TestSessions.SessionWith(server);
        using var impatient = new CancellationTokenSource();

        var first = session.Schema.GetAsync(impatient.Token).AsTask();
        var second = session.Schema.GetAsync(Token).AsTask();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        release.SetResult();

        Assert.NotNull((await second.WaitAsync(Patience, Token)).FindType("Product"));
    }

    [Fact]
    public async Task A_background_fetch_returns_at_once_and_shares_its_attempt()
    {
        var release = new TaskCompletionSource();
        await using var server = await StartAsync(before: () => release.Task);
        await using var session = TestSessions.SessionWith(server);

        session.Schema.BeginFetch();
        session.Schema.BeginFetch();
        Assert.Null(session.Schema.Current);
        release.SetResult();

        Assert.Same(await session.Schema.GetAsync(Token).AsTask().WaitAsync(Patience, Token), session.Schema.Current);
        Assert.Equal(2, server.Requests);
    }

    [Fact]
    public async Task Introspection_switched_off_is_said_clearly_and_requests_go_on()
    {
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            var query = await ReadQueryAsync(context);
            await ScriptedServer.AnswerAsync(context, query.Contains("__schema") || query.Contains("__type(") ? Off : """{"data":{"hello":"world"}}""", status: query.Contains("hello") ? 200 : 400);
        });
        await using var session = TestSessions.SessionWith(server);

        var failure = await Assert.ThrowsAsync<GqlException>(() => session.Schema.GetAsync(Token).AsTask());
        var answer = await session.SendAsync(new GqlRequest("{ hello }"), Token);

        Assert.Equal(FailureKind.SchemaUnavailable, failure.Kind);
        Assert.Contains("introspection is probably switched off", failure.Message);
        Assert.Contains("GraphQL introspection is not allowed", failure.Message);
        Assert.Contains("-Schema", failure.Message);
        Assert.Same(failure, session.Schema.Failure);
        Assert.Equal("world", answer.Data.GetProperty("hello").GetString());
    }

    [Fact]
    public async Task A_background_fetch_is_not_repeated_once_the_server_has_said_no()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Always(Off));
        await using var session = TestSessions.SessionWith(server);
        await Assert.ThrowsAsync<GqlException>(() => session.Schema.GetAsync(Token).AsTask());
        var requests = server.Requests;

        session.Schema.BeginFetch();
        await session.CloseAsync(TimeSpan.FromSeconds(5));

        Assert.Equal(requests, server.Requests);
    }

    [Fact]
    public async Task After_a_failed_fetch_the_next_one_tries_again()
    {
        var isDown = true;
        var schema = SchemaBuilder.Build(Sdl);
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            if (Volatile.Read(ref isDown)) await ScriptedServer.AnswerAsync(context, "gone", "text/plain", 404);
            else await AnswerIntrospectionAsync(context, await ReadQueryAsync(context));
        });
        await using var session = TestSessions.SessionWith(server);

        await Assert.ThrowsAsync<GqlException>(() => session.Schema.GetAsync(Token).AsTask());
        Volatile.Write(ref isDown, false);

        Assert.NotNull((await session.Schema.GetAsync(Token)).FindType("Product"));
        Assert.Null(session.Schema.Failure);
    }

    [Fact]
    public async Task An_old_server_is_asked_only_for_what_it_knows()
    {
        string[] unknown = ["specifiedByURL", "isOneOf", "isRepeatable", "includeDeprecated: true) { ...InputValue"];
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            var query = await ReadQueryAsync(context);
            if (query.Contains("IntrospectionProbe")) await ScriptedServer.AnswerAsync(context, """{"data":{"schema":{"fields":[{"name":"types","args":[]}]},"type":{"fields":[]},"field":null,"inputValue":null,"directive":null}}""");
            else if (Array.Find(unknown, query.Contains) is { } field) await ScriptedServer.AnswerAsync(context, JsonSerializer.Serialize(new { errors = new[] { new { message = "Unknown: " + field } } }));
            else await AnswerIntrospectionAsync(context, query);
        });
        await using var session = TestSessions.SessionWith(server);

        var schema = await session.Schema.GetAsync(Token);

        Assert.NotNull(schema.FindType("OrderInput"));
        Assert.Equal(2, server.Requests);
    }

    [Fact]
    public async Task An_answer_that_is_no_schema_is_refused_with_the_reason()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Always(
            """{"data":{"__schema":{"queryType":{"name":"Query"},"types":[{"kind":"OBJECT","name":"Query","fields":[{"name":"a","args":[],"type":{"kind":"OBJECT","name":"Missing"}}]}],"directives":[]}}}"""));
        await using var session = TestSessions.SessionWith(server);

        var failure = await Assert.ThrowsAsync<GqlException>(() => session.Schema.GetAsync(Token).AsTask());

        Assert.Equal(FailureKind.SchemaInvalid, failure.Kind);
        Assert.Contains("Missing", failure.Message);
    }

    [Fact]
    public async Task C5_a_wrong_document_is_refused_with_all_its_errors_before_it_costs_a_request()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Always("""{"data":{}}"""));
        await using var session = new GqlSession(TestSessions.OptionsFor(server) with { Schema = SchemaBuilder.Build(Sdl), ValidateDocuments = true });

        var failure = await Assert.ThrowsAsync<GqlException>(() => session.SendAsync(new GqlRequest("{\n  produts { id }\n  product { name }\n}"), Token));

        Assert.Equal(FailureKind.ValidationFailed, failure.Kind);
        Assert.Equal(2, failure.ValidationErrors.Count);
        Assert.Equal((2, 3), (failure.Line, failure.Column));
        Assert.Contains("Did you mean \"products\"", failure.Message);
        Assert.Contains("2 |   produts { id }\n  |   ^", failure.Message);
        Assert.Contains("3 |   product { name }", failure.Message);
        Assert.Equal(0, server.Requests);
    }

    [Fact]
    public async Task C5_wrong_variables_are_refused_with_their_paths_before_they_cost_a_request()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Always("""{"data":{}}"""));
        await using var session = new GqlSession(TestSessions.OptionsFor(server) with { Schema = SchemaBuilder.Build(Sdl), ValidateDocuments = true });
        var request = new GqlRequest("mutation ($input: OrderInput!) { order(input: $input) }")
        {
            Variables = Encoding.UTF8.GetBytes("""{"input":{"lines":[{"sku":"a","quantity":1},{"sku":"b","quantity":"many"}],"nota":""}}"""),
        };

        var failure = await Assert.ThrowsAsync<GqlException>(() => session.SendAsync(request, Token));

        Assert.Equal(FailureKind.VariablesInvalid, failure.Kind);
        Assert.Contains("$input.lines[1].quantity", failure.Message);
        Assert.Contains("Did you mean \"note\"", failure.Message);
        Assert.Equal(0, server.Requests);
    }

    [Fact]
    public async Task A_session_that_validates_fetches_the_schema_before_its_first_request()
    {
        await using var server = await StartAsync();
        await using var session = new GqlSession(TestSessions.OptionsFor(server) with { ValidateDocuments = true });

        await session.SendAsync(new GqlRequest("{ products { id } }"), Token);
        await session.SendAsync(new GqlRequest("{ products { name } }"), Token);

        Assert.Equal(4, server.Requests);
    }

    [Fact]
    public void A_document_is_validated_once_for_a_schema()
    {
        var schema = SchemaBuilder.Build(Sdl);
        var document = GqlTools.Client.Operations.GqlDocument.Parse("{ nothing }");

        Assert.Same(document.Validate(schema), document.Validate(schema));
        Assert.NotSame(document.Validate(schema), document.Validate(SchemaBuilder.Build(Sdl)));
    }

    private static Task<ScriptedServer> StartAsync(Action<string>? seen = null, Func<Task>? before = null) => ScriptedServer.StartAsync(async context =>
    {
        var query = await ReadQueryAsync(context);
        seen?.Invoke(query);
        if (before is not null) await before();
        await AnswerIntrospectionAsync(context, query);
    });

    private static async Task AnswerIntrospectionAsync(HttpContext context, string query)
    {
        var data = query.Contains("__schema {") ? IntrospectionWriter.Write(SchemaBuilder.Build(Sdl)) : "{}";
        await ScriptedServer.AnswerAsync(context, $$"""{"data":{{data}}}""");
    }

    private static async Task<string> ReadQueryAsync(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        return body.RootElement.GetProperty("query").GetString()!;
    }
}
