using System.Security.Cryptography;
using GqlTools.Client.Batching;
using GqlTools.Client.Requests;
using GqlTools.Client.Sessions;
using GqlTools.Client.Tests.Batching;
using GqlTools.Client.Uploads;

namespace GqlTools.Client.Tests.Interop;

/// <summary>Files against graphql-upload, the reference implementation of the multipart request specification.</summary>
public sealed class UploadTests(NodeServers servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_arrives_with_its_name_type_and_bytes(bool secure)
    {
        await using var session = await OpenAsync(secure);
        var bytes = RandomNumberGenerator.GetBytes(2_000_000);
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "grüße ☃.png");
        await File.WriteAllBytesAsync(path, bytes, Token);

        var response = await session.SendAsync(
            new GqlRequest("mutation ($file: Upload!) { upload(file: $file) { name contentType bytes sha256 } }")
            {
                Variables = """{"file":null}"""u8.ToArray(),
                Uploads = [new("variables.file", UploadSource.FromFile(path))],
            },
            Token);

        Assert.Empty(response.Errors);
        var file = response.Data.GetProperty("upload");
        Assert.Equal(("grüße ☃.png", "image/png", 2_000_000), (file.GetProperty("name").GetString(), file.GetProperty("contentType").GetString(), file.GetProperty("bytes").GetInt32()));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), file.GetProperty("sha256").GetString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Several_files_one_of_them_twice_and_one_in_an_input_object_arrive_at_their_places(bool secure)
    {
        await using var session = await OpenAsync(secure);
        var one = UploadSource.FromBytes("one"u8.ToArray(), "1.txt");
        using var stream = new MemoryStream("two"u8.ToArray());
        var two = UploadSource.FromStream(stream, "2.csv");

        var response = await session.SendAsync(
            new GqlRequest("mutation ($files: [Upload!]!, $in: Attachment!) { uploads(files: $files) { name } attach(attachment: $in) { name contentType } }")
            {
                Variables = """{"files":[null,null,null],"in":{"title":"t","file":null}}"""u8.ToArray(),
                Uploads = [new("variables.files.0", one), new("variables.files.1", two), new("variables.files.2", one), new("variables.in.file", two)],
            },
            Token);

        Assert.Empty(response.Errors);
        Assert.Equal(["1.txt", "2.csv", "1.txt"], response.Data.GetProperty("uploads").EnumerateArray().Select(file => file.GetProperty("name").GetString()));
        Assert.Equal("text/csv", response.Data.GetProperty("attach").GetProperty("contentType").GetString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_empty_file_and_one_without_a_length_arrive_too(bool secure)
    {
        await using var session = await OpenAsync(secure);
        await using var stream = new Uploads.OneWayStream(new byte[100_000]);

        var response = await session.SendAsync(
            new GqlRequest("mutation ($files: [Upload!]!) { uploads(files: $files) { bytes } }")
            {
                Variables = """{"files":[null,null]}"""u8.ToArray(),
                Uploads = [new("variables.files.0", UploadSource.FromBytes(default, "empty")), new("variables.files.1", UploadSource.FromStream(stream, "stream"))],
            },
            Token);

        Assert.Equal([0, 100_000], response.Data.GetProperty("uploads").EnumerateArray().Select(file => file.GetProperty("bytes").GetInt32()));
    }

    [Theory]
    [InlineData(BatchStyle.Array)]
    [InlineData(BatchStyle.Alias)]
    public async Task Files_of_a_batch_arrive_with_their_requests(BatchStyle style)
    {
        await using var session = await OpenAsync(secure: true);
        var shared = UploadSource.FromBytes("shared"u8.ToArray(), "shared.txt");
        GqlRequest[] requests = [.. Enumerable.Range(0, 6).Select(index => new GqlRequest("mutation ($in: Attachment!) { attach(attachment: $in) { name bytes sha256 } }")
        {
            Variables = """{"in":{"title":"t","file":null}}"""u8.ToArray(),
            Uploads = [new("variables.in.file", index % 2 == 0 ? shared : UploadSource.FromBytes(RandomNumberGenerator.GetBytes(100_000 + index), $"{index}.bin"))],
        })];

        var single = await BatchRun.SendAsync(session, requests, 1, style, Token);
        var before = session.Statistics.Requests;
        var batched = await BatchRun.SendAsync(session, requests, 6, style, Token);

        Assert.All(single, outcome => Assert.Empty(outcome.Response!.Errors));
        BatchRun.AssertSame(single, batched);
        Assert.Equal(1, session.Statistics.Requests - before);
    }

    private async Task<GqlSession> OpenAsync(bool secure)
    {
        var server = await servers.GetAsync("graphql-upload", Token);
        var session = new GqlSession(new InteropTarget("graphql-upload", secure).OptionsFor(server));
        await session.OpenAsync(Token);
        return session;
    }
}
