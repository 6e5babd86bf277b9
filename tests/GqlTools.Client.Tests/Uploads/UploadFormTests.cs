using System.Text;
using GqlTools.Client.Failures;
using GqlTools.Client.Requests;
using GqlTools.Client.Sessions;
using GqlTools.Client.Uploads;
using Microsoft.AspNetCore.Http;

namespace GqlTools.Client.Tests.Uploads;

/// <summary>The form that files go in, byte for byte (graphql-multipart-request-spec).</summary>
public sealed class UploadFormTests
{
    private const string Mutation = "mutation ($file: Upload!) { upload(file: $file) { name } }";

    private const string Operations = """{"query":"mutation ($file: Upload!) { upload(file: $file) { name } }","variables":""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Operations_map_and_file_stand_in_this_order_in_the_form_that_browsers_send()
    {
        var form = await SendAsync(Mutation, """{"file":null}""", new GqlUpload("variables.file", Text("Grüße", "a \"b\" ü.txt")));

        Assert.Equal(
            "--B\r\nContent-Disposition: form-data; name=\"operations\"\r\n\r\n" + Operations + "{\"file\":null}}\r\n"
            + "--B\r\nContent-Disposition: form-data; name=\"map\"\r\n\r\n{\"0\":[\"variables.file\"]}\r\n"
            + "--B\r\nContent-Disposition: form-data; name=\"0\"; filename=\"a %22b%22 ü.txt\"\r\nContent-Type: text/plain\r\n\r\nGrüße\r\n"
            + "--B--\r\n",
            form.Body);
        Assert.Equal("multipart/form-data; boundary=B", form.ContentType);
        Assert.Equal(Encoding.UTF8.GetByteCount(form.Body) + (4 * (form.Boundary.Length - 1)), form.ContentLength);
        Assert.Equal(("1", "true"), (form.Headers["GraphQL-Require-Preflight"], form.Headers["Apollo-Require-Preflight"]));
    }

    [Fact]
    public async Task A_file_that_stands_in_several_places_is_one_part()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "a.csv");
        await File.WriteAllTextAsync(path, "a;b", Token);
        var stream = new MemoryStream("s"u8.ToArray());

        var form = await SendAsync(
            "mutation ($a: Upload, $in: [In!]) { upload(a: $a, in: $in) }",
            """{"a":null,"in":[{"files":[null,null]},{"file":null}]}""",
            new GqlUpload("variables.a", UploadSource.FromFile(path)),
            new GqlUpload("variables.in.0.files.0", UploadSource.FromStream(stream, "s")),
            new GqlUpload("variables.in.0.files.1", UploadSource.FromFile(path)),
            new GqlUpload("variables.in.1.file", UploadSource.FromStream(stream, "s")));

        Assert.Contains("\r\n\r\n{\"0\":[\"variables.a\",\"variables.in.0.files.1\"],\"1\":[\"variables.in.0.files.0\",\"variables.in.1.file\"]}\r\n", form.Body, StringComparison.Ordinal);
        Assert.Contains("name=\"0\"; filename=\"a.csv\"\r\nContent-Type: text/csv\r\n\r\na;b\r\n", form.Body, StringComparison.Ordinal);
        Assert.Contains("name=\"1\"; filename=\"s\"\r\nContent-Type: application/octet-stream\r\n\r\ns\r\n", form.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"2\"", form.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_content_type_that_is_given_goes_before_the_extensions()
    {
        var form = await SendAsync(Mutation, """{"file":null}""", new GqlUpload("variables.file", UploadSource.FromBytes("x"u8.ToArray(), "x.png", "image/x-mine")));

        Assert.Contains("filename=\"x.png\"\r\nContent-Type: image/x-mine\r\n", form.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_that_does_not_know_its_length_goes_without_a_length()
    {
        await using var stream = new OneWayStream("streamed"u8.ToArray());

        var form = await SendAsync(Mutation, """{"file":null}""", new GqlUpload("variables.file", UploadSource.FromStream(stream, "s.bin")));

        Assert.Null(form.ContentLength);
        Assert.Contains("\r\n\r\nstreamed\r\n--B--\r\n", form.Body, StringComparison.Ordinal);
        Assert.False(stream.IsClosed);
    }

    [Fact]
    public async Task A_stream_that_can_be_wound_back_is_sent_from_where_it_stood()
    {
        using var stream = new MemoryStream("skipped|sent"u8.ToArray()) { Position = 8 };

        var form = await SendAsync(Mutation, """{"file":null}""", new GqlUpload("variables.file", UploadSource.FromStream(stream, "s")));

        Assert.Contains("\r\n\r\nsent\r\n--B--\r\n", form.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_fills_its_variable_and_no_other()
    {
        const string Two = "mutation ($file: Upload!, $files: [Upload!]!) { upload(file: $file, files: $files) }";

        var failure = await Assert.ThrowsAsync<GqlException>(() => SendAsync(Two, """{"file":null}""", new GqlUpload("variables.file", Text("x", "x.txt"))));

        Assert.Equal(FailureKind.VariablesInvalid, failure.Kind);
        Assert.Contains("needs $files,", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("file", "text/plain")]
    [InlineData("variables.", "text/plain")]
    [InlineData("variables.file", "no type")]
    [InlineData("variables.file", "text/plain\r\nX-Evil: 1")]
    public async Task Paths_and_types_that_are_none_are_refused(string path, string contentType)
    {
        var failure = await Assert.ThrowsAsync<GqlException>(() => SendAsync(
            Mutation, """{"file":null}""", new GqlUpload(path, UploadSource.FromBytes("x"u8.ToArray(), "x", contentType))));

        Assert.Equal(FailureKind.OptionInvalid, failure.Kind);
    }

    private static UploadSource Text(string text, string fileName) => UploadSource.FromBytes(Encoding.UTF8.GetBytes(text), fileName);

    private static async Task<SeenForm> SendAsync(string query, string variables, params GqlUpload[] uploads)
    {
        SeenForm? seen = null;
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            seen = await SeenForm.ReadAsync(context.Request);
            await ScriptedServer.AnswerAsync(context, """{"data":{}}""");
        });
        await using var session = TestSessions.SessionWith(server);
        await session.SendAsync(new GqlRequest(query) { Variables = Encoding.UTF8.GetBytes(variables), Uploads = uploads }, Token);
        return seen!;
    }

    /// <summary>A form as a server saw it, with B in place of its boundary.</summary>
    private sealed record SeenForm(string Body, string ContentType, string Boundary, long? ContentLength, IReadOnlyDictionary<string, string> Headers)
    {
        public static async Task<SeenForm> ReadAsync(HttpRequest request)
        {
            using var text = new StreamReader(request.Body, Encoding.UTF8);
            var body = await text.ReadToEndAsync();
            var boundary = request.ContentType!.Split("boundary=")[1];
            return new SeenForm(
                body.Replace(boundary, "B", StringComparison.Ordinal),
                request.ContentType.Replace(boundary, "B", StringComparison.Ordinal),
                boundary,
                request.ContentLength,
                request.Headers.ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.OrdinalIgnoreCase));
        }
    }
}
