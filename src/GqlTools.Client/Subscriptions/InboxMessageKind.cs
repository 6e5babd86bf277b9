namespace GqlTools.Client.Subscriptions;

/// <summary>What an <see cref="InboxMessage"/> is.</summary>
internal enum InboxMessageKind
{
    /// <summary>An answer.</summary>
    Event,

    /// <summary>A verbose line.</summary>
    Verbose,

    /// <summary>Events may be missing here.</summary>
    Gap,

    /// <summary>The end; nothing follows.</summary>
    End,
}
