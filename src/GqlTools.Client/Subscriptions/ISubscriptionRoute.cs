using GqlTools.Client.Failures;

namespace GqlTools.Client.Subscriptions;

/// <summary>A way on which subscriptions come: the session's WebSocket, or a stream for each. Disposing closes what it holds open.</summary>
internal interface ISubscriptionRoute : IAsyncDisposable
{
    /// <summary>The way in words, such as "server-sent events".</summary>
    string Name { get; }

    /// <summary>
    /// Starts a subscription. Once this has returned, the way carries it until it ends by itself or <see cref="LeaveAsync"/> is called; it gets connections
    /// back and tells the subscription how it ends.
    /// </summary>
    /// <param name="subscription">The subscription.</param>
    /// <param name="probing">Whether other ways follow, so that what says "not this way" is not tried again.</param>
    /// <exception cref="GqlException">It did not start, and the way has no more to do with it.</exception>
    /// <exception cref="OperationCanceledException">The subscription was stopped.</exception>
    Task StartAsync(Subscription subscription, bool probing);

    /// <summary>Ends a subscription: the server is told. Safe to call for one that has ended or never started.</summary>
    Task LeaveAsync(Subscription subscription);
}
