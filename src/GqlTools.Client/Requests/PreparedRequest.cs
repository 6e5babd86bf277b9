using System.Globalization;
using System.Text.Json;
using GqlTools.Client.Failures;
using GqlTools.Client.Operations;
using GqlTools.Client.PersistedDocuments;
using GqlTools.Client.Responses;
using GqlTools.Client.Uploads;
using GqlTools.Language.Syntax;

namespace GqlTools.Client.Requests;

/// <summary>
/// A request that is right as far as can be told without the network: its document parses, its operation exists, its required variables
/// are there. Holds the body (GraphQL over HTTP, section "Request Parameters"), which all attempts send alike.
/// </summary>
public sealed class PreparedRequest
{
    /// <summary>As many required variables as are counted on the stack.</summary>
    private const int FewVariables = 64;

    private ReadOnlyMemory<byte> _body;

    private readonly PersistedManifestFormat _idFormat;

    private PreparedRequest(GqlRequest request, in RequestDocument runs, UploadForm? uploads)
    {
        Request = request;
        Document = runs.Document;
        Operation = runs.Operation;
        DocumentId = runs.DocumentId;
        Uploads = uploads;
        _idFormat = runs.Format;
    }

    /// <summary>What the caller asked for.</summary>
    public GqlRequest Request { get; }

    /// <summary>Its document; null where only its id is known.</summary>
    public GqlDocument? Document { get; }

    /// <summary>The id that goes in place of the document's text; null where the text goes.</summary>
    public string? DocumentId { get; }

    /// <summary>The operation that runs.</summary>
    public GqlOperation Operation { get; }

    /// <summary>The JSON body in UTF-8, with the document's text, or its id where it has one.</summary>
    public ReadOnlyMemory<byte> Body => _body.IsEmpty ? _body = BodyOf(DocumentPart.Text) : _body;

    /// <summary>Whether files go with it.</summary>
    public bool HasUploads => Uploads is not null;

    /// <summary>Whether another attempt could send the same bytes: not where a stream was read that cannot be wound back.</summary>
    public bool CanSendAgain => Uploads is null || Uploads.CanReadAgain;

    /// <summary>The files that go with it; null for none.</summary>
    internal UploadForm? Uploads { get; }

    /// <summary>Whether sending it again does no harm: a query, or a mutation whose key lets the server know it again.</summary>
    public bool Repeatable => Operation.Type == OperationType.Query || Request.IdempotencyKey is not null;

    /// <summary>Whether the body is an array of requests, to be answered by an array.</summary>
    internal bool IsArray => Parts.Count > 0;

    /// <summary>The requests of an array; empty for a single one.</summary>
    internal IReadOnlyList<PreparedRequest> Parts { get; private init; } = [];

    /// <summary>Whether its answer may come in parts. Where only the server knows the document, only the server knows.</summary>
    internal bool TakesParts => !IsArray && (Operation.IsIncremental || !Operation.IsKnown);

    /// <summary>Whether the caller has put a hash into <c>extensions</c> himself.</summary>
    internal bool NamesPersistedQuery =>
        Request.Extensions is { ValueKind: JsonValueKind.Object } extensions && extensions.TryGetProperty(PersistedQueryExtension.Name, out _);

    private static ReadOnlySpan<byte> VariablesKey => ",\"variables\":"u8;

    private static ReadOnlySpan<byte> ExtensionsKey => ",\"extensions\":"u8;

