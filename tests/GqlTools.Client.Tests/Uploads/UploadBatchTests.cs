using System.Text;
using System.Text.Json;
using GqlTools.Client.Batching;
using GqlTools.Client.Failures;
using GqlTools.Client.Operations;
using GqlTools.Client.Requests;
using GqlTools.Client.Sessions;
using GqlTools.Client.Tests.Batching;
using GqlTools.Client.Transport;
using GqlTools.Client.Uploads;
using GqlTools.Demo;

namespace GqlTools.Client.Tests.Uploads;

/// <summary>Files of several requests in one form (graphql-multipart-request-spec, section "Batching"), each with its own outcome (C7).</summary>
public sealed class UploadBatchTests
{
    private const string Mutation = "mutation Up($file: Upload!) { upload(file: $file) { name bytes sha256 contentType } }";
    private const string Query = "query ($file: Upload!) { find(file: $file) }";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<BatchStyle> Styles => [.. Enum.GetValues<BatchStyle>()];

    [Fact]
    public async Task An_arrays_paths_begin_with_the_index_and_a_file_of_several_requests_is_one_part()
    {
        var path = NewFile("a.txt", "shared");
        var form = await SendAsync(
            """[{"data":{}},{"data":{}},{"data":{}}]""",
            BatchStyle.Array,
            With(Query, UploadSource.FromFile(path)),
            With(Query, Text("own", "b.txt")),
            With(Query, UploadSource.FromFile(path)));

        const string operation = """{"query":"query ($file: Upload!) { find(file: $file) }","variables":{"file":null}}""";
        Assert.Equal(
            $"--B\r\nContent-Disposition: form-data; name=\"operations\"\r\n\r\n[{operation},{operation},{operation}]\r\n"
            + "--B\r\nContent-Disposition: form-data; name=\"map\"\r\n\r\n{\"0\":[\"0.variables.file\",\"2.variables.file\"],\"1\":[\"1.variables.file\"]}\r\n"
            + "--B\r\nContent-Disposition: form-data; name=\"0\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\nshared\r\n"
            + "--B\r\nContent-Disposition: form-data; name=\"1\"; filename=\"b.txt\"\r\nContent-Type: text/plain\r\n\r\nown\r\n"
            + "--B--\r\n",
            form);
    }

