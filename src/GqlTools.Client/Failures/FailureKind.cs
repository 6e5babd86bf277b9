namespace GqlTools.Client.Failures;

/// <summary>What went wrong, one stable name each. The module's ErrorIds are these names after <c>Gql</c>.</summary>
public enum FailureKind
{
    /// <summary>The endpoint is not an absolute http or https URI.</summary>
    UriInvalid,

    /// <summary>Two options contradict each other, or one is out of its range.</summary>
    OptionInvalid,

    /// <summary>A credential would go over an unencrypted connection without the caller's word that it may.</summary>
    UnencryptedAuthentication,

    /// <summary>The host's name does not resolve.</summary>
    HostUnknown,

    /// <summary>No connection came about: refused, unreachable, or no answer within the connection timeout.</summary>
    ConnectionFailed,

    /// <summary>The TLS handshake failed, most often because the server's certificate is not trusted.</summary>
    TlsFailed,

    /// <summary>The proxy refused or failed.</summary>
    ProxyFailed,

    /// <summary>The server cannot speak the HTTP version that the session insists on.</summary>
    HttpVersionUnavailable,

    /// <summary>The connection, or the request's stream on it, broke after the request was sent.</summary>
    ConnectionLost,

    /// <summary>The request took longer than its timeout, not counting the session's queue.</summary>
    Timeout,

    /// <summary>The caller cancelled, or the session closed before the request had finished.</summary>
    Cancelled,

    /// <summary>Status 401: the credentials are missing, wrong or expired.</summary>
    Unauthorized,

    /// <summary>The session's token provider gave no token.</summary>
    TokenUnavailable,

    /// <summary>Status 403: the credentials do not allow this.</summary>
    Forbidden,

    /// <summary>A limit of the server keeps the request back for longer than the session waits.</summary>
    RateLimited,

    /// <summary>The server failed for long, and the session does not trouble it for a while. Nothing was sent.</summary>
    CircuitOpen,

    /// <summary>Another status that is no success, with a body that is no GraphQL answer.</summary>
    HttpStatus,

    /// <summary>A redirect that is not followed: it would change the method, leave encryption, or go on forever.</summary>
    RedirectRefused,

    /// <summary>The answer is of a media type no GraphQL server sends, such as an HTML page.</summary>
    AnswerNotJson,

    /// <summary>The answer claims to be JSON and is not.</summary>
    AnswerMalformed,

    /// <summary>The answer ended in the middle of its JSON.</summary>
    AnswerTruncated,

    /// <summary>The answer is JSON, but has neither <c>data</c> nor <c>errors</c>.</summary>
    AnswerNotGraphQL,

    /// <summary>The answer has more bytes than the session allows.</summary>
    AnswerTooLarge,

    /// <summary>The answer nests deeper than the session allows.</summary>
    AnswerTooDeep,

    /// <summary>The document does not parse.</summary>
    SyntaxError,

    /// <summary>A manifest of persisted documents cannot be read.</summary>
    ManifestInvalid,

    /// <summary>The session's manifest does not have the document.</summary>
    DocumentUnknown,

    /// <summary>No operation of the document has the requested name, or none was named where there are several.</summary>
    OperationUnknown,

    /// <summary>The operation cannot be sent this way, such as a subscription as a single request.</summary>
    OperationUnsupported,

    /// <summary>The variables are not a JSON object, or a required one is missing.</summary>
    VariablesInvalid,

    /// <summary>A file to upload is missing, cannot be read, or changed while it was sent.</summary>
    UploadUnreadable,

    /// <summary>The document contradicts the schema.</summary>
    ValidationFailed,

    /// <summary>The operation cannot be walked page by page as asked: it has no such list, or several.</summary>
    PagingInvalid,

    /// <summary>A page does not lead on: its cursor did not change or is missing, or it has no list.</summary>
    PagingBroken,

    /// <summary>A schema, from a file or a server, cannot be read or used.</summary>
    SchemaInvalid,

    /// <summary>The server does not tell its schema: introspection is switched off.</summary>
    SchemaUnavailable,

    /// <summary>The server takes no arrays of requests, or answered one with something that cannot be told apart.</summary>
    BatchRefused,

    /// <summary>Another mutation of the batch took this one's answer with it.</summary>
    BatchAnswerLost,

    /// <summary>The session is closing or closed.</summary>
    SessionClosed,

    /// <summary>The server answered with GraphQL errors.</summary>
    GraphQLError,

    /// <summary>A checkpoint is of another document, endpoint or variables.</summary>
    CheckpointMismatch,

    /// <summary>Another run uses the checkpoint.</summary>
    CheckpointInUse,

    /// <summary>A checkpoint's file is none, or is damaged.</summary>
    CheckpointInvalid,

    /// <summary>A checkpoint's file cannot be written.</summary>
    CheckpointNotWritable,

    /// <summary>An earlier run sent this mutation and noted no success: it may have run, and is not sent again.</summary>
    MutationInDoubt,

    /// <summary>More requests failed than the caller bears.</summary>
    TooManyErrors,

    /// <summary>The server refused a subscription or broke it off, or takes subscriptions in no way that is known here.</summary>
    SubscriptionRefused,

    /// <summary>The server, or this side, closed the WebSocket with a code after which another connection would end the same way.</summary>
    SocketClosed,
}