    /// <summary>Checks <paramref name="request"/> and writes its body.</summary>
    /// <param name="request">What the caller asks for.</param>
    /// <param name="documents">Where documents are read once.</param>
    /// <param name="manifest">The documents that the server knows by ids; null where it takes any.</param>
    /// <param name="streams">Whether it goes where many answers come from, so that a subscription is right.</param>
    /// <exception cref="GqlException">
    /// <see cref="FailureKind.SyntaxError"/>, <see cref="FailureKind.DocumentUnknown"/>, <see cref="FailureKind.OperationUnknown"/>,
    /// <see cref="FailureKind.OperationUnsupported"/>, <see cref="FailureKind.VariablesInvalid"/>, <see cref="FailureKind.UploadUnreadable"/> or
    /// <see cref="FailureKind.OptionInvalid"/>.
    /// </exception>
    public static PreparedRequest From(GqlRequest request, DocumentCache documents, PersistedManifest? manifest = null, bool streams = false)
    {
        var runs = RequestDocument.Of(request, documents, manifest);
        var operation = runs.Operation;
        if (operation.Type == OperationType.Subscription && !streams)
        {
            throw new GqlException(
                FailureKind.OperationUnsupported,
                $"{Describe(operation)} is a subscription; a single request can only carry a query or a mutation.")
            {
                OperationName = operation.Name,
            };
        }

        var uploads = UploadForm.For(request.Uploads);
        CheckVariables(request, operation, uploads);
        return new PreparedRequest(request, runs, uploads);
    }

    /// <summary>A request that was made of others that are checked already.</summary>
    /// <param name="request">The request.</param>
    /// <param name="document">Its document, with one operation.</param>
    internal static PreparedRequest Checked(GqlRequest request, GqlDocument document) =>
        new(request, new RequestDocument(document, document.Operations[0], null, default), UploadForm.OfBatch(request.Uploads));

    /// <summary>Several requests as one JSON array. They share operation, header fields and timeout; the first one stands for all.</summary>
    /// <param name="requests">The requests.</param>
    /// <param name="timeout">What is left of their timeout.</param>
    internal static PreparedRequest Array(IReadOnlyList<PreparedRequest> requests, TimeSpan timeout)
    {
        var body = new byte[requests.Sum(static request => request.Body.Length + 1) + 1];
        var rest = body.AsSpan();
        for (var index = 0; index < requests.Count; index++) rest = Append(requests[index].Body.Span, Append(index == 0 ? "["u8 : ","u8, rest));
        rest[0] = (byte)']';
        var first = requests[0];
        var runs = new RequestDocument(first.Document, first.Operation, first.DocumentId, first._idFormat);
        GqlUpload[] uploads = [.. requests.SelectMany(static (request, index) => request.Request.Uploads.Select(upload => upload with { Path = ArrayPath(index, upload.Path) }))];
        return new PreparedRequest(first.Request with { Uploads = uploads, Timeout = timeout }, runs, UploadForm.OfBatch(uploads)) { _body = body, Parts = requests };
    }

    // graphql-multipart-request-spec, section "Batching".
    private static string ArrayPath(int index, string path) => string.Create(CultureInfo.InvariantCulture, $"{index}.{path}");

    private static void CheckVariables(GqlRequest request, GqlOperation operation, UploadForm? uploads)
    {
        var required = operation.RequiredVariables;
        if (request.Variables.IsEmpty && required.Count == 0) return;

        Span<bool> given = required.Count <= FewVariables ? stackalloc bool[required.Count] : new bool[required.Count];
        if (!request.Variables.IsEmpty) MarkGiven(request.Variables.Span, operation, given);
        if (!given.Contains(false)) return;
        var missing = new List<string>();
        for (var index = 0; index < given.Length; index++)
        {
            if (!given[index] && uploads?.Fills(required[index]) != true) missing.Add("$" + required[index]);
        }

        if (missing.Count == 0) return;
        throw new GqlException(
            FailureKind.VariablesInvalid,
            $"{Describe(operation)} needs {string.Join(", ", missing)}, and the variables have no such name or have null there.")
        {
            OperationName = operation.Name,
        };
    }

    private static void MarkGiven(ReadOnlySpan<byte> variables, GqlOperation operation, Span<bool> given)
    {
        try
        {
            var reader = new Utf8JsonReader(variables, new JsonReaderOptions { MaxDepth = int.MaxValue });
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject) throw NotAnObject(operation, null);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var index = IndexOf(operation.RequiredVariables, ref reader);
                reader.Read();
                if (index >= 0 && reader.TokenType != JsonTokenType.Null) given[index] = true;
                reader.Skip();
            }

