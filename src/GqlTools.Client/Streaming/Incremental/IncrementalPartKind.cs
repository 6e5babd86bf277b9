namespace GqlTools.Client.Streaming.Incremental;

/// <summary>What an <see cref="IncrementalPart"/> is.</summary>
public enum IncrementalPartKind
{
    /// <summary>What came first: <c>data</c> without what was deferred, with the lists begun that are streamed.</summary>
    Initial,

    /// <summary>The fields of a deferred fragment, or of a part of one. In the oldest format also one item of a streamed list.</summary>
    Deferred,

    /// <summary>Further items of a streamed list.</summary>
    Streamed,

    /// <summary>A deferred fragment or a streamed list that the server gives up: nothing of it follows.</summary>
    Failed,

    /// <summary>Errors or extensions of the answer as a whole, without data.</summary>
    Supplement,
}
