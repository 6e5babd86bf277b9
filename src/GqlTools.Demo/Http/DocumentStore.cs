using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GqlTools.Language.Execution;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Demo.Http;

/// <summary>
/// The documents asked for so far, each read and validated once; found by their text, by the id of a persisted document, or by their hash
/// (automatic persisted queries as in Apollo Server's requestPipeline).
/// </summary>
internal sealed class DocumentStore(Schema schema, DemoServerOptions options, DemoStreamCounters counters)
{
    // Clients send few different documents; one that puts its values into the text instead of variables must not fill the memory.
    private const int MaximumDocuments = 4_096;
    private const int PersistedQueryVersion = 1;

    private readonly ConcurrentDictionary<string, ReadDocument> _documents = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _textsByHash = new(StringComparer.Ordinal);

    /// <summary>The document a request asks for, or the reason why there is none.</summary>
    public ReadDocument Find(GraphQLRequest request)
    {
        if (request.DocumentId is { } id)
            return options.PersistedDocuments.TryGetValue(id, out var persisted) ? Find(persisted) : Refuse(OutcomeKind.NotExecuted, "PersistedDocumentNotFound", "PERSISTED_DOCUMENT_NOT_FOUND");
        if (request.Extensions.ValueKind == JsonValueKind.Object && request.Extensions.TryGetProperty("persistedQuery"u8, out var wanted))
            return FindPersisted(request.Query, wanted);
        return request.Query is { } query ? Find(query) : Refuse(OutcomeKind.NotExecuted, "The request has no 'query'.", "BAD_REQUEST");
    }

    private ReadDocument FindPersisted(string? query, JsonElement wanted)
    {
        if (!options.AllowPersistedQueries)
            return Refuse(OutcomeKind.PersistedQueryRefused, "PersistedQueryNotSupported", "PERSISTED_QUERY_NOT_SUPPORTED");
        if (wanted.ValueKind != JsonValueKind.Object
            || !wanted.TryGetProperty("version"u8, out var version) || version.ValueKind != JsonValueKind.Number || version.GetDouble() != PersistedQueryVersion)
        {
            return Refuse(OutcomeKind.NotParsed, "Unsupported persisted query version", "BAD_REQUEST");
        }

        var hash = wanted.TryGetProperty("sha256Hash"u8, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";
        if (query is null)
        {
            if (!_textsByHash.TryGetValue(hash, out var known))
            {
                counters.PersistedQueryMissed();
                return Refuse(OutcomeKind.PersistedQueryRefused, "PersistedQueryNotFound", "PERSISTED_QUERY_NOT_FOUND");
            }

            counters.PersistedQueryHit();
            return Find(known);
        }

        if (hash != Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(query))))
            return Refuse(OutcomeKind.NotParsed, "provided sha does not match query", "BAD_REQUEST");
        if (_textsByHash.Count >= MaximumDocuments)
            _textsByHash.Clear();
        _textsByHash[hash] = query;
        counters.PersistedQueryStored();
        return Find(query);
    }

    private ReadDocument Find(string text)
    {
        if (_documents.TryGetValue(text, out var known))
            return known;
        var read = ReadDocument.Read(text, schema, options);
        if (_documents.Count >= MaximumDocuments)
            _documents.Clear();
        return _documents.GetOrAdd(text, read);
    }

    private static ReadDocument Refuse(OutcomeKind kind, string message, string code) =>
        ReadDocument.Refused(kind, new ExecutionError(message) { Extensions = new Dictionary<string, object?> { ["code"] = code } });
}