            if (reader.Read()) throw NotAnObject(operation, null);
        }
        catch (JsonException exception)
        {
            throw NotAnObject(operation, exception);
        }
    }

    private static int IndexOf(IReadOnlyList<string> names, ref Utf8JsonReader reader)
    {
        for (var index = 0; index < names.Count; index++)
        {
            if (reader.ValueTextEquals(names[index])) return index;
        }

        return -1;
    }

    private static GqlException NotAnObject(GqlOperation operation, JsonException? exception) => new(
        FailureKind.VariablesInvalid,
        $"The variables of {Describe(operation)} are not a JSON object such as {{ \"first\": 10 }}{(exception is null ? "." : $": {JsonText.Problem(exception)}")}",
        exception)
    {
        OperationName = operation.Name,
        Line = exception?.LineNumber is { } line ? (int)line + 1 : null,
        Column = exception?.BytePositionInLine is { } column ? (int)column + 1 : null,
    };

    private static string Describe(GqlOperation operation) =>
        operation.Name is null ? $"The {NameOf(operation.Type)}" : $"The {NameOf(operation.Type)} '{operation.Name}'";

    private static string NameOf(OperationType type) => type switch
    {
        OperationType.Mutation => "mutation",
        OperationType.Subscription => "subscription",
        _ => "query",
    };

    /// <summary>The JSON body in UTF-8 of a request that carries this much of its document.</summary>
    /// <param name="part">What of its document it carries.</param>
    internal ReadOnlyMemory<byte> BodyOf(DocumentPart part) => BodyOf(part, Request.Variables);

    /// <summary>The same with other variables, for a subscription that goes on after an event.</summary>
    /// <param name="part">What of its document it carries.</param>
    /// <param name="given">The variables as one JSON object in UTF-8; empty for none.</param>
    internal ReadOnlyMemory<byte> BodyOf(DocumentPart part, ReadOnlyMemory<byte> given)
    {
        // The document is by far the largest part and the same for all requests of a loop: its JSON is written once, with the document.
        var start = BodyStartOf(part).Span;
        var variables = given.Span;
        var extensions = ExtensionsFor(part).Span;
        var body = new byte[start.Length
            + (variables.IsEmpty ? 0 : VariablesKey.Length + variables.Length)
            + (extensions.IsEmpty ? 0 : ExtensionsKey.Length + extensions.Length)
            + 1];
        var rest = Append(start, body);
        var first = start.Length == 1;
        if (!variables.IsEmpty)
        {
            rest = Append(variables, Append(VariablesKey[(first ? 1 : 0)..], rest));
            first = false;
        }

        if (!extensions.IsEmpty) rest = Append(extensions, Append(ExtensionsKey[(first ? 1 : 0)..], rest));
        rest[0] = (byte)'}';
        return body.AsMemory(0, body.Length - rest.Length + 1);
    }

    /// <summary>Request <c>extensions</c> as JSON in UTF-8; empty for none.</summary>
    /// <param name="part">What of its document the request carries.</param>
    internal ReadOnlyMemory<byte> ExtensionsFor(DocumentPart part)
    {
        if (DocumentId is not null && _idFormat == PersistedManifestFormat.Apollo) return PersistedQueryExtension.Write(DocumentId, Request.Extensions);
        if (part == DocumentPart.Text) return Request.Extensions is { } given ? JsonSerializer.SerializeToUtf8Bytes(given) : default;
        return Request.Extensions is null ? Document!.HashExtensions : PersistedQueryExtension.Write(Document!.Hash, Request.Extensions);
    }

    /// <summary>The id where it goes as a parameter of its own; null where it does not.</summary>
    internal string? DocumentIdParameter => _idFormat == PersistedManifestFormat.Relay ? DocumentId : null;

    private ReadOnlyMemory<byte> BodyStartOf(DocumentPart part)
    {
        if (DocumentIdParameter is { } id) return Operation.WriteBodyStart(id);
        return DocumentId is not null || part == DocumentPart.Hash ? Operation.BareBodyStart : Operation.BodyStart;
    }

    private static Span<byte> Append(ReadOnlySpan<byte> part, Span<byte> to)
    {
        part.CopyTo(to);
        return to[part.Length..];
    }
}
