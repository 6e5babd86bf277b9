using System.Text;
using System.Text.Json;
using GqlTools.Client.Batching;
using GqlTools.Client.Checkpoints;
using GqlTools.Client.Failures;
using GqlTools.Client.Operations;
using GqlTools.Client.Requests;
using GqlTools.Client.Responses;
using GqlTools.Client.Sessions;

namespace GqlTools.Client.Tests.Checkpoints;

public sealed class InputCheckpointTests : IDisposable
{
    private const string Document = "query Product($id: ID!, $locale: String) { product(id: $id, locale: $locale) { name } }";

    private readonly string _directory = Directory.CreateTempSubdirectory("gqlcheckpoint").FullName;

    private string Path => System.IO.Path.Combine(_directory, "work.checkpoint");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task An_input_that_an_earlier_run_finished_is_not_due_again()
    {
        await using var answers = await Answers.StartAsync();
        using (var first = Open())
        {
            Assert.Equal(InputStanding.Due, first.Begin("a", repeatable: true));
            first.Settle(await answers.SucceedAsync("a"), repeatable: true, written: true);
        }

        using var second = Open();
        Assert.Equal(InputStanding.Finished, second.Begin("a", repeatable: true));
        Assert.Equal(InputStanding.Due, second.Begin("b", repeatable: true));
        Assert.Equal(1, second.Skipped);
    }

    [Fact]
    public async Task An_input_that_failed_or_could_not_be_written_whole_is_due_again()
    {
        await using var answers = await Answers.StartAsync();
        using (var first = Open())
        {
            first.Begin("failed", repeatable: true);
            first.Settle(await answers.FailAsync("failed", 500), repeatable: true, written: false);
            first.Begin("unwritten", repeatable: true);
            first.Settle(await answers.SucceedAsync("unwritten"), repeatable: true, written: false);
            first.Begin("in flight", repeatable: true);
        }

        using var second = Open();
        Assert.Equal(InputStanding.Due, second.Begin("failed", repeatable: true));
        Assert.Equal(InputStanding.Due, second.Begin("unwritten", repeatable: true));
        Assert.Equal(InputStanding.Due, second.Begin("in flight", repeatable: true));
    }

    [Fact]
    public void A_mutation_whose_end_is_unknown_is_in_doubt_unless_it_can_be_repeated()
    {
        using (var first = Open()) first.Begin("a", repeatable: false);

        using (var second = Open()) Assert.Equal(InputStanding.InDoubt, second.Begin("a", repeatable: false));
        using var third = Open();
        Assert.Equal(InputStanding.Due, third.Begin("a", repeatable: true));
    }

    [Theory]
    [InlineData(401, true)]
    [InlineData(429, true)]
    [InlineData(400, false)]
    [InlineData(500, false)]
    [InlineData(503, false)]
    public async Task A_mutation_that_failed_is_due_again_only_where_it_provably_did_nothing(int status, bool due)
    {
        await using var answers = await Answers.StartAsync();
        using (var first = Open())
        {
            first.Begin("a", repeatable: false);
            first.Settle(await answers.FailAsync("a", status), repeatable: false, written: false);
        }

        using var second = Open();
        Assert.Equal(due ? InputStanding.Due : InputStanding.InDoubt, second.Begin("a", repeatable: false));
    }

