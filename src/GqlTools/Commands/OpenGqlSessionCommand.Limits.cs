using System.Management.Automation;
using GqlTools.Client.Resilience;
using GqlTools.Client.Responses;
using GqlTools.Client.Sessions;

namespace GqlTools.Commands;

/// <content>How much, how long and how often.</content>
public sealed partial class OpenGqlSessionCommand
{
    /// <summary>
    /// Seconds from a request's leaving the session's queue to its answer's last byte, retries included. 0 means no limit. The default is 100.
    /// </summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue / 1000)]
    public int OperationTimeoutSeconds { get; set; } = 100;

    /// <summary>
    /// Attempts after the first for queries that fail in passing: lost connections and the statuses 408, 502, 503 and 504. Waiting for a rate limit does
    /// not count. The default is 5.
    /// </summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int MaximumRetryCount { get; set; } = RetryOptions.Default.MaximumRetryCount;

    /// <summary>
    /// Upper bound of the first wait between attempts, in seconds; it doubles with every attempt, and each wait is at least three quarters of its bound. A server's
    /// Retry-After goes before it. The default is 0.5, by which five retries span 11.6 to 15.5 s: a restarted server costs no query. Requests that could not
    /// connect go on sooner, as soon as the server answers another.
    /// </summary>
    [Parameter]
    [ValidateRange(0d, 86400d)]
    public double RetryIntervalSec { get; set; } = RetryOptions.Default.BaseDelay.TotalSeconds;

    /// <summary>
    /// Codes of GraphQL errors (extensions.code) that are worth another attempt: for queries, and for mutations that have an idempotency key. If none of the
    /// attempts is better, the last answer counts.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? RetryOn { get; set; }

    /// <summary>
    /// Requests in flight at once, over all runspaces that share the session; more wait in its queue, first come, first served. The default is 100.
    /// </summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int MaximumConcurrency { get; set; } = GqlSessionOptions.DefaultMaximumConcurrency;

    /// <summary>
    /// Requests a second at most, evenly spread, over all runspaces that share the session. 0 means as many as the server takes. The default is 0.
    /// </summary>
    [Parameter]
    [ValidateRange(0d, 1e6)]
    public double RequestsPerSecond { get; set; }

    /// <summary>
    /// Seconds that a request waits for the server's rate limits at most, on top of its timeout. Where the limit asks for more, the error says how long
    /// and until when. 0 means not to wait. The default is 3900: 65 minutes, as most limits count by the hour.
    /// </summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue / 1000)]
    public int MaximumRateLimitWaitSeconds { get; set; } = (int)GqlSessionOptions.DefaultMaximumRateLimitWait.TotalSeconds;

    /// <summary>Bytes of one answer, after decompression, beyond which it is refused. The default is 256MB.</summary>
    [Parameter]
    [ValidateRange(1L, long.MaxValue)]
    public long MaximumAnswerBytes { get; set; } = AnswerLimits.Default.MaximumBytes;

    /// <summary>Levels of nested objects and lists beyond which an answer is refused. The default is 512.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int MaximumAnswerDepth { get; set; } = AnswerLimits.Default.MaximumDepth;
}
