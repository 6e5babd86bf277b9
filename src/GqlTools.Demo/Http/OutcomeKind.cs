namespace GqlTools.Demo.Http;

/// <summary>How far a well-formed request came. GraphQL over HTTP gives each its status code.</summary>
internal enum OutcomeKind
{
    /// <summary>The document has a syntax error.</summary>
    NotParsed,

    /// <summary>The document is invalid, names no operation to run, or its variables do not fit.</summary>
    NotExecuted,

    /// <summary>A mutation came by GET.</summary>
    MutationByGet,

    /// <summary>The operation ran and gave data without errors.</summary>
    Executed,

    /// <summary>The operation ran; there is a <c>data</c> entry, be it null, and there are errors.</summary>
    ExecutedWithErrors,
}
