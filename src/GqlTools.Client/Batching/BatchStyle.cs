namespace GqlTools.Client.Batching;

/// <summary>How requests become one.</summary>
public enum BatchStyle
{
    /// <summary>
    /// Queries as an array where the server takes arrays, which the session finds out once, else merged into one document. Mutations merged into one
    /// document, as an array's entries may run at the same time; so are requests with files, as servers that take forms do not all take arrays in them.
    /// </summary>
    Auto,

    /// <summary>A JSON array of requests, answered by an array in the same order (GraphQL over HTTP, informal note on batching).</summary>
    Array,

    /// <summary>One document: root fields under aliases, variables and fragments renamed per input.</summary>
    Alias,
}
