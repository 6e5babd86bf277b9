using System.Net.Http.Headers;
using System.Text.Json;
using GqlTools.Client.Failures;
using GqlTools.Client.Operations;
using GqlTools.Client.Requests;
using GqlTools.Client.Resilience;
using GqlTools.Client.Subscriptions;

namespace GqlTools.Client.Responses;

/// <summary>An answer with all that belongs to it alone: nothing of it is kept on the session.</summary>
/// <typeparam name="T">What <c>data</c> became.</typeparam>
public sealed class GqlResponse<T>
{
    internal GqlResponse(PreparedRequest request, Answer<T> answer, HttpResponseMessage message, bool trusted)
    {
        Request = request.Request;
        Operation = request.Operation;
        Data = answer.Data;
        HasData = answer.HasData;
        HasDataEntry = answer.HasDataEntry;
        Errors = answer.Errors;
        Extensions = answer.Extensions;
        StatusCode = (int)message.StatusCode;
        HttpVersion = message.Version;
        IsTrusted = trusted;
        Headers = message.Headers;
        ContentHeaders = message.Content.Headers;
    }

    internal GqlResponse(PreparedRequest request, Answer<T> answer, EventOrigin origin)
        : this(request.Request, request.Operation, origin.Headers, origin.ContentHeaders, origin.HttpVersion)
    {
        Data = answer.Data;
        HasData = answer.HasData;
        HasDataEntry = answer.HasDataEntry;
        Errors = answer.Errors;
        Extensions = answer.Extensions;
        StatusCode = origin.StatusCode;
        IsTrusted = true;
    }

    private GqlResponse(
        GqlRequest request, GqlOperation operation, HttpResponseHeaders headers, HttpContentHeaders contentHeaders, Version httpVersion)
    {
        Request = request;
        Operation = operation;
        Headers = headers;
        ContentHeaders = contentHeaders;
        HttpVersion = httpVersion;
    }

    /// <summary>The request that was answered.</summary>
    public GqlRequest Request { get; }

    /// <summary>The operation that ran.</summary>
    public GqlOperation Operation { get; }

    /// <summary>The value of <c>data</c>; partial where <see cref="Errors"/> has entries.</summary>
    public T? Data { get; private init; }

    /// <summary>Whether <c>data</c> is there and not null.</summary>
    public bool HasData { get; private init; }

    /// <summary>Whether there is an entry <c>data</c>, be it null: without one nothing ran.</summary>
    internal bool HasDataEntry { get; private init; }

    /// <summary>The GraphQL errors, in the server's order; empty for none.</summary>
    public IReadOnlyList<GqlError> Errors { get; internal set; } = [];

    /// <summary>The answer's <c>extensions</c>, or null.</summary>
    public JsonElement? Extensions { get; private init; }

    /// <summary>HTTP status.</summary>
    public int StatusCode { get; private init; }

    /// <summary>HTTP version that the answer came over.</summary>
    public Version HttpVersion { get; }

    /// <summary>
    /// Whether the answer is surely the GraphQL server's. False for <c>application/json</c> with a status that is no success: a proxy may have
    /// made it (GraphQL over HTTP, section "application/json").
    /// </summary>
    public bool IsTrusted { get; private init; }

    /// <summary>Whether the answer came from the session's cache: then there was no attempt, and everything else is what it was when it was fresh.</summary>
    public bool FromCache { get; internal init; }

    /// <summary>How long the answer had been in the session's cache; zero for one that came from the server.</summary>
    public TimeSpan Age { get; internal init; }

    /// <summary>Header fields of the answer, without those of its content.</summary>
    public HttpResponseHeaders Headers { get; }

    /// <summary>Header fields of the answer's content.</summary>
    public HttpContentHeaders ContentHeaders { get; }

    /// <summary>From leaving the session's queue to the answer's last byte, retries included.</summary>
    public TimeSpan Duration { get; internal set; }

    /// <summary>Every attempt, the last one being the one that brought this answer.</summary>
    public IReadOnlyList<Attempt> Attempts { get; internal set; } = [];

    /// <summary>The same answer out of the cache: it cost no attempt and no time.</summary>
    internal GqlResponse<T> AsCached(TimeSpan age) => new(Request, Operation, Headers, ContentHeaders, HttpVersion)
    {
        Data = Data,
        HasData = HasData,
        HasDataEntry = HasDataEntry,
        Errors = Errors,
        Extensions = Extensions,
        StatusCode = StatusCode,
        IsTrusted = IsTrusted,
        FromCache = true,
        Age = age,
    };

    /// <summary>What came over the wire, for another request: one that shares this answer, or has its part of it.</summary>
    internal GqlResponse<TOther> With<TOther>(
        PreparedRequest request, bool hasData, TOther? data, IReadOnlyList<GqlError> errors, JsonElement? extensions) =>
        new(request.Request, request.Operation, Headers, ContentHeaders, HttpVersion)
        {
            Data = data,
            HasData = hasData,
            HasDataEntry = HasDataEntry,
            Errors = errors,
            Extensions = extensions,
            StatusCode = StatusCode,
            IsTrusted = IsTrusted,
            FromCache = FromCache,
            Age = Age,
            Duration = Duration,
            Attempts = Attempts,
        };

    /// <summary>One of <see cref="Errors"/> as an exception, for who reports errors one by one.</summary>
    /// <param name="error">The error.</param>
    public GqlException ToException(GqlError error) =>
        new(FailureKind.GraphQLError, error.PathText is { } path ? $"{error.Message} (at {path})" : error.Message)
        {
            OperationName = Operation.Name,
            StatusCode = StatusCode,
            Errors = [error],
            Attempts = Attempts,
            Line = error.Locations.Count > 0 ? error.Locations[0].Line : null,
            Column = error.Locations.Count > 0 ? error.Locations[0].Column : null,
        };
}
