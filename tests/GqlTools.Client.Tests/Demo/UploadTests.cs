using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GqlTools.Demo;

namespace GqlTools.Client.Tests.Demo;

public sealed class UploadTests : IAsyncLifetime
{
    private const string One = """{"query":"mutation($f: Upload!) { upload(file: $f) { name bytes sha256 contentType } }","variables":{"f":null}}""";
    private const string Many = """{"query":"mutation($f: [Upload!]!) { uploads(files: $f) { name bytes } }","variables":{"f":[null,null]}}""";

    private DemoServer _server = null!;
    private HttpClient _client = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await DemoServer.StartAsync(new DemoServerOptions { MaxRequestBytes = 2_000, MaximumUploadBytes = 100_000_000, AllowBatching = true }, Cancelled);
        _client = PlainClient.Of(_server);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_file_larger_than_any_other_request_is_hashed_as_it_comes()
    {
        var bytes = new byte[20_000_000];
        new Random(1).NextBytes(bytes);
        using var form = Form(One, """{"0":["variables.f"]}""", ("0", bytes, "übung.bin", "application/x-test"));
        var file = (await SendAsync(form).JsonAsync()).GetProperty("data").GetProperty("upload");
        Assert.Equal("übung.bin", file.GetProperty("name").GetString());
        Assert.Equal(bytes.Length, file.GetProperty("bytes").GetInt64());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), file.GetProperty("sha256").GetString());
        Assert.Equal("application/x-test", file.GetProperty("contentType").GetString());
        Assert.Equal((1, bytes.Length), (_server.Counters.Streams.FilesUploaded, _server.Counters.Streams.BytesUploaded));
    }

    [Fact]
    public async Task Files_stand_in_lists_and_inputs_and_one_may_stand_in_many_places()
    {
        using var list = Form(Many, """{"a":["variables.f.0"],"b":["variables.f.1"]}""", ("a", [1], "a.txt", null), ("b", [1, 2], "b.txt", null));
        Assert.Equal("""{"data":{"uploads":[{"name":"a.txt","bytes":1},{"name":"b.txt","bytes":2}]}}""", await TextAsync(list));

        const string inputs = """{"query":"mutation($i: [UploadInput!]!) { uploadInputs(inputs: $i) { name } }","variables":{"i":[{"note":"x","file":null},{"files":[null]}]}}""";
        using var twice = Form(inputs, """{"0":["variables.i.0.file","variables.i.1.files.0"]}""", ("0", [1], "a.txt", null));
        Assert.Equal("""{"data":{"uploadInputs":[{"name":"a.txt"},{"name":"a.txt"}]}}""", await TextAsync(twice));
    }

    [Fact]
    public async Task The_requests_of_a_batch_have_files_of_their_own()
    {
        using var form = Form($"[{One},{Many}]", """{"0":["0.variables.f","1.variables.f.1"],"1":["1.variables.f.0"]}""", ("0", [1], "a", null), ("1", [1, 2], "b", null));
        var answers = await SendAsync(form).JsonAsync();
        Assert.Equal("a", answers[0].GetProperty("data").GetProperty("upload").GetProperty("name").GetString());
        Assert.Equal("b", answers[1].GetProperty("data").GetProperty("uploads")[0].GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("map first", "'operations'")]
    [InlineData("no map", "'map'")]
    [InlineData("files in disorder", "'b'")]
    [InlineData("file missing", "'b'")]
    [InlineData("path to nowhere", "variables.g")]
    [InlineData("path to a value", "query")]
    public async Task A_form_that_is_not_as_specified_is_refused(string fault, string said)
    {
        const string map = """{"a":["variables.f.0"],"b":["variables.f.1"]}""";
        using var form = fault switch
        {
            "map first" => new MultipartFormDataContent { { new StringContent(map), "map" }, { new StringContent(Many), "operations" } },
            "no map" => new MultipartFormDataContent { { new StringContent(Many), "operations" } },
            "files in disorder" => Form(Many, map, ("b", [1], "b", null), ("a", [1], "a", null)),
            "file missing" => Form(Many, map, ("a", [1], "a", null)),
            "path to nowhere" => Form(Many, """{"a":["variables.g"]}""", ("a", [1], "a", null)),
            _ => Form(Many, """{"a":["query"]}""", ("a", [1], "a", null)),
        };
        using var answer = await SendAsync(form);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(said, await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_refused()
    {
        await using var server = await DemoServer.StartAsync(new DemoServerOptions { MaximumUploadBytes = 1_000 }, Cancelled);
        using var client = PlainClient.Of(server, HttpVersion.Version11);
        using var form = Form(One, """{"0":["variables.f"]}""", ("0", new byte[2_000], "a", null));
        using var answer = await client.PostAsync(server.HttpsUri, form, Cancelled);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task Without_a_form_an_upload_has_no_value()
    {
        using var answer = await _client.PostAsync(_server.HttpsUri, One.Replace("null", "\"text\"", StringComparison.Ordinal));
        Assert.Contains("multipart", await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 400)]
    [InlineData("GraphQL-Require-Preflight", 200)]
    [InlineData("Apollo-Require-Preflight", 200)]
    public async Task Where_a_preflight_is_required_a_form_without_its_field_is_refused(string? field, int status)
    {
        await using var server = await DemoServer.StartAsync(new DemoServerOptions { RequirePreflight = true }, Cancelled);
        using var client = PlainClient.Of(server);
        using var form = Form(One, """{"0":["variables.f"]}""", ("0", [1], "a", null));
        if (field is not null)
            form.Headers.Add(field, "1");
        using var answer = await client.PostAsync(server.HttpsUri, form, Cancelled);
        Assert.Equal(status, (int)answer.StatusCode);
    }

    private static MultipartFormDataContent Form(string operations, string map, params (string Name, byte[] Bytes, string FileName, string? Type)[] files)
    {
        var form = new MultipartFormDataContent { { new StringContent(operations, Encoding.UTF8, "application/json"), "operations" }, { new StringContent(map), "map" } };
        foreach (var (name, bytes, fileName, type) in files)
        {
            var content = new ByteArrayContent(bytes);
            if (type is not null)
                content.Headers.ContentType = new MediaTypeHeaderValue(type);
            form.Add(content, name, fileName);
        }

        return form;
    }

    private Task<HttpResponseMessage> SendAsync(MultipartFormDataContent form) => _client.PostAsync(_server.HttpsUri, form, Cancelled);

    private async Task<string> TextAsync(MultipartFormDataContent form)
    {
        using var answer = await SendAsync(form);
        return await answer.Content.ReadAsStringAsync(Cancelled);
    }
}
