using System.Text.Json;

namespace GqlTools.Client.Requests;

/// <summary>One request of a session. Everything that belongs to one call stands here, never on the session.</summary>
/// <param name="Query">The document's text.</param>
public sealed record GqlRequest(string Query)
{
    /// <summary>Which operation of the document to run; null where it has only one.</summary>
    public string? OperationName { get; init; }

    /// <summary>The variables as one JSON object in UTF-8; empty for none.</summary>
    public ReadOnlyMemory<byte> Variables { get; init; }

    /// <summary>Request <c>extensions</c>; null for none.</summary>
    public JsonElement? Extensions { get; init; }

    /// <summary>Header fields of this request, after the session's; a name that the session sets too is replaced.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>From leaving the session's queue to the answer's last byte, retries included; null for the session's.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether the server is asked even where the session's cache has an answer. Its new answer goes into the cache. Default false.</summary>
    public bool NoCache { get; init; }

    /// <summary>
    /// The caller's word that the server carries out requests with this key once only. It goes out as the header field
    /// <c>Idempotency-Key</c> and allows a mutation to be replayed.
    /// </summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>What names the request's input to a checkpoint; null where none is kept.</summary>
    public string? InputKey { get; init; }

    /// <summary>Whatever the caller wants back with the response, such as the input that the request was made from.</summary>
    public object? Tag { get; init; }
}
