using GqlTools.Client.Failures;
using GqlTools.Client.Requests;
using GqlTools.Client.Resilience;
using GqlTools.Client.Responses;
using GqlTools.Client.Sessions;
using GqlTools.Language.Syntax;

namespace GqlTools.Client.PersistedDocuments;

/// <summary>
/// Chooses the shape of a session's requests, and the next one where the server refuses it.
/// <para>
/// Automatic persisted queries: the hash goes alone first. A server that does not know it yet gets hash and text, once; from then on the hash is
/// enough for everybody. A server that wants no hashes gets the text, and the session sends no hash again. Many servers without this protocol
/// just miss the text, each in its own words: as long as this one has not shown that it reads hashes, a refusal before anything ran is answered with the
/// text, and if that brings data, the session has learnt that hashes are for nothing.
/// </para>
/// <para>
/// GET: for queries only. What is too long by the session's own limit, or was by the server's (414, 431), goes by POST; a server that allows no GET (405) is
/// asked with none again.
/// </para>
/// <para>
/// All that is learnt are single values that any thread may write at any time: learning it twice, or late, costs one request more and nothing else.
/// </para>
/// </summary>
internal sealed class ShapeChoice
{
    private const string NotFoundMessage = "PersistedQueryNotFound";
    private const string NotFoundCode = "PERSISTED_QUERY_NOT_FOUND";
    private const string NotSupportedMessage = "PersistedQueryNotSupported";
    private const string NotSupportedCode = "PERSISTED_QUERY_NOT_SUPPORTED";

    private readonly bool _get;
    private readonly bool _hash;
    private readonly string _address;
    private volatile HashSupport _support;
    private volatile int _uriOctets = GqlSessionOptions.MaximumGetUriOctets;

    private ShapeChoice(GqlSessionOptions options)
    {
        _get = options.UseGet;
        _hash = options.AutomaticPersistedQueries;
        var endpoint = options.Endpoint.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped);
        _address = endpoint + (options.Endpoint.Query.Length > 1 ? "&" : endpoint.EndsWith('?') ? "" : "?");
    }

    private enum HashSupport
    {
        Unknown,
        Supported,
        Unsupported,
    }

    /// <summary>The choice of a session; null where all its requests are POSTs with the text.</summary>
    public static ShapeChoice? For(GqlSessionOptions options) => options.AutomaticPersistedQueries || options.UseGet ? new ShapeChoice(options) : null;

    /// <summary>The shape that a request has first.</summary>
    public RequestShape First(PreparedRequest request) => request.HasUploads
        // Files that are sent twice cost more than a text.
        ? default
        : Shape(request, _hash && _support != HashSupport.Unsupported && request.DocumentId is null && !request.NamesPersistedQuery ? DocumentPart.Hash : DocumentPart.Text);

    /// <summary>The shape after an answer that refused the one before; null where the answer is the caller's.</summary>
    /// <param name="request">The request.</param>
    /// <param name="sent">The shape that was answered.</param>
    /// <param name="before">The shape of the attempt before this one; null for the first.</param>
    /// <param name="response">The answer.</param>
    public ReshapedRequest? After<T>(PreparedRequest request, RequestShape sent, RequestShape? before, GqlResponse<T> response)
    {
        if (sent.GetAddress is not null && RefusesGet(response.StatusCode, sent.GetAddress) && !response.HasData)
            return new ReshapedRequest(sent.AsPost, RetryReason.GetRefused);
        if (sent.Document == DocumentPart.Text)
        {
            if (before is { Document: DocumentPart.Hash } && response.HasData) _support = HashSupport.Unsupported;
            return null;
        }

        if (response.HasData)
        {
            _support = HashSupport.Supported;
            return null;
        }

        if (Says(response, NotSupportedMessage, NotSupportedCode))
        {
            _support = HashSupport.Unsupported;
            return AsText(request);
        }

        if (sent.Document != DocumentPart.Hash) return null;
        if (Says(response, NotFoundMessage, NotFoundCode))
        {
            _support = HashSupport.Supported;
            // By POST: only what is asked for often is worth a place in the caches on the way.
            return new ReshapedRequest(new RequestShape(DocumentPart.HashAndText), RetryReason.PersistedQueryNotFound);
        }

        return _support == HashSupport.Unknown && MayMissTheText(response) ? AsText(request) : null;
    }

    /// <summary>The shape after a failure that refused the one before; null where the failure has other causes.</summary>
    public ReshapedRequest? After(RequestShape sent, GqlException failure) =>
        sent.GetAddress is not null && failure.StatusCode is { } status && RefusesGet(status, sent.GetAddress)
            ? new ReshapedRequest(sent.AsPost, RetryReason.GetRefused)
            : null;

    private static bool Says<T>(GqlResponse<T> response, string message, string code) =>
        response.Errors.Any(error => error.Message == message || error.Code == code);

    // Without an entry `data` nothing ran (GraphQL specification, section 7.1), so that even a mutation may go again.
    private static bool MayMissTheText<T>(GqlResponse<T> response) =>
        !response.HasDataEntry && response.StatusCode < 500 && response.Errors.All(static error => error.Path is null);

    private ReshapedRequest AsText(PreparedRequest request) =>
        new(Shape(request, DocumentPart.Text), RetryReason.PersistedQueryNotSupported);

    private RequestShape Shape(PreparedRequest request, DocumentPart part) => new(
        part,
        _get && request.Operation.Type == OperationType.Query ? GetAddress.For(request, part, _address, _uriOctets) : null);

    private bool RefusesGet(int status, Uri address)
    {
        switch (status)
        {
            case 405:
                _uriOctets = 0;
                return true;
            case 414 or 431:
                _uriOctets = Math.Min(_uriOctets, address.AbsoluteUri.Length - 1);
                return true;
            default:
                return false;
        }
    }
}
