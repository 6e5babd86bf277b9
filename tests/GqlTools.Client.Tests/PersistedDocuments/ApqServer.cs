using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace GqlTools.Client.Tests.PersistedDocuments;

/// <summary>What a server with automatic persisted queries remembers and is asked, for a <see cref="ScriptedServer"/>.</summary>
internal sealed class ApqServer
{
    public const string NotFound = """{"errors":[{"message":"PersistedQueryNotFound","extensions":{"code":"PERSISTED_QUERY_NOT_FOUND"}}]}""";

    public const string NotSupported = """{"errors":[{"message":"PersistedQueryNotSupported","extensions":{"code":"PERSISTED_QUERY_NOT_SUPPORTED"}}]}""";

    /// <summary>Texts by their hash.</summary>
    public ConcurrentDictionary<string, string> Known { get; } = [];

    /// <summary>Method and parameters of every request, in the order of arrival.</summary>
    public ConcurrentQueue<SeenRequest> Seen { get; } = [];

    /// <summary>Answers with the text that ran, as <c>data.ran</c>.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        var request = await SeenRequest.ReadAsync(context.Request);
        Seen.Enqueue(request);
        var text = request.Query;
        if (request.Hash is { } hash)
        {
            if (text is not null) Known[hash] = text;
            else if (!Known.TryGetValue(hash, out text))
            {
                await ScriptedServer.AnswerAsync(context, NotFound);
                return;
            }
        }

        await ScriptedServer.AnswerAsync(context, JsonSerializer.Serialize(new { data = new { ran = text } }));
    }
}
