using GqlTools.Client.Failures;
using GqlTools.Client.Resilience;

namespace GqlTools.Client.Batching;

/// <summary>
/// Decides what follows when a batch as a whole comes to nothing. Pure.
/// <para>
/// Each request must end as it would have ended alone (C7), so a batch that the server answered with a refusal goes again in parts until the guilty request
/// stands alone. What tells nothing of any single request does not: a broken connection, a timeout, a server that is busy. And a mutation goes again only
/// where the answer proves that nothing ran (C4).
/// </para>
/// </summary>
public static class BatchDecision
{
    /// <summary>Whether the requests of a batch that failed go again in parts.</summary>
    /// <param name="failure">What came in place of an answer.</param>
    /// <param name="repeatable">Whether running twice does no harm.</param>
    public static bool GoesInParts(GqlException failure, bool repeatable)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return failure switch
        {
            // The server stopped at the size, the method or the media type, before it looked at an operation.
            { Kind: FailureKind.HttpStatus, StatusCode: 405 or 413 or 414 or 415 or 431 } => true,
            // A file that cannot be opened fails before anything is sent, one that breaks off fails on the way.
            { Kind: FailureKind.UploadUnreadable } => repeatable || failure.Evidence == Evidence.NotSent,
            { Kind: FailureKind.HttpStatus, StatusCode: 408 or 429 or 502 or 503 or 504 } => false,
            {
                Kind: FailureKind.HttpStatus or FailureKind.Unauthorized or FailureKind.Forbidden or FailureKind.AnswerTooLarge or FailureKind.AnswerTooDeep
                    or FailureKind.AnswerNotJson or FailureKind.AnswerMalformed or FailureKind.AnswerTruncated or FailureKind.AnswerNotGraphQL
            } => repeatable,
            _ => false,
        };
    }

    /// <summary>Whether the requests of a batch that was answered without data go again in parts.</summary>
    /// <param name="statusCode">HTTP status.</param>
    /// <param name="trusted">Whether the answer is surely the GraphQL server's.</param>
    /// <param name="hasDataEntry">Whether there is an entry <c>data</c>, then null: an error on the way, not a refusal.</param>
    /// <param name="repeatable">Whether running twice does no harm.</param>
    public static bool GoesInParts(int statusCode, bool trusted, bool hasDataEntry, bool repeatable) =>
        repeatable || (!hasDataEntry && trusted && statusCode is >= 400 and < 500);

    /// <summary>Whether a failure says that the server takes no arrays.</summary>
    /// <param name="failure">What came in place of an answer to an array.</param>
    /// <param name="repeatable">Whether running twice does no harm; a server that stumbled over an array may have run a part of it.</param>
    public static bool RefusesArrays(GqlException failure, bool repeatable)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return failure.Kind is FailureKind.HttpStatus or FailureKind.AnswerNotGraphQL or FailureKind.AnswerNotJson
            && (failure.StatusCode is 400 or 404 or 405 or 406 or 415 or 422 || (repeatable && failure.StatusCode is 200 or 500 or 501));
    }

    /// <summary>
    /// The parts in which a batch goes again. Those that an error names stand alone and the others go on together, the first time; from the second time on
    /// the others go in halves, so that a server that names one at a time is not asked for each.
    /// </summary>
    /// <typeparam name="TRequest">The requests.</typeparam>
    /// <param name="requests">The requests, two or more.</param>
    /// <param name="isNamed">Whether an error names the request at an index.</param>
    /// <param name="again">Whether these went in parts before.</param>
    public static IReadOnlyList<IReadOnlyList<TRequest>> Parts<TRequest>(IReadOnlyList<TRequest> requests, Func<int, bool> isNamed, bool again)
    {
        ArgumentNullException.ThrowIfNull(requests);
        List<IReadOnlyList<TRequest>> parts = [];
        List<TRequest> others = [];
        for (var index = 0; index < requests.Count; index++)
        {
            if (isNamed(index)) parts.Add([requests[index]]);
            else others.Add(requests[index]);
        }

        if (others.Count == 0) return parts;
        if (others.Count > 1 && (again || parts.Count == 0))
        {
            var half = others.Count / 2;
            parts.Add(others.GetRange(0, half));
            parts.Add(others.GetRange(half, others.Count - half));
        }
        else
        {
            parts.Add(others);
        }

        return parts;
    }
}