    [Fact]
    public async Task A_mutation_is_in_doubt_where_its_batch_was_answered_by_nothing_that_can_be_told_apart_and_due_where_its_batch_was_never_sent()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Always("""[{"data":{"pay":1}}]"""));
        await using var session = TestSessions.SessionWith(server);
        var batcher = new RequestBatcher<JsonElement>(session, static () => JsonElementReader.Instance, 2, BatchStyle.Array);
        using (var first = Open())
        {
            Task<RequestOutcome<JsonElement>>[] outcomes =
                [.. new[] { "lost", "lost, too", "gathered" }.Select(key => batcher.Add(new GqlRequest("mutation { pay }") { InputKey = key }, TestContext.Current.CancellationToken))];
            batcher.Abandon();
            foreach (var outcome in await Task.WhenAll(outcomes))
            {
                first.Begin(outcome.Request.InputKey!, repeatable: false);
                first.Settle(outcome, repeatable: false, written: false);
            }
        }

        using var second = Open();
        Assert.Equal(InputStanding.InDoubt, second.Begin("lost", repeatable: false));
        Assert.Equal(InputStanding.InDoubt, second.Begin("lost, too", repeatable: false));
        Assert.Equal(InputStanding.Due, second.Begin("gathered", repeatable: false));
    }

    [Fact]
    public async Task A_mutation_that_was_answered_with_errors_is_in_doubt_and_one_that_succeeded_is_finished_whatever_could_be_written()
    {
        await using var answers = await Answers.StartAsync();
        using (var first = Open())
        {
            first.Begin("errors", repeatable: false);
            first.Settle(await answers.ErrorAsync("errors"), repeatable: false, written: false);
            first.Begin("unwritten", repeatable: false);
            first.Settle(await answers.SucceedAsync("unwritten"), repeatable: false, written: false);
        }

        using var second = Open();
        Assert.Equal(InputStanding.InDoubt, second.Begin("errors", repeatable: false));
        Assert.Equal(InputStanding.Finished, second.Begin("unwritten", repeatable: false));
    }

    [Fact]
    public void Two_inputs_of_one_run_with_the_same_key_are_told_apart_by_nobody_so_the_second_is_refused()
    {
        using var checkpoint = Open();
        Assert.Equal(InputStanding.Due, checkpoint.Begin("a", repeatable: true));
        Assert.Equal(InputStanding.Duplicate, checkpoint.Begin("a", repeatable: true));
        Assert.Equal(InputStanding.Due, checkpoint.Begin("A", repeatable: true));
    }

    [Fact]
    public async Task Cut_off_at_any_byte_a_file_is_continued_with_what_its_whole_lines_say()
    {
        await using var answers = await Answers.StartAsync();
        string[] keys = ["a", "b", "c"];
        var ends = new List<long>();
        using (var whole = Open())
        {
            foreach (var key in keys)
            {
                whole.Begin(key, repeatable: true);
                whole.Settle(await answers.SucceedAsync(key), repeatable: true, written: true);
                ends.Add(new FileInfo(Path).Length);
            }
        }

        var bytes = await File.ReadAllBytesAsync(Path, TestContext.Current.CancellationToken);
        for (var length = 0; length <= bytes.Length; length++)
        {
            await File.WriteAllBytesAsync(Path, bytes[..length], TestContext.Current.CancellationToken);
            using (var again = Open())
            {
                for (var index = 0; index < keys.Length; index++)
                    Assert.Equal(ends[index] <= length ? InputStanding.Finished : InputStanding.Due, again.Begin(keys[index], repeatable: true));
                again.Settle(await answers.SucceedAsync("last"), repeatable: true, written: true);
            }

            // What is added after the cut can be read.
            using var after = Open();
            Assert.Equal(InputStanding.Finished, after.Begin("last", repeatable: true));
        }
    }

    [Theory]
    [InlineData("endpoint", "the endpoint was https://example.com/graphql and is https://example.com/other")]
    [InlineData("tenant", "the query of the endpoint's URI is another")]
    [InlineData("document", "the document has changed; the operation was 'Product' and is 'Other'")]
    [InlineData("variables", "the variables have changed")]
    [InlineData("key", "the inputs' key was 'id' and is 'sku'")]
    [InlineData("kind", "it is of pipeline input, and this is a walk over pages")]
    public void Other_work_is_refused_with_what_differs(string what, string says)
    {
        Open().Dispose();

        var failure = Assert.Throws<GqlException>(() => InputCheckpoint.Open(Path, Other(what), TimeProvider.System));

        Assert.Equal(FailureKind.CheckpointMismatch, failure.Kind);
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
        Assert.Contains("delete the file to start over", failure.Message, StringComparison.Ordinal);
        using var mine = Open();
    }

    [Fact]
    public void Layout_and_comments_of_the_document_may_change()
    {
        Open().Dispose();
        using var same = InputCheckpoint.Open(Path, Subject(document: Document.Replace("{ product", "{\n  # one\n  product", StringComparison.Ordinal)), TimeProvider.System);
    }

    [Fact]
    public void A_second_run_at_the_same_time_is_refused()
    {
        using var first = Open();
        Assert.Equal(FailureKind.CheckpointInUse, Assert.Throws<GqlException>(() => Open()).Kind);
    }

    [Theory]
    [InlineData("a shopping list")]
    [InlineData("{\"gqlCheckpoint\":1,\"kind\":7}\n")]
    [InlineData("{\"gqlCheckpoint\":2,\"kind\":\"Inputs\"}\n")]
    [InlineData("one\ntwo\n")]
    public void Another_file_is_refused_and_left_as_it_is(string text)
    {
        File.WriteAllText(Path, text);
        Assert.Equal(FailureKind.CheckpointInvalid, Assert.Throws<GqlException>(() => Open()).Kind);
        Assert.Equal(text, File.ReadAllText(Path));
    }

    [Fact]
    public void A_damaged_line_is_not_taken_for_one_that_was_cut_off()
    {
        using (var first = Open())
        {
            first.Begin("a", repeatable: false);
            first.Begin("b", repeatable: false);
        }

        var bytes = File.ReadAllBytes(Path);
        bytes[^40] = 0;
        File.WriteAllBytes(Path, bytes);
        var failure = Assert.Throws<GqlException>(() => Open());
        Assert.Equal(FailureKind.CheckpointInvalid, failure.Kind);
        Assert.Contains("line 2", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_made_is_said_so()
    {
        var failure = Assert.Throws<GqlException>(() => InputCheckpoint.Open(System.IO.Path.Combine(_directory, "none", "x"), Subject(), TimeProvider.System));
        Assert.Equal(FailureKind.CheckpointNotWritable, failure.Kind);
    }

    [Fact]
    public void Neither_keys_nor_variables_stand_in_the_file()
    {
        using (var checkpoint = Open()) checkpoint.Begin("top-secret", repeatable: false);
        var text = File.ReadAllText(Path);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.DoesNotContain("locale", text, StringComparison.Ordinal);
    }

    private InputCheckpoint Open() => InputCheckpoint.Open(Path, Subject(), TimeProvider.System);

    private static CheckpointSubject Other(string what) => what switch
    {
        "endpoint" => Subject(endpoint: "https://example.com/other"),
        "tenant" => Subject(endpoint: "https://example.com/graphql?tenant=2"),
        "document" => Subject(document: Document.Replace("Product(", "Other(", StringComparison.Ordinal)),
        "variables" => Subject(variables: """{"locale":"de"}"""),
        "key" => Subject(unit: "sku"),
        _ => Subject(kind: CheckpointKind.Walk),
    };

    private static CheckpointSubject Subject(
        CheckpointKind kind = CheckpointKind.Inputs,
        string endpoint = "https://example.com/graphql",
        string document = Document,
        string variables = """{"locale":"en"}""",
        string unit = "id")
    {
        var session = new GqlSession(new GqlSessionOptions(new Uri(endpoint)) { SkipConnectionTest = true });
        var read = GqlDocument.Parse(document);
        return CheckpointSubject.Of(kind, session, read, read.Operations[0], Encoding.UTF8.GetBytes(variables), unit);
    }

    /// <summary>Outcomes as a session brings them.</summary>
    private sealed class Answers(ScriptedServer server, GqlSession session) : IAsyncDisposable
    {
        public static async Task<Answers> StartAsync()
        {
            var server = await ScriptedServer.StartAsync(async context =>
            {
                var status = int.Parse(context.Request.Headers["x-status"].ToString(), System.Globalization.CultureInfo.InvariantCulture);
                var body = context.Request.Headers["x-body"].ToString();
                await ScriptedServer.AnswerAsync(context, body, "application/json", status);
            });
            return new Answers(server, new GqlSession(TestSessions.OptionsFor(server) with { Retry = new() { MaximumRetryCount = 0 }, MaximumRateLimitWait = TimeSpan.Zero }));
        }

        public Task<RequestOutcome<JsonElement>> SucceedAsync(string key) => AskAsync(key, 200, """{"data":{"done":true}}""");

        public Task<RequestOutcome<JsonElement>> ErrorAsync(string key) => AskAsync(key, 200, """{"data":null,"errors":[{"message":"no"}]}""");

        public Task<RequestOutcome<JsonElement>> FailAsync(string key, int status) => AskAsync(key, status, "{}");

        public async ValueTask DisposeAsync()
        {
            await session.DisposeAsync();
            await server.DisposeAsync();
        }

        private async Task<RequestOutcome<JsonElement>> AskAsync(string key, int status, string body)
        {
            var request = new GqlRequest("mutation { done }")
            {
                InputKey = key,
                Headers = [new("x-status", status.ToString(System.Globalization.CultureInfo.InvariantCulture)), new("x-body", body)],
            };
            try
            {
                return new RequestOutcome<JsonElement>(request, await session.SendAsync(request, TestContext.Current.CancellationToken), null);
            }
            catch (GqlException failure)
            {
                return new RequestOutcome<JsonElement>(request, null, failure);
            }
        }
    }
}
