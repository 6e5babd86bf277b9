namespace GqlTools.Client.Resilience;

/// <summary>Why a failed attempt is, or is not, followed by another.</summary>
public enum RetryReason
{
    /// <summary>Retried: no connection came about, so the server saw nothing of the request.</summary>
    NotSent,

    /// <summary>Retried: the connection broke under a request that may be repeated.</summary>
    ConnectionLost,

    /// <summary>Retried: the status (408, 429, 502, 503 or 504) says that a later try may succeed.</summary>
    TransientStatus,

    /// <summary>Retried when the server said so in <c>Retry-After</c>.</summary>
    ServerPushback,

    /// <summary>Sent again with its text: the server does not know the document by its hash yet. No attempt of the session's patience.</summary>
    PersistedQueryNotFound,

    /// <summary>Sent again with its text alone: the server takes no hashes. No attempt of the session's patience.</summary>
    PersistedQueryNotSupported,

    /// <summary>Sent again by POST: the server takes no GET (405), or none with so long a URI (414, 431). No attempt of the session's patience.</summary>
    GetRefused,

    /// <summary>Repeated once: the server refused the token, and the session's token provider gave another.</summary>
    TokenRenewed,

    /// <summary>Retried: the server turned the stream away before it looked at the request.</summary>
    NotProcessed,

    /// <summary>Retried: an error's code is one of those that the session was told to retry.</summary>
    ErrorCode,

    /// <summary>Retried: refused by a limit of the server, which means not carried out. The request waits in the line again.</summary>
    RateLimited,

    /// <summary>Not retried: nothing about a repetition would be different.</summary>
    Permanent,

    /// <summary>Not retried: a mutation without idempotency key that the server may have carried out.</summary>
    MutationMayHaveRun,

    /// <summary>Not retried: a stream that cannot be wound back was uploaded.</summary>
    UploadConsumed,

    /// <summary>Not retried: all attempts are used up.</summary>
    AttemptsExhausted,

    /// <summary>Not retried: the wait would outlast the request's timeout.</summary>
    DeadlineExceeded,

    /// <summary>Not retried: the server's limit asks for more waiting than the session allows.</summary>
    RateLimitWaitExceeded,

    /// <summary>Not retried: too much of what the session sends fails.</summary>
    RetryBudgetExhausted,

    /// <summary>Not retried: the server failed for long, and the session leaves it alone for a while.</summary>
    CircuitOpen,
}