    [Theory]
    [InlineData(BatchStyle.Alias)]
    [InlineData(BatchStyle.Auto)]
    public async Task A_merged_documents_paths_lead_to_the_renamed_variables(BatchStyle style)
    {
        var form = await SendAsync("""{"data":{}}""", style, With(Query, Text("1", "1.txt")), With(Query, Text("2", "2.txt")));

        Assert.Contains("""{"b0_file":null,"b1_file":null}""", form, StringComparison.Ordinal);
        Assert.Contains("\r\n\r\n{\"0\":[\"variables.b0_file\"],\"1\":[\"variables.b1_file\"]}\r\n", form, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_of_another_name_or_type_are_another_part()
    {
        var bytes = "x"u8.ToArray();
        var form = await SendAsync(
            """[{"data":{}},{"data":{}},{"data":{}}]""",
            BatchStyle.Array,
            With(Query, UploadSource.FromBytes(bytes, "a.txt")),
            With(Query, UploadSource.FromBytes(bytes, "a.txt", "text/x-mine")),
            With(Query, UploadSource.FromBytes(bytes, "a.txt")));

        Assert.Contains("""{"0":["0.variables.file","2.variables.file"],"1":["1.variables.file"]}""", form, StringComparison.Ordinal);
        Assert.Contains("Content-Type: text/x-mine\r\n", form, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Styles))]
    public async Task C7_files_of_a_batch_arrive_as_those_of_single_requests(BatchStyle style)
    {
        await using var demo = await DemoServer.StartAsync(new DemoServerOptions { AllowBatching = true, RequirePreflight = true }, Token);
        await using var session = Open(demo);
        var shared = NewFile("shared.csv", "x;y");
        GqlRequest[] requests = [.. Enumerable.Range(0, 9).Select(index => index switch
        {
            4 => new GqlRequest(Mutation) { Variables = """{"file":"no file"}"""u8.ToArray() },
            _ when index % 3 == 0 => With(Mutation, UploadSource.FromFile(shared)),
            _ => With(Mutation, Text(new string('z', index * 40_000), $"{index}.txt")),
        })];

        var single = await BatchRun.SendAsync(session, requests, 1, style, Token);
        var (before, files) = (demo.Counters.RequestsReceived, demo.Counters.Streams.FilesUploaded);
        var batched = await BatchRun.SendAsync(session, requests, 9, style, Token);

        Assert.False(single[4].Response!.HasData);
        BatchRun.AssertSame(single, batched);
        // One array, in which the shared file is one part. A merged document is refused for the guilty variable, and goes again in parts.
        if (style == BatchStyle.Array) Assert.Equal((1, 6), (demo.Counters.RequestsReceived - before, demo.Counters.Streams.FilesUploaded - files));
    }

    [Fact]
    public async Task A_server_without_arrays_refuses_them_with_files_too_and_takes_merged_documents()
    {
        await using var demo = await DemoServer.StartAsync(new DemoServerOptions(), Token);
        await using var session = Open(demo);
        GqlRequest[] requests = [With(Mutation, Text("1", "1.txt")), With(Mutation, Text("2", "2.txt"))];

        var refused = await BatchRun.SendAsync(session, requests, 2, BatchStyle.Array, Token);
        var merged = await BatchRun.SendAsync(session, requests, 2, BatchStyle.Auto, Token);

        Assert.All(refused, outcome => Assert.Equal(FailureKind.BatchRefused, outcome.Failure!.Kind));
        Assert.Equal(["1.txt", "2.txt"], merged.Select(NameOf));
        Assert.Equal(2, demo.Counters.RequestsReceived);
    }

    [Fact]
    public async Task C7_a_file_that_is_gone_when_its_batch_leaves_takes_no_other_with_it()
    {
        await using var demo = await DemoServer.StartAsync(new DemoServerOptions(), Token);
        await using var session = Open(demo);
        var batcher = new RequestBatcher<JsonElement>(session, BatchRun.Reader, 4, BatchStyle.Auto);
        var gone = NewFile("gone.txt", "gone");
        List<Task<RequestOutcome<JsonElement>>> outcomes = [batcher.Add(With(Mutation, UploadSource.FromFile(gone)), Token)];
        File.Delete(gone);

        for (var index = 1; index < 4; index++) outcomes.Add(batcher.Add(With(Mutation, Text("x", $"{index}.txt")), Token));
        var ended = await Task.WhenAll(outcomes);

        Assert.Equal(FailureKind.UploadUnreadable, ended[0].Failure!.Kind);
        Assert.Equal($"The file '{gone}' to upload does not exist.", ended[0].Failure!.Message);
        Assert.Equal(["1.txt", "2.txt", "3.txt"], ended.Skip(1).Select(NameOf));
        Assert.Equal(3, demo.Counters.Streams.FilesUploaded);
    }

    [Fact]
    public async Task C4_a_file_that_breaks_off_on_the_way_leaves_open_what_ran_and_no_mutation_of_its_batch_goes_again()
    {
        await using var demo = await DemoServer.StartAsync(new DemoServerOptions(), Token);
        await using var session = Open(demo);
        var path = NewFile("shrinks.log", new string('x', 1_000_000));
        var shrink = new Now(_ =>
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            file.SetLength(10);
        });
        GqlRequest[] requests = [With(Mutation, UploadSource.FromFile(path)) with { UploadProgress = shrink }, With(Mutation, Text("x", "x")) with { UploadProgress = shrink }];

        var outcomes = await BatchRun.SendAsync(session, requests, 2, BatchStyle.Alias, Token);

        Assert.All(outcomes, outcome => Assert.StartsWith("'shrinks.log' became", outcome.Failure!.Message, StringComparison.Ordinal));
        Assert.Equal(1, session.Statistics.Requests);
    }

