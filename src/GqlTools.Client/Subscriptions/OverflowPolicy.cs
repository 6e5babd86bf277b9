namespace GqlTools.Client.Subscriptions;

/// <summary>What happens when events come faster than they are taken, and the buffer of a subscription is full.</summary>
public enum OverflowPolicy
{
    /// <summary>
    /// The server is made to wait: nothing more is read. A stream of its own waits alone; on a WebSocket all subscriptions of the session wait, as they
    /// come one after the other.
    /// </summary>
    Wait,

    /// <summary>The oldest event of the buffer goes, and a warning tells how many went.</summary>
    DropOldest,
}
