namespace GqlTools.Demo.Http;

/// <summary>How far a well-formed request came. GraphQL over HTTP gives each its status code.</summary>
internal enum OutcomeKind
{
    /// <summary>The document has a syntax error.</summary>
    NotParsed,

    /// <summary>The document is invalid, names no operation to run, or its variables do not fit.</summary>
    NotExecuted,

    /// <summary>No document was found by its hash, or none may be asked for so. Answered with 200, as Apollo Server does.</summary>
    PersistedQueryRefused,

    /// <summary>The operation ran and gave data without errors.</summary>
    Executed,

    /// <summary>The operation ran; there is a <c>data</c> entry, be it null, and there are errors.</summary>
    ExecutedWithErrors,

    /// <summary>A subscription ended with an error after it had begun.</summary>
    StreamFailed,
}
