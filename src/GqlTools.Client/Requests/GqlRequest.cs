using System.Text.Json;
using GqlTools.Client.Uploads;

namespace GqlTools.Client.Requests;

/// <summary>One request of a session. Everything that belongs to one call stands here, never on the session.</summary>
/// <param name="Query">The document's text; empty with a <see cref="DocumentId"/>.</param>
public sealed record GqlRequest(string Query)
{
    /// <summary>
    /// The id by which the server knows the document, in place of its text; null for none. A session with a manifest knows the text by the id, or by the
    /// operation's name. Any other takes the operation for a mutation.
    /// </summary>
    public string? DocumentId { get; init; }

    /// <summary>Whether it is a question of the session's own, which is in nobody's manifest.</summary>
    internal bool IsOfSession { get; init; }

    /// <summary>Which operation of the document to run; null where it has only one.</summary>
    public string? OperationName { get; init; }

    /// <summary>The variables as one JSON object in UTF-8; empty for none.</summary>
    public ReadOnlyMemory<byte> Variables { get; init; }

    /// <summary>The files that stand in the variables, which have null there; empty for none.</summary>
    public IReadOnlyList<GqlUpload> Uploads { get; init; } = [];

    /// <summary>Is told how far the files are, on whatever thread sends them; null for nobody. An attempt after the first starts over.</summary>
    public IProgress<UploadProgress>? UploadProgress { get; init; }

    /// <summary>Request <c>extensions</c>; null for none.</summary>
    public JsonElement? Extensions { get; init; }

    /// <summary>Header fields of this request, after the session's; a name that the session sets too is replaced.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>From leaving the session's queue to the answer's last byte, retries included; null for the session's.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether the server is asked even where the session's cache has an answer. Its new answer goes into the cache. Default false.</summary>
    public bool NoCache { get; init; }

    /// <summary>
    /// The caller's word that the server carries out requests with this key once only. It goes where the session's
    /// <see cref="Sessions.GqlSessionOptions.IdempotencyKeyIn"/> says and allows a mutation to be replayed.
    /// </summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>What names the request's input to a checkpoint; null where none is kept.</summary>
    public string? InputKey { get; init; }

    /// <summary>A request for a document that the server knows by an id.</summary>
    /// <param name="documentId">The id.</param>
    public static GqlRequest ById(string documentId) => new("") { DocumentId = documentId };

    /// <summary>Whatever the caller wants back with the response, such as the input that the request was made from.</summary>
    public object? Tag { get; init; }
}
