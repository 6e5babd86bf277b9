using System.Security.Cryptography;
using System.Text;
using GqlTools.Client.Failures;
using GqlTools.Client.Requests;
using GqlTools.Client.Resilience;
using GqlTools.Client.Sessions;
using GqlTools.Client.Transport;
using GqlTools.Client.Uploads;
using GqlTools.Demo;
using Microsoft.AspNetCore.Http;

namespace GqlTools.Client.Tests.Uploads;

/// <summary>Files on their way: what fails before anything is sent, what is sent again, and what the demo server receives.</summary>
public sealed class UploadTests
{
    private const string Mutation = "mutation ($file: Upload!) { upload(file: $file) { name bytes sha256 contentType } }";
    private const string Query = "query ($file: Upload!) { find(file: $file) }";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Files_arrive_as_they_are(bool secure)
    {
        await using var demo = await DemoServer.StartAsync(new DemoServerOptions { RequirePreflight = true }, Token);
        await using var session = Open(demo, secure);
        var bytes = RandomNumberGenerator.GetBytes(3_000_000);
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "large.png");
        await File.WriteAllBytesAsync(path, bytes, Token);

        var response = await session.SendAsync(Request(Mutation, UploadSource.FromFile(path)), Token);

        Assert.Empty(response.Errors);
        var file = response.Data.GetProperty("upload");
        Assert.Equal(("large.png", 3_000_000, "image/png"), (file.GetProperty("name").GetString(), file.GetProperty("bytes").GetInt64(), file.GetProperty("contentType").GetString()));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), file.GetProperty("sha256").GetString());
    }

    [Fact]
    public async Task Files_in_lists_and_input_objects_arrive_at_their_places()
    {
        await using var demo = await DemoServer.StartAsync(new DemoServerOptions(), Token);
        await using var session = Open(demo, secure: true, options => options with { ValidateDocuments = true });
        var one = UploadSource.FromBytes("one"u8.ToArray(), "1.txt");
        var two = UploadSource.FromBytes("two"u8.ToArray(), "2.txt");

        var response = await session.SendAsync(
            new GqlRequest("mutation ($in: [UploadInput!]!) { uploadInputs(inputs: $in) { name } }")
            {
                Variables = """{"in":[{"note":"a","files":[null,null]},{"file":null}]}"""u8.ToArray(),
                Uploads = [new("variables.in.0.files.0", one), new("variables.in.0.files.1", two), new("variables.in.1.file", one)],
            },
            Token);

        Assert.Empty(response.Errors);
        Assert.Equal(["1.txt", "2.txt", "1.txt"], response.Data.GetProperty("uploadInputs").EnumerateArray().Select(file => file.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task A_file_where_the_schema_wants_none_is_refused_before_it_is_sent()
    {
        await using var demo = await DemoServer.StartAsync(new DemoServerOptions(), Token);
        await using var session = Open(demo, secure: true, options => options with { ValidateDocuments = true });
        await session.Schema.GetAsync(Token);

        var failure = await Assert.ThrowsAsync<GqlException>(() => session.SendAsync(
            new GqlRequest("query ($n: Int!) { products(first: $n) { totalCount } }")
            {
                Variables = """{"n":null}"""u8.ToArray(),
                Uploads = [new("variables.n", UploadSource.FromBytes("x"u8.ToArray(), "x.txt"))],
            },
            Token));

        Assert.Equal(FailureKind.VariablesInvalid, failure.Kind);
        Assert.Contains("(the file x.txt)", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_does_not_exist_fails_before_anything_is_sent()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Always("""{"data":{}}"""));
        await using var session = TestSessions.SessionWith(server);
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "gone.txt");

        var failure = await Assert.ThrowsAsync<GqlException>(() => session.SendAsync(Request(Mutation, UploadSource.FromFile(path)), Token));

        Assert.Equal((FailureKind.UploadUnreadable, 0, 0), (failure.Kind, failure.Attempts.Count, server.Requests));
        Assert.Equal($"The file '{path}' to upload does not exist.", failure.Message);
    }

    [Fact]
    public async Task A_folder_cannot_be_uploaded()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Always("""{"data":{}}"""));
        await using var session = TestSessions.SessionWith(server);

        var failure = await Assert.ThrowsAsync<GqlException>(
            () => session.SendAsync(Request(Mutation, UploadSource.FromFile(Directory.CreateTempSubdirectory().FullName)), Token));

        Assert.Equal((FailureKind.UploadUnreadable, 0), (failure.Kind, server.Requests));
    }

    [Fact]
    public async Task A_file_is_sent_again_where_the_request_may_be()
    {
        var calls = 0;
        var sizes = new List<long>();
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            sizes.Add(await DrainAsync(context));
            if (++calls == 1) await ScriptedServer.AnswerAsync(context, "busy", "text/plain", 503);
            else await ScriptedServer.AnswerAsync(context, """{"data":{}}""");
        });
        await using var session = TestSessions.SessionWith(server);
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "a.txt");
        await File.WriteAllTextAsync(path, "again", Token);
        using var stream = new MemoryStream("and again"u8.ToArray());

        var response = await session.SendAsync(
            new GqlRequest("query ($file: Upload!, $too: Upload!) { find(file: $file, too: $too) }")
            {
                Variables = """{"file":null,"too":null}"""u8.ToArray(),
                Uploads = [new("variables.file", UploadSource.FromFile(path)), new("variables.too", UploadSource.FromStream(stream, "s"))],
            },
            Token);

        Assert.Equal(2, response.Attempts.Count);
        Assert.Equal(sizes[0], sizes[1]);
    }

    [Fact]
    public async Task A_stream_that_cannot_be_wound_back_is_not_sent_again_and_the_verdict_says_why()
    {
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            await DrainAsync(context);
            await ScriptedServer.AnswerAsync(context, "busy", "text/plain", 503);
        });
        await using var session = TestSessions.SessionWith(server);
        await using var stream = new OneWayStream("once"u8.ToArray());

        var failure = await Assert.ThrowsAsync<GqlException>(() => session.SendAsync(Request(Query, UploadSource.FromStream(stream, "s")), Token));

        Assert.Equal(RetryReason.UploadConsumed, Assert.Single(failure.Attempts).Verdict?.Reason);
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task A_mutation_with_a_file_stays_a_mutation_and_is_sent_once()
    {
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            await DrainAsync(context);
            await ScriptedServer.AnswerAsync(context, "busy", "text/plain", 503);
        });
        await using var session = TestSessions.SessionWith(server);

        var failure = await Assert.ThrowsAsync<GqlException>(() => session.SendAsync(Request(Mutation, UploadSource.FromBytes("x"u8.ToArray(), "x")), Token));

        Assert.Equal(RetryReason.MutationMayHaveRun, Assert.Single(failure.Attempts).Verdict?.Reason);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stream_that_breaks_is_the_files_failure_and_not_the_connections(bool secure)
    {
        await using var demo = await DemoServer.StartAsync(new DemoServerOptions(), Token);
        await using var session = Open(demo, secure);
        await using var stream = new OneWayStream(new byte[200_000], new IOException("The disk is gone."));

        var failure = await Assert.ThrowsAsync<GqlException>(() => session.SendAsync(Request(Mutation, UploadSource.FromStream(stream, "s.bin")), Token));
        var afterwards = await session.SendAsync(new GqlRequest("{ __typename }"), Token);

        Assert.Equal(FailureKind.UploadUnreadable, failure.Kind);
        Assert.Equal("'s.bin' cannot be read to its end: The disk is gone.", failure.Message);
        Assert.Single(failure.Attempts);
        Assert.Empty(afterwards.Errors);
    }

    [Fact]
    public async Task A_file_that_grows_is_sent_as_long_as_it_was()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "grows.log");
        await File.WriteAllBytesAsync(path, new byte[1_000_000], Token);
        await using var demo = await DemoServer.StartAsync(new DemoServerOptions(), Token);
        await using var session = Open(demo, secure: true);
        var request = Request(Mutation, UploadSource.FromFile(path)) with
        {
            // Grows with everything that is read of it.
            UploadProgress = new Now(_ => File.AppendAllText(path, "more")),
        };

        var response = await session.SendAsync(request, Token);

        Assert.Equal(1_000_000, response.Data.GetProperty("upload").GetProperty("bytes").GetInt64());
    }

    [Fact]
    public async Task A_file_that_shrinks_fails_and_says_so()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "shrinks.log");
        await File.WriteAllBytesAsync(path, new byte[1_000_000], Token);
        await using var demo = await DemoServer.StartAsync(new DemoServerOptions(), Token);
        await using var session = Open(demo, secure: true);
        var request = Request(Mutation, UploadSource.FromFile(path)) with
        {
            UploadProgress = new Now(_ =>
            {
                using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
                file.SetLength(10);
            }),
        };

        var failure = await Assert.ThrowsAsync<GqlException>(() => session.SendAsync(request, Token));

        Assert.Equal(FailureKind.UploadUnreadable, failure.Kind);
        Assert.StartsWith("'shrinks.log' became", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Progress_tells_of_every_file_and_of_all_bytes()
    {
        await using var demo = await DemoServer.StartAsync(new DemoServerOptions(), Token);
        await using var session = Open(demo, secure: true);
        var told = new List<UploadProgress>();

        await session.SendAsync(
            new GqlRequest("mutation ($files: [Upload!]!) { uploads(files: $files) { name } }")
            {
                Variables = """{"files":[null,null]}"""u8.ToArray(),
                Uploads =
                [
                    new("variables.files.0", UploadSource.FromBytes(new byte[300_000], "a")),
                    new("variables.files.1", UploadSource.FromBytes(new byte[10], "b")),
                ],
                UploadProgress = new Now(told.Add),
            },
            Token);

        Assert.Equal(told.Select(step => step.BytesSent).Order(), told.Select(step => step.BytesSent));
        Assert.Equal(new UploadProgress("b", 300_010, 300_010), told[^1]);
        Assert.Equal(["a", "b"], told.Select(step => step.FileName).Distinct());
    }

    [Fact]
    public async Task Cancelling_an_upload_ends_it_alone_and_closes_its_file()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "large.bin");
        await using (var file = File.Create(path)) file.SetLength(50_000_000);
        await using var demo = await DemoServer.StartAsync(new DemoServerOptions(), Token);
        await using var session = Open(demo, secure: true);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var request = Request(Mutation, UploadSource.FromFile(path)) with { UploadProgress = new Now(_ => cancellation.Cancel()) };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => session.SendAsync(request, cancellation.Token));
        var afterwards = await session.SendAsync(new GqlRequest("{ __typename }"), Token);

        Assert.Empty(afterwards.Errors);
        Assert.Equal(1, session.Statistics.ConnectionsOpened);
    }

    [Fact]
    public async Task An_answer_that_comes_before_the_file_is_through_is_the_answer()
    {
        await using var server = await ScriptedServer.StartAsync(
            ScriptedServer.Always("""{"errors":[{"message":"too large"}]}""", status: 413));
        await using var session = TestSessions.SessionWith(server);
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "large.bin");
        await using (var file = File.Create(path)) file.SetLength(20_000_000);

        var response = await session.SendAsync(Request(Mutation, UploadSource.FromFile(path)), Token);

        Assert.Equal((413, "too large"), (response.StatusCode, Assert.Single(response.Errors).Message));
    }

    [Fact]
    public async Task Files_go_with_the_text_and_by_post_whatever_the_session_does_with_other_documents()
    {
        await using var demo = await DemoServer.StartAsync(new DemoServerOptions(), Token);
        await using var session = Open(demo, secure: true, options => options with { AutomaticPersistedQueries = true, UseGet = true, Deduplicate = true });

        var response = await session.SendAsync(Request(Mutation, UploadSource.FromBytes("x"u8.ToArray(), "x")), Token);

        Assert.Empty(response.Errors);
        Assert.Single(response.Attempts);
    }

    private static GqlRequest Request(string query, UploadSource source) =>
        new(query) { Variables = """{"file":null}"""u8.ToArray(), Uploads = [new GqlUpload("variables.file", source)] };

    private static async Task<long> DrainAsync(HttpContext context)
    {
        using var bytes = new MemoryStream();
        await context.Request.Body.CopyToAsync(bytes);
        return bytes.Length;
    }

    private static GqlSession Open(DemoServer demo, bool secure, Func<GqlSessionOptions, GqlSessionOptions>? change = null)
    {
        var options = new GqlSessionOptions(secure ? demo.HttpsUri : demo.HttpUri)
        {
            Tls = new TlsOptions { TrustedRoots = [demo.Certificate] },
            Retry = TestSessions.Impatient,
            SkipConnectionTest = true,
        };
        return new GqlSession(change is null ? options : change(options));
    }

    /// <summary>Progress on the thread that makes it.</summary>
    private sealed class Now(Action<UploadProgress> report) : IProgress<UploadProgress>
    {
        public void Report(UploadProgress value) => report(value);
    }
}
