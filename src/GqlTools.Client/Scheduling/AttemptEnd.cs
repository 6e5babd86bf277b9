namespace GqlTools.Client.Scheduling;

/// <summary>How an attempt ended, as far as it tells something about the server.</summary>
internal enum AttemptEnd
{
    /// <summary>It was not made.</summary>
    NotMade,

    /// <summary>The server answered, be it with errors.</summary>
    Answered,

    /// <summary>The server answered with an error that is worth another attempt.</summary>
    AnsweredToRetry,

    /// <summary>The server refused it for a limit's sake.</summary>
    Refused,

    /// <summary>The server, or what stands before it, could not keep up (408, 502, 503, 504).</summary>
    Overloaded,

    /// <summary>Another 5xx without an answer.</summary>
    Failed,

    /// <summary>The connection broke under it.</summary>
    ConnectionLost,

    /// <summary>No connection came about: the server saw nothing of it.</summary>
    NotSent,

    /// <summary>The server turned its stream away unprocessed.</summary>
    NotProcessed,

    /// <summary>Its time was up.</summary>
    TimedOut,

    /// <summary>It ended for reasons that are not the server's, such as being cancelled.</summary>
    Unknown,
}
