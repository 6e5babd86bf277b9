using System.Management.Automation;
using GqlTools.Client.Failures;
using GqlTools.Conversion;
using GqlTools.Output;

namespace GqlTools.Errors;

/// <summary>
/// Makes every error record of the module. A record's ErrorId is stable: <c>Gql</c> and the name of what went wrong. Its facts stand in the
/// exception, which is all that survives <c>ForEach-Object -Parallel</c>.
/// </summary>
internal static class ErrorRecords
{
    /// <summary>A failure of the Client: <c>Gql</c> and its <see cref="FailureKind"/>.</summary>
    public static ErrorRecord ToErrorRecord(this GqlException exception, object? target) =>
        new(exception, $"Gql{exception.Kind}", CategoryOf(exception.Kind), target);

    /// <summary><c>GqlVariableNotSerializable</c>: a variable has no exact JSON form.</summary>
    public static ErrorRecord ToErrorRecord(this VariableConversionException exception, object? target) =>
        new(exception, "GqlVariableNotSerializable", ErrorCategory.InvalidData, target);

    /// <summary><c>GqlGraphQLError</c>: one error that the server put into its answer.</summary>
    public static ErrorRecord ToErrorRecord(this GqlQueryError error, GqlException exception)
    {
        var record = new ErrorRecord(exception, $"Gql{FailureKind.GraphQLError}", ErrorCategory.InvalidResult, error);
        record.CategoryInfo.TargetName = error.ToString();
        return record;
    }

    /// <summary><c>GqlNoSession</c>: no session was named and the runspace has none.</summary>
    public static ErrorRecord NoSession(IReadOnlyCollection<string> names) => Invalid(
        "GqlNoSession",
        names.Count == 0
            ? "This runspace has no session. Open one with Open-GqlSession, or pass one: inside ForEach-Object -Parallel and Start-ThreadJob with -Session $using:session."
            : $"This runspace has no current session. Name one with -Session: {string.Join(", ", names)}.",
        ErrorCategory.ObjectNotFound,
        null);

    /// <summary><c>GqlSessionNotFound</c>: no session of this runspace has the name.</summary>
    public static ErrorRecord SessionNotFound(string name, IReadOnlyCollection<string> names) => Invalid(
        "GqlSessionNotFound",
        names.Count == 0
            ? $"No session is named '{name}': this runspace has none. A session of another runspace is passed as an object: -Session $using:session."
            : $"No session of this runspace is named '{name}'. It has: {string.Join(", ", names)}.",
        ErrorCategory.ObjectNotFound,
        name);

    /// <summary><c>GqlSessionDeserialized</c>: what is left of a session after a job, remoting or a file.</summary>
    public static ErrorRecord SessionDeserialized(object session) => Invalid(
        "GqlSessionDeserialized",
        "This is a copy of a session's properties, not the session: a session cannot be passed to Start-Job, remoting or Export-Clixml. Open one there, or use ForEach-Object -Parallel or Start-ThreadJob, which share it.",
        ErrorCategory.InvalidType,
        session);

    /// <summary><c>GqlSessionInvalid</c>: something that is neither a session nor a name.</summary>
    public static ErrorRecord SessionInvalid(object session) => Invalid(
        "GqlSessionInvalid",
        $"A {session.GetType()} is no session. Give what Open-GqlSession returned, or a session's name.",
        ErrorCategory.InvalidType,
        session);

    /// <summary><c>GqlSessionNameTaken</c>: an open session has the name already.</summary>
    public static ErrorRecord SessionNameTaken(string name) => Invalid(
        "GqlSessionNameTaken",
        $"A session named '{name}' is open in this runspace. Close it (Close-GqlSession {name}), or choose another name.",
        ErrorCategory.ResourceExists,
        name);

    /// <summary><c>GqlAuthenticationConflict</c>: credentials and their kind do not fit.</summary>
    public static ErrorRecord AuthenticationConflict(string problem) =>
        Invalid("GqlAuthenticationConflict", problem, ErrorCategory.InvalidArgument, null);

    /// <summary><c>GqlAuthenticationInvalid</c>: the credentials cannot be sent.</summary>
    public static ErrorRecord AuthenticationInvalid(ArgumentException exception) =>
        new(exception, "GqlAuthenticationInvalid", ErrorCategory.InvalidArgument, null);

    /// <summary><c>GqlFileUnreadable</c>: the document's file is not there or cannot be read.</summary>
    public static ErrorRecord FileUnreadable(Exception exception, string path) =>
        new(exception, "GqlFileUnreadable", ErrorCategory.ReadError, path);

    /// <summary><c>GqlFilePathInvalid</c>: the path is none of one file.</summary>
    public static ErrorRecord FilePathInvalid(string path, string problem) =>
        Invalid("GqlFilePathInvalid", $"'{path}' {problem}", ErrorCategory.InvalidArgument, path);

    /// <summary><c>GqlResultPathNotFound</c>: the data has nothing at the path.</summary>
    public static ErrorRecord ToErrorRecord(this ResultPathException exception, object? target) =>
        new(exception, "GqlResultPathNotFound", ErrorCategory.ObjectNotFound, target);

    private static ErrorRecord Invalid(string errorId, string message, ErrorCategory category, object? target) =>
        new(new InvalidOperationException(message), errorId, category, target);

    private static ErrorCategory CategoryOf(FailureKind kind) => kind switch
    {
        FailureKind.UriInvalid or FailureKind.OptionInvalid or FailureKind.OperationUnknown or FailureKind.OperationUnsupported
            or FailureKind.VariablesInvalid => ErrorCategory.InvalidArgument,
        // Not ParserError: with it PowerShell joins the message to one line, and the marker under the document's line goes astray.
        FailureKind.SyntaxError => ErrorCategory.SyntaxError,
        FailureKind.UnencryptedAuthentication or FailureKind.TlsFailed => ErrorCategory.SecurityError,
        FailureKind.HostUnknown => ErrorCategory.ObjectNotFound,
        FailureKind.ConnectionFailed or FailureKind.ConnectionLost or FailureKind.ProxyFailed or FailureKind.HttpVersionUnavailable => ErrorCategory.ConnectionError,
        FailureKind.Timeout => ErrorCategory.OperationTimeout,
        FailureKind.Cancelled => ErrorCategory.OperationStopped,
        FailureKind.Unauthorized => ErrorCategory.AuthenticationError,
        FailureKind.Forbidden => ErrorCategory.PermissionDenied,
        FailureKind.HttpStatus or FailureKind.RedirectRefused => ErrorCategory.ProtocolError,
        FailureKind.AnswerTooLarge or FailureKind.AnswerTooDeep => ErrorCategory.LimitsExceeded,
        FailureKind.SessionClosed => ErrorCategory.ResourceUnavailable,
        FailureKind.AnswerNotJson or FailureKind.AnswerMalformed or FailureKind.AnswerTruncated or FailureKind.AnswerNotGraphQL => ErrorCategory.InvalidData,
        FailureKind.GraphQLError => ErrorCategory.InvalidResult,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A failure without category."),
    };
}
