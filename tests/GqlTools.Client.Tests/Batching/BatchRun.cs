using System.Text.Json;
using GqlTools.Client.Batching;
using GqlTools.Client.Operations;
using GqlTools.Client.Requests;
using GqlTools.Client.Responses;
using GqlTools.Client.Sessions;

namespace GqlTools.Client.Tests.Batching;

/// <summary>Requests through a window, in batches or each by itself, and whether that makes a difference.</summary>
internal static class BatchRun
{
    public static JsonElementReader Reader() => JsonElementReader.Instance;

    public static async Task<RequestOutcome<JsonElement>[]> SendAsync(
        GqlSession session, IReadOnlyList<GqlRequest> requests, int batchSize, BatchStyle style, CancellationToken cancellationToken, int size = 100)
    {
        var batcher = batchSize > 1 ? new RequestBatcher<JsonElement>(session, Reader, batchSize, style) : null;
        await using var window = new RequestWindow<JsonElement>(session, Reader, size, asCompleted: false, cancellationToken, batcher);
        List<RequestOutcome<JsonElement>> outcomes = [];
        foreach (var request in requests)
        {
            while (window.IsFull) outcomes.Add(await window.TakeAsync());
            window.Submit(request);
        }

        window.Flush();
        while (window.Pending > 0) outcomes.Add(await window.TakeAsync());
        return [.. outcomes];
    }

    /// <summary>Data and errors, with paths, places and extensions, are those of single requests.</summary>
    public static void AssertSame(RequestOutcome<JsonElement>[] single, RequestOutcome<JsonElement>[] batched)
    {
        Assert.Equal(single.Length, batched.Length);
        foreach (var (alone, together) in single.Zip(batched))
        {
            Assert.Equal(TextOf(alone.Response!.Data), TextOf(together.Response!.Data));
            Assert.Equal(alone.Response.HasData, together.Response.HasData);
            Assert.Equal(alone.Response.Errors.Select(Describe), together.Response.Errors.Select(Describe));
            Assert.Equal(alone.Response.Operation, together.Response.Operation);
            Assert.Same(alone.Request, together.Request);
        }
    }

    private static string TextOf(JsonElement data) => data.ValueKind == JsonValueKind.Undefined ? "" : data.GetRawText();

    private static string Describe(GqlError error) =>
        $"{error.Message} at {error.PathText} ({string.Join(", ", error.Locations)}) {error.Extensions?.GetRawText()}";
}
