using GqlTools.Client.Operations;
using GqlTools.Client.Requests;

namespace GqlTools.Client.Subscriptions;

/// <summary>An event of one of the subscriptions of a <see cref="SubscriptionFeed{T}"/>.</summary>
/// <typeparam name="T">What <c>data</c> becomes.</typeparam>
/// <param name="Request">The subscription's request.</param>
/// <param name="Event">
/// A whole answer; a warning where events may be missing, with <see cref="GqlEvent{T}.Gap"/>; a verbose line; or the failure with which the subscription ends.
/// </param>
public readonly record struct SubscriptionEvent<T>(GqlRequest Request, GqlEvent<T> Event);
