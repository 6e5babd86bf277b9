using System.Text.Json;
using GqlTools.Client.Resilience;
using GqlTools.Client.Responses;
using GqlTools.Conversion;

namespace GqlTools.Output;

/// <summary>A whole response, as <c>Invoke-GqlQuery -Raw</c> writes it.</summary>
public sealed class GqlQueryResult
{
    internal GqlQueryResult(GqlResponse<object?> response, IReadOnlyList<GqlQueryError> errors)
    {
        Data = response.Data;
        Errors = errors;
        Extensions = response.Extensions is { } extensions ? PSObjectReader.Parse(JsonSerializer.SerializeToUtf8Bytes(extensions)) : null;
        Headers = response.Headers.Concat(response.ContentHeaders)
            .ToDictionary(header => header.Key, header => header.Value.ToArray(), StringComparer.OrdinalIgnoreCase);
        StatusCode = response.StatusCode;
        HttpVersion = response.HttpVersion;
        Duration = response.Duration;
        Attempts = response.Attempts;
        FromCache = response.FromCache;
        Age = response.Age;
        OperationName = response.Operation.Name;
        Variables = response.Request.Tag;
    }

    /// <summary>The value of <c>data</c>: partial where there are errors, null where there is none.</summary>
    public object? Data { get; }

    /// <summary>The GraphQL errors; empty for none.</summary>
    public IReadOnlyList<GqlQueryError> Errors { get; }

    /// <summary>The answer's <c>extensions</c>, or null.</summary>
    public object? Extensions { get; }

    /// <summary>Header fields of the answer, each with its values.</summary>
    public IReadOnlyDictionary<string, string[]> Headers { get; }

    /// <summary>HTTP status.</summary>
    public int StatusCode { get; }

    /// <summary>HTTP version that the answer came over.</summary>
    public Version HttpVersion { get; }

    /// <summary>From leaving the session's queue to the answer's last byte, retries included.</summary>
    public TimeSpan Duration { get; }

    /// <summary>Every attempt, the last one being the one that brought this answer.</summary>
    public IReadOnlyList<Attempt> Attempts { get; }

    /// <summary>Whether the session's cache gave the answer: then there was no attempt.</summary>
    public bool FromCache { get; }

    /// <summary>How long the answer had been in the cache.</summary>
    public TimeSpan Age { get; }

    /// <summary>The operation's name; null for an anonymous one.</summary>
    public string? OperationName { get; }

    /// <summary>What was given as the request's variables: the pipeline's object, or -Variables.</summary>
    public object? Variables { get; }
}
