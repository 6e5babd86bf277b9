using System.Text;
using GqlTools.Client.Batching;
using GqlTools.Client.Failures;
using GqlTools.Client.Requests;
using GqlTools.Client.Sessions;
using GqlTools.Client.Tests.Batching;
using GqlTools.Client.Transport;
using GqlTools.Demo;

namespace GqlTools.Client.Tests.Sessions;

/// <content>C7 for batches, against the demo server.</content>
public sealed partial class ContractTests
{
    private const string Lookup = """
        query Lookup($id: Int!, $text: String = "x", $bad: Boolean = false) {
          typed { int(value: $id) }
          ...More @include(if: $bad)
        }
        fragment More on Query { fail(message: $text, code: "BAD") }
        """;

    public static TheoryData<BatchStyle, bool> Styles => new()
    {
        { BatchStyle.Array, true }, { BatchStyle.Alias, true }, { BatchStyle.Auto, true }, { BatchStyle.Auto, false },
    };

    [Theory]
    [MemberData(nameof(Styles))]
    public async Task C7_each_request_of_a_batch_has_its_own_answer_errors_and_tag(BatchStyle style, bool arrays)
    {
        await using var server = await DemoServer.StartAsync(new DemoServerOptions { AllowBatching = arrays }, Token);
        await using var session = SessionWith(server);
        GqlRequest[] requests = [.. Enumerable.Range(0, 25).Select(id => new GqlRequest(Lookup)
        {
            Variables = Encoding.UTF8.GetBytes(id % 7 == 3 ? $$"""{"id":{{id}},"bad":true,"text":"no {{id}}"}""" : $$"""{"id":{{id}}}"""),
            Tag = id,
        })];

        var single = await BatchRun.SendAsync(session, requests, batchSize: 1, style, Token);
        var before = server.Counters.RequestsReceived;
        var batched = await BatchRun.SendAsync(session, requests, batchSize: 10, style, Token);

        // One more for each batch that had to learn that the server takes no arrays.
        Assert.InRange(server.Counters.RequestsReceived - before, 3, arrays ? 3 : 6);
        BatchRun.AssertSame(single, batched);
        Assert.Equal(Enumerable.Range(0, 25).Cast<object>(), batched.Select(outcome => outcome.Request.Tag!));
    }

    [Theory]
    [InlineData("""{"id":"none"}""")] // the server refuses the variable of one, and with it the document
    [InlineData("""{"id":3,"text":5}""")]
    public async Task C7_a_request_that_the_server_refuses_takes_no_other_of_its_batch_with_it(string guilty)
    {
        await using var server = await DemoServer.StartAsync(new DemoServerOptions(), Token);
        await using var session = SessionWith(server);
        GqlRequest[] requests = [.. Enumerable.Range(0, 16).Select(id => new GqlRequest(Lookup)
        {
            Variables = Encoding.UTF8.GetBytes(id == 11 ? guilty : $$"""{"id":{{id}}}"""),
        })];

        var single = await BatchRun.SendAsync(session, requests, batchSize: 1, BatchStyle.Alias, Token);
        var batched = await BatchRun.SendAsync(session, requests, batchSize: 16, BatchStyle.Alias, Token);

        Assert.False(single[11].Response!.HasData);
        BatchRun.AssertSame(single, batched);
    }

    [Fact]
    public async Task C7_a_root_field_that_may_not_be_null_kills_none_of_its_neighbours()
    {
        await using var server = await DemoServer.StartAsync(new DemoServerOptions(), Token);
        await using var session = SessionWith(server);
        const string document = "query($bad: Boolean!, $message: String) { __typename failNonNull(message: $message) @include(if: $bad) }";
        GqlRequest[] requests = [.. Enumerable.Range(0, 20).Select(id => new GqlRequest(document)
        {
            Variables = Encoding.UTF8.GetBytes($$"""{"bad":{{(id is 4 or 15 ? "true" : "false")}},"message":"no {{id}}"}"""),
        })];

        var single = await BatchRun.SendAsync(session, requests, batchSize: 1, BatchStyle.Alias, Token);
        var before = server.Counters.RequestsReceived;
        var batched = await BatchRun.SendAsync(session, requests, batchSize: 20, BatchStyle.Alias, Token);

        BatchRun.AssertSame(single, batched);
        Assert.InRange(server.Counters.RequestsReceived - before, 3, 12);
    }

    [Theory]
    [InlineData("""{ "id": null }""", FailureKind.VariablesInvalid)]
    [InlineData("[]", FailureKind.VariablesInvalid)]
    public async Task C7_what_is_wrong_locally_with_one_costs_the_batch_nothing(string variables, FailureKind expected)
    {
        await using var server = await DemoServer.StartAsync(new DemoServerOptions(), Token);
        await using var session = SessionWith(server);
        GqlRequest[] requests =
        [
            new(Lookup) { Variables = """{"id":1}"""u8.ToArray() },
            new(Lookup) { Variables = Encoding.UTF8.GetBytes(variables) },
            new(Lookup) { Variables = """{"id":2}"""u8.ToArray() },
        ];

        var outcomes = await BatchRun.SendAsync(session, requests, batchSize: 3, BatchStyle.Alias, Token);

        Assert.Equal(expected, outcomes[1].Failure!.Kind);
        Assert.Equal([1, 2], new[] { outcomes[0], outcomes[2] }.Select(outcome => outcome.Response!.Data.GetProperty("typed").GetProperty("int").GetInt32()));
        Assert.Equal(1, server.Counters.RequestsReceived);
    }

