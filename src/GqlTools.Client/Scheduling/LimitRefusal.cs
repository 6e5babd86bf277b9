namespace GqlTools.Client.Scheduling;

/// <summary>How a server refused a request for a limit's sake. In each case it says that it did not carry the request out.</summary>
public enum LimitRefusal
{
    /// <summary>It did not.</summary>
    None,

    /// <summary>A limit whose state it tells is used up.</summary>
    Quota,

    /// <summary>Too many at once or in a short time, by a limit of which nothing else is known (GitHub's "secondary" limits, a bare 429).</summary>
    Unannounced,
}
