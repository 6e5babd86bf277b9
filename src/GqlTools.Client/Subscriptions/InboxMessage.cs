using GqlTools.Client.Failures;

namespace GqlTools.Client.Subscriptions;

/// <summary>What a subscription has for whoever reads it. Only the members that <see cref="Kind"/> names have a value.</summary>
internal readonly record struct InboxMessage(InboxMessageKind Kind)
{
    /// <summary>An answer as it came, in UTF-8.</summary>
    public byte[]? Payload { get; init; }

    /// <summary>How the answer came.</summary>
    public EventOrigin? Origin { get; init; }

    /// <summary>When it came, on the session's clock.</summary>
    public long ReceivedAt { get; init; }

    /// <summary>A verbose line.</summary>
    public string? Text { get; init; }

    /// <summary>Where events may be missing.</summary>
    public SubscriptionGap? Gap { get; init; }

    /// <summary>What ends the subscription; null for a good end.</summary>
    public GqlException? Failure { get; init; }
}
