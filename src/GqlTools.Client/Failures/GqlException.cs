using GqlTools.Client.Paging;
using GqlTools.Client.Resilience;
using GqlTools.Client.Responses;
using GqlTools.Language.Validation;

namespace GqlTools.Client.Failures;

/// <summary>
/// The one exception of the Client: its <see cref="Kind"/> says what went wrong, its other members are the facts. The facts stand here
/// because callers that work in parallel get nothing but the exception.
/// </summary>
public sealed class GqlException : Exception
{
    private string? _endpoint;
    private string? _operationName;
    private TimeSpan? _retryAfter;
    private string? _note;
    private IReadOnlyList<Attempt> _attempts = [];

    /// <summary>Makes an exception of <paramref name="kind"/>.</summary>
    /// <param name="kind">What went wrong.</param>
    /// <param name="message">A sentence that names the input, where it stands and what would be right. Never a secret.</param>
    /// <param name="innerException">The cause, where another exception is.</param>
    public GqlException(FailureKind kind, string message, Exception? innerException = null)
        : base(message, innerException) => Kind = kind;

    /// <summary>What went wrong.</summary>
    public FailureKind Kind { get; }

    /// <inheritdoc/>
    public override string Message => _note is null ? base.Message : $"{base.Message} {_note}";

    /// <summary>The endpoint, where the failure concerns one. User information and query are left out.</summary>
    public string? Endpoint
    {
        get => _endpoint;
        init => _endpoint = value;
    }

    /// <summary>The operation's name; null for an anonymous one, or where no operation was reached.</summary>
    public string? OperationName
    {
        get => _operationName;
        init => _operationName = value;
    }

    /// <summary>The HTTP status, where an answer came.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The close code of a WebSocket, where one ended with a code.</summary>
    public int? CloseCode { get; init; }

    /// <summary>How long the server asks to wait before the next attempt (<c>Retry-After</c>, RFC 9110 section 10.2.3).</summary>
    public TimeSpan? RetryAfter
    {
        get => _retryAfter;
        init => _retryAfter = value;
    }

    /// <summary>The GraphQL errors that came with the failure, in the server's order; empty where there are none.</summary>
    public IReadOnlyList<GqlError> Errors { get; init; } = [];

    /// <summary>What validation found wrong with the document, in document order; empty where the failure is another.</summary>
    public IReadOnlyList<ValidationError> ValidationErrors { get; init; } = [];

    /// <summary>Line in the document or answer, counted from 1; null where the failure has no place.</summary>
    public int? Line { get; init; }

    /// <summary>Column in that line, counted from 1 in UTF-16 code units.</summary>
    public int? Column { get; init; }

    /// <summary>Every attempt that was made, the failed last one included; empty for what failed before the network.</summary>
    public IReadOnlyList<Attempt> Attempts
    {
        get => _attempts;
        init => _attempts = value;
    }

    /// <summary>Where another walk may go on; null where the failure ended no walk. See <see cref="PagingOptions.Start"/>.</summary>
    public PageMark? ResumeFrom { get; init; }

    /// <summary>The same failure with what it means for a walk.</summary>
    internal GqlException Within(string message, PageMark? resumeFrom = null) => new(Kind, message, this)
    {
        Endpoint = Endpoint,
        OperationName = OperationName,
        StatusCode = StatusCode,
        RetryAfter = RetryAfter,
        Errors = Errors,
        ValidationErrors = ValidationErrors,
        Line = Line,
        Column = Column,
        Attempts = Attempts,
        ResumeFrom = resumeFrom,
    };

    /// <summary>Adds what is only known on the way up: a failure is raised where it is noticed, which is not where its request is known.</summary>
    internal GqlException During(string endpoint, string? operationName, IReadOnlyList<Attempt> attempts)
    {
        _endpoint ??= endpoint;
        _operationName ??= operationName;
        _attempts = attempts;
        return this;
    }

    /// <summary>What is known of whether the server carried the request out.</summary>
    internal Evidence Evidence { get; init; }

    /// <summary>The answer that another attempt was to better; it is the caller's if none does. Null where there is none.</summary>
    internal object? Answer { get; init; }

    /// <summary>Adds a sentence to the message.</summary>
    internal GqlException Noting(string note)
    {
        _note = _note is null ? note : $"{_note} {note}";
        return this;
    }

    /// <summary>Adds the wait that the server asks for.</summary>
    internal GqlException With(TimeSpan? retryAfter)
    {
        _retryAfter = retryAfter;
        return this;
    }
}
