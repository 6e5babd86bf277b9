using System.Management.Automation;
using GqlTools.Binding;
using GqlTools.Client.Failures;
using GqlTools.Client.Schemas;
using GqlTools.Conversion;
using GqlTools.Language.Authoring;
using GqlTools.Language.Validation;
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

    /// <summary><c>GqlOperationUnsupported</c>: the operation is of a kind for another command.</summary>
    public static ErrorRecord OperationUnsupported(string? operationName, string message) =>
        new GqlException(FailureKind.OperationUnsupported, message) { OperationName = operationName }.ToErrorRecord(operationName);

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

    /// <summary><c>GqlAuthenticationInvalid</c>: the credentials cannot be sent.</summary>
    public static ErrorRecord AuthenticationInvalid(ArgumentException exception) =>
        new(exception, "GqlAuthenticationInvalid", ErrorCategory.InvalidArgument, null);

    /// <summary><c>GqlTokenProviderInvalid</c>: -TokenProvider is nothing that could give tokens.</summary>
    public static ErrorRecord TokenProviderInvalid(string problem, object? provider) =>
        Invalid("GqlTokenProviderInvalid", problem, ErrorCategory.InvalidArgument, provider);

    /// <summary><c>GqlFileUnreadable</c>: the document's file is not there or cannot be read.</summary>
    public static ErrorRecord FileUnreadable(Exception exception, string path) =>
        new(exception, "GqlFileUnreadable", ErrorCategory.ReadError, path);

    /// <summary><c>GqlFilePathInvalid</c>: the path is none of one file.</summary>
    public static ErrorRecord FilePathInvalid(string path, string problem) =>
        Invalid("GqlFilePathInvalid", $"'{path}' {problem}", ErrorCategory.InvalidArgument, path);

    /// <summary><c>GqlDocumentTextMissing</c>: a parameter needs to know the document, and only the server does.</summary>
    public static ErrorRecord DocumentTextMissing(string parameter, string documentId) => Invalid(
        "GqlDocumentTextMissing",
        $"-{parameter} needs the text of the document '{documentId}', and only the server has it. Give the session a manifest: Open-GqlSession -PersistedDocumentsPath.",
        ErrorCategory.InvalidArgument,
        documentId);

    /// <summary><c>GqlResultPathNotFound</c>: the data has nothing at the path.</summary>
    public static ErrorRecord ToErrorRecord(this ResultPathException exception, object? target) =>
        new(exception, "GqlResultPathNotFound", ErrorCategory.ObjectNotFound, target);

    /// <summary><c>GqlValidationFailed</c>: one thing that is wrong with a document.</summary>
    public static ErrorRecord ToErrorRecord(this ValidationError error, string? file) =>
        new GqlException(FailureKind.ValidationFailed, file is null ? SchemaCheck.Describe(error) : $"{file}: {SchemaCheck.Describe(error)}")
        {
            ValidationErrors = [error],
            Line = error.Locations.Count > 0 ? error.Locations[0].Line : null,
            Column = error.Locations.Count > 0 ? error.Locations[0].Column : null,
        }.ToErrorRecord(error);

    /// <summary><c>GqlVariablesInvalid</c>: one thing that is wrong with variables.</summary>
    public static ErrorRecord VariablesInvalid(string problem, object? variables) =>
        new GqlException(FailureKind.VariablesInvalid, problem).ToErrorRecord(variables);

    /// <summary><c>GqlScalarNotConvertible</c>: a value is none of the .NET type that the session maps its scalar to.</summary>
    public static ErrorRecord ToErrorRecord(this ScalarConversionException exception, object? target) =>
        new(exception, "GqlScalarNotConvertible", ErrorCategory.InvalidData, target);

    /// <summary><c>GqlScalarTypeInvalid</c>: -Scalar names something that is no .NET type.</summary>
    public static ErrorRecord ScalarTypeInvalid(string name, object? type) => Invalid(
        "GqlScalarTypeInvalid",
        $"-Scalar maps '{name}' to '{type}', which is no .NET type. Write @{{ {name} = [datetime] }}.",
        ErrorCategory.InvalidArgument,
        type);

    /// <summary><c>GqlSchemaArgumentInvalid</c>: something that is neither a schema nor a path.</summary>
    public static ErrorRecord SchemaArgumentInvalid(object schema) => Invalid(
        "GqlSchemaArgumentInvalid",
        $"A {schema.GetType()} is no schema. Give what Get-GqlSchema returned, or the path of a file.",
        ErrorCategory.InvalidType,
        schema);

    /// <summary><c>GqlTypeNotFound</c>: the schema has no such type.</summary>
    public static ErrorRecord TypeNotFound(string name) =>
        Invalid("GqlTypeNotFound", $"The schema has no type named '{name}'. Look for it with wildcards: Find-GqlType *{name}*.", ErrorCategory.ObjectNotFound, name);

    /// <summary><c>GqlFieldNotFound</c>: the schema has no such field.</summary>
    public static ErrorRecord FieldNotFound(string name) =>
        Invalid("GqlFieldNotFound", $"The schema has no field named '{name}'. Look for it with wildcards: Find-GqlField *{name}*.", ErrorCategory.ObjectNotFound, name);

    /// <summary><c>GqlPathInvalid</c>: a way through the schema that begins or ends nowhere.</summary>
    public static ErrorRecord PathInvalid(ArgumentException exception, object target) =>
        new(exception, "GqlPathInvalid", ErrorCategory.InvalidArgument, target);

    /// <summary><c>GqlPathNotFound</c>: nothing leads from one type to the other.</summary>
    public static ErrorRecord PathNotFound(string from, string to, int length) => Invalid(
        "GqlPathNotFound",
        $"No way of {length} fields or less leads from '{from}' to '{to}'. Allow longer ones with -MaximumLength, or begin elsewhere with -From.",
        ErrorCategory.ObjectNotFound,
        to);

    /// <summary><c>GqlQueryOutlineInvalid</c>: no document can be written as asked.</summary>
    public static ErrorRecord ToErrorRecord(this QueryOutlineException exception, object? target) =>
        new(exception, "GqlQueryOutlineInvalid", ErrorCategory.InvalidArgument, target);

    /// <summary><c>GqlFileNotWritable</c>: a file cannot be written.</summary>
    public static ErrorRecord FileNotWritable(Exception exception, string path) =>
        new(exception, "GqlFileNotWritable", ErrorCategory.WriteError, path);

    /// <summary><c>GqlSchemaChanged</c>: a schema has changed more than -FailOn allows.</summary>
    public static ErrorRecord SchemaChanged(string limit, IReadOnlyCollection<string> problems) => Invalid(
        "GqlSchemaChanged",
        $"{problems.Count} {(problems.Count == 1 ? "change is" : "changes are")} {limit.ToLowerInvariant()} or worse (-FailOn {limit}):\n{string.Join('\n', problems)}",
        ErrorCategory.InvalidResult,
        problems);

    /// <summary><c>GqlMutationInDoubt</c>: an earlier run sent this mutation and noted no success.</summary>
    public static ErrorRecord MutationInDoubt(string key, string? operationName, object? target) => new GqlException(
        FailureKind.MutationInDoubt,
        $"The mutation for '{key}' may have run: an earlier run sent it and noted no success. It is not sent again. See on the server whether it ran; if it did not, send it without the checkpoint. With an idempotency key it would have been repeated safely.")
    {
        OperationName = operationName,
    }.ToErrorRecord(target);

    /// <summary><c>GqlCheckpointKeyMissing</c>: an input has nothing to name it by in a checkpoint.</summary>
    public static ErrorRecord CheckpointKeyMissing(string? name, object? input) => Invalid(
        "GqlCheckpointKeyMissing",
        name is null
            ? "A checkpoint needs to know each input by a key of its own. Name the property or entry that has it with -CheckpointKey; only plain values, such as numbers and text, are their own key."
            : $"This input has no text, number or other plain value at '{name}' (-CheckpointKey), by which a checkpoint could know it. It was not sent.",
        ErrorCategory.InvalidArgument,
        input);

    /// <summary><c>GqlCheckpointKeyDuplicate</c>: two inputs of one run have the same key.</summary>
    public static ErrorRecord CheckpointKeyDuplicate(string key, object? input) => Invalid(
        "GqlCheckpointKeyDuplicate",
        $"An input with the key '{key}' came before; a checkpoint cannot tell the two apart. This one was not sent. Choose a -CheckpointKey that is different for each input.",
        ErrorCategory.InvalidArgument,
        input);

    /// <summary><c>GqlCheckpointUnsupported</c>: work of which no checkpoint can be kept.</summary>
    public static ErrorRecord CheckpointUnsupported(string problem) =>
        Invalid("GqlCheckpointUnsupported", problem, ErrorCategory.InvalidArgument, null);

    /// <summary><c>GqlParameterMissing</c>: a parameter that means nothing without another one.</summary>
    public static ErrorRecord ParameterMissing(ParameterUse parameter, IReadOnlyList<ParameterUse> oneOf, string reason) => Invalid(
        "GqlParameterMissing",
        $"{parameter} needs {string.Join(" or ", oneOf)}, which is not given. {reason}",
        ErrorCategory.InvalidArgument,
        parameter.Name);

    /// <summary><c>GqlParameterConflict</c>: two parameters that do not go together.</summary>
    public static ErrorRecord ParameterConflict(ParameterUse one, ParameterUse other, string reason) => Invalid(
        "GqlParameterConflict", $"{one} and {other} do not go together. {reason}", ErrorCategory.InvalidArgument, one.Name);

    /// <summary><c>GqlIdempotencyKeyRepeated</c>: two inputs of one command have the same key.</summary>
    public static ErrorRecord IdempotencyKeyRepeated(string key, object? input) => Invalid(
        "GqlIdempotencyKeyRepeated",
        $"An earlier input has the idempotency key '{key}' already: the server would take this one for a repetition and not carry it out. Nothing was sent. Give each input a key of its own, such as -IdempotencyKey {{ $_.id }}.",
        ErrorCategory.InvalidArgument,
        input);

    private static ErrorRecord Invalid(string errorId, string message, ErrorCategory category, object? target) =>
        new(new InvalidOperationException(message), errorId, category, target);

    private static ErrorCategory CategoryOf(FailureKind kind) => kind switch
    {
        FailureKind.UriInvalid or FailureKind.OptionInvalid or FailureKind.OperationUnknown or FailureKind.OperationUnsupported
            or FailureKind.VariablesInvalid or FailureKind.PagingInvalid => ErrorCategory.InvalidArgument,
        // Not ParserError: with it PowerShell joins the message to one line, and the marker under the document's line goes astray.
        FailureKind.SyntaxError => ErrorCategory.SyntaxError,
        FailureKind.UploadUnreadable => ErrorCategory.ReadError,
        FailureKind.ValidationFailed or FailureKind.ManifestInvalid or FailureKind.SchemaInvalid => ErrorCategory.InvalidData,
        FailureKind.SchemaUnavailable => ErrorCategory.ResourceUnavailable,
        FailureKind.UnencryptedAuthentication or FailureKind.TlsFailed => ErrorCategory.SecurityError,
        FailureKind.HostUnknown or FailureKind.DocumentUnknown => ErrorCategory.ObjectNotFound,
        FailureKind.ConnectionFailed or FailureKind.ConnectionLost or FailureKind.ProxyFailed or FailureKind.HttpVersionUnavailable => ErrorCategory.ConnectionError,
        FailureKind.Timeout => ErrorCategory.OperationTimeout,
        FailureKind.Cancelled => ErrorCategory.OperationStopped,
        FailureKind.Unauthorized or FailureKind.TokenUnavailable => ErrorCategory.AuthenticationError,
        FailureKind.Forbidden => ErrorCategory.PermissionDenied,
        FailureKind.HttpStatus or FailureKind.RedirectRefused or FailureKind.BatchRefused => ErrorCategory.ProtocolError,
        FailureKind.AnswerTooLarge or FailureKind.AnswerTooDeep or FailureKind.RateLimited => ErrorCategory.LimitsExceeded,
        FailureKind.SessionClosed or FailureKind.CircuitOpen => ErrorCategory.ResourceUnavailable,
        FailureKind.AnswerNotJson or FailureKind.AnswerMalformed or FailureKind.AnswerTruncated or FailureKind.AnswerNotGraphQL => ErrorCategory.InvalidData,
        FailureKind.GraphQLError or FailureKind.PagingBroken or FailureKind.MutationInDoubt or FailureKind.BatchAnswerLost => ErrorCategory.InvalidResult,
        FailureKind.CheckpointMismatch => ErrorCategory.InvalidOperation,
        FailureKind.CheckpointInUse => ErrorCategory.ResourceBusy,
        FailureKind.CheckpointInvalid => ErrorCategory.InvalidData,
        FailureKind.CheckpointNotWritable => ErrorCategory.WriteError,
        FailureKind.TooManyErrors => ErrorCategory.LimitsExceeded,
        FailureKind.SubscriptionRefused => ErrorCategory.InvalidResult,
        FailureKind.SocketClosed => ErrorCategory.ConnectionError,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A failure without category."),
    };
}