    [Fact]
    public async Task A_stream_goes_alone_as_only_one_request_may_read_it()
    {
        await using var demo = await DemoServer.StartAsync(new DemoServerOptions(), Token);
        await using var session = Open(demo);
        using var stream = new MemoryStream("stream"u8.ToArray());
        GqlRequest[] requests = [With(Mutation, Text("1", "1.txt")), With(Mutation, UploadSource.FromStream(stream, "s")), With(Mutation, Text("2", "2.txt")), With(Mutation, Text("3", "3.txt"))];

        var outcomes = await BatchRun.SendAsync(session, requests, 4, BatchStyle.Auto, Token);

        Assert.Equal(["1.txt", "s", "2.txt", "3.txt"], outcomes.Select(NameOf));
        Assert.Equal(3, demo.Counters.RequestsReceived);
    }

    [Fact]
    public async Task A_batch_with_files_is_sent_again_where_its_requests_may_be()
    {
        var forms = new List<string>();
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            forms.Add(await ReadAsync(context.Request));
            if (forms.Count == 1) await ScriptedServer.AnswerAsync(context, "busy", "text/plain", 503);
            else await ScriptedServer.AnswerAsync(context, """[{"data":{"find":1}},{"data":{"find":2}}]""", "application/json");
        });
        await using var session = TestSessions.SessionWith(server);

        var outcomes = await BatchRun.SendAsync(session, [With(Query, Text("1", "1")), With(Query, UploadSource.FromFile(NewFile("2", "2")))], 2, BatchStyle.Array, Token);

        Assert.Equal([1, 2], outcomes.Select(outcome => outcome.Response!.Data.GetProperty("find").GetInt32()));
        Assert.Equal(2, forms.Count);
        Assert.Equal(forms[0], forms[1]);
    }

    [Fact]
    public async Task Progress_counts_the_bytes_of_the_whole_batch()
    {
        await using var demo = await DemoServer.StartAsync(new DemoServerOptions(), Token);
        await using var session = Open(demo);
        var told = new List<UploadProgress>();
        var progress = new Now(told.Add);
        GqlRequest[] requests = [.. Enumerable.Range(0, 3).Select(index => With(Mutation, UploadSource.FromBytes(new byte[10], $"{index}")) with { UploadProgress = progress })];

        await BatchRun.SendAsync(session, requests, 3, BatchStyle.Auto, Token);

        Assert.Equal(new UploadProgress("2", 30, 30), told[^1]);
    }

    private static string NameOf(RequestOutcome<JsonElement> outcome) => outcome.Response!.Data.GetProperty("upload").GetProperty("name").GetString()!;

    private static UploadSource Text(string text, string fileName) => UploadSource.FromBytes(Encoding.UTF8.GetBytes(text), fileName);

    private static string NewFile(string name, string text)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static GqlRequest With(string document, UploadSource source) =>
        new(document) { Variables = """{"file":null}"""u8.ToArray(), Uploads = [new GqlUpload("variables.file", source)] };

    private static async Task<string> SendAsync(string answer, BatchStyle style, params GqlRequest[] requests)
    {
        var form = "";
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            form = await ReadAsync(context.Request);
            await ScriptedServer.AnswerAsync(context, answer, "application/json");
        });
        await using var session = TestSessions.SessionWith(server);
        await BatchRun.SendAsync(session, requests, requests.Length, style, Token);
        Assert.Equal(1, server.Requests);
        return form;
    }

    private static async Task<string> ReadAsync(Microsoft.AspNetCore.Http.HttpRequest request)
    {
        using var text = new StreamReader(request.Body, Encoding.UTF8);
        return (await text.ReadToEndAsync(Token)).Replace(request.ContentType!.Split("boundary=")[1], "B", StringComparison.Ordinal);
    }

    private static GqlSession Open(DemoServer demo) => new(new GqlSessionOptions(demo.HttpsUri)
    {
        Tls = new TlsOptions { TrustedRoots = [demo.Certificate] },
        Retry = TestSessions.Impatient,
        SkipConnectionTest = true,
    });

    /// <summary>Progress on the thread that makes it.</summary>
    private sealed class Now(Action<UploadProgress> report) : IProgress<UploadProgress>
    {
        public void Report(UploadProgress value) => report(value);
    }
}
