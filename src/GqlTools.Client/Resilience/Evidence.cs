namespace GqlTools.Client.Resilience;

/// <summary>What is known of whether the server carried out a request that failed.</summary>
public enum Evidence
{
    /// <summary>Nothing: it may have, or not.</summary>
    None,

    /// <summary>No byte of its body was written: the server cannot know what it asks.</summary>
    NotSent,

    /// <summary>The server turned it away before it looked at it (REFUSED_STREAM, RFC 9113 section 8.7).</summary>
    NotProcessed,
}
