namespace GqlTools.Client.Subscriptions;

/// <summary>A place in a subscription where events may be missing.</summary>
/// <param name="Number">Which gap of the subscription it is, counted from 1.</param>
/// <param name="LostAt">When the loss was noticed.</param>
/// <param name="Dropped">Events that were there and went because the buffer was full; 0 where the connection was lost, as nobody knows how many there were.</param>
/// <param name="Reason">Why, in a sentence.</param>
public sealed record SubscriptionGap(int Number, DateTimeOffset LostAt, long Dropped, string Reason);