    [Fact]
    public async Task C7_requests_that_differ_in_document_header_fields_timeout_or_key_share_no_batch()
    {
        await using var server = await DemoServer.StartAsync(new DemoServerOptions(), Token);
        await using var session = SessionWith(server);
        var seen = new GqlRequest("query($n: String!) { request { header(name: $n) } }") { Variables = """{"n":"x-tenant"}"""u8.ToArray() };
        GqlRequest[] requests =
        [
            seen with { Headers = [new("x-tenant", "north")] },
            seen with { Headers = [new("x-tenant", "north")] },
            seen with { Headers = [new("x-tenant", "south")] },
            seen with { Timeout = TimeSpan.FromSeconds(70) },
            seen with { IdempotencyKey = "1", Variables = """{"n":"idempotency-key"}"""u8.ToArray() },
            seen with { IdempotencyKey = "2", Variables = """{"n":"idempotency-key"}"""u8.ToArray() },
            new("{ request { header(name: \"x-tenant\") } }"),
        ];

        var outcomes = await BatchRun.SendAsync(session, requests, batchSize: 10, BatchStyle.Alias, Token);

        Assert.Equal(
            ["north", "north", "south", null, "1", "2", null],
            outcomes.Select(outcome => outcome.Response!.Data.GetProperty("request").GetProperty("header").GetString()));
        Assert.Equal(6, server.Counters.RequestsReceived);
    }

    [Theory]
    [InlineData(BatchStyle.Alias)]
    [InlineData(BatchStyle.Auto)]
    public async Task C4_and_C7_mutations_of_a_batch_run_in_order_and_never_twice(BatchStyle style)
    {
        await using var server = await DemoServer.StartAsync(new DemoServerOptions { AllowBatching = true }, Token);
        await using var session = SessionWith(server);
        GqlRequest[] counts = [.. Enumerable.Repeat(new GqlRequest("mutation { count }"), 10)];

        var outcomes = await BatchRun.SendAsync(session, counts, batchSize: 5, style, Token, size: 1);

        Assert.Equal(Enumerable.Range(1, 10), outcomes.Select(outcome => outcome.Response!.Data.GetProperty("count").GetInt32()));
        Assert.Equal(10, server.Counters.FieldCount("Mutation.count"));
        Assert.Equal(2, server.Counters.RequestsReceived);
    }

    [Fact]
    public async Task C4_and_C7_mutations_whose_batch_lost_its_answer_are_not_sent_again()
    {
        await using var server = await DemoServer.StartAsync(new DemoServerOptions { Fault = "answer?status=500&body=html&execute=true" }, Token);
        await using var session = SessionWith(server);
        GqlRequest[] counts = [.. Enumerable.Repeat(new GqlRequest("mutation { count }"), 4)];

        var outcomes = await BatchRun.SendAsync(session, counts, batchSize: 4, BatchStyle.Alias, Token);

        Assert.All(outcomes, outcome => Assert.Equal(FailureKind.HttpStatus, outcome.Failure!.Kind));
        Assert.Equal(4, server.Counters.FieldCount("Mutation.count"));
        Assert.Equal(1, server.Counters.RequestsReceived);
    }

    [Fact]
    public async Task C4_and_C7_mutations_that_were_refused_before_any_ran_go_again_until_the_guilty_one_stands_alone()
    {
        await using var server = await DemoServer.StartAsync(new DemoServerOptions(), Token);
        await using var session = SessionWith(server);
        GqlRequest[] requests = [.. Enumerable.Range(0, 8).Select(id => new GqlRequest("mutation($ms: Int) { count(milliseconds: $ms) }")
        {
            Variables = id == 5 ? """{"ms":"soon"}"""u8.ToArray() : """{"ms":0}"""u8.ToArray(),
        })];

        var outcomes = await BatchRun.SendAsync(session, requests, batchSize: 8, BatchStyle.Alias, Token);

        Assert.False(outcomes[5].Response!.HasData);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], outcomes.Where((_, index) => index != 5).Select(outcome => outcome.Response!.Data.GetProperty("count").GetInt32()));
        Assert.Equal(7, server.Counters.FieldCount("Mutation.count"));
    }

    private static GqlSession SessionWith(DemoServer server) => new(new GqlSessionOptions(server.HttpsUri)
    {
        Tls = new TlsOptions { SkipCertificateCheck = true },
        Retry = TestSessions.Impatient with { MaximumRetryCount = 0 },
        SkipConnectionTest = true,
    });
}
