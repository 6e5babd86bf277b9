using GqlTools.Client.Authentication;
using GqlTools.Client.PersistedDocuments;
using GqlTools.Client.Scheduling;
using GqlTools.Client.Subscriptions;
using GqlTools.Client.Transport;

namespace GqlTools.Client.Sessions;

/// <summary>What all exchanges of a session share.</summary>
/// <param name="Options">What the session was told.</param>
/// <param name="Transport">Its connection.</param>
/// <param name="Socket">Its subscriptions, on whose WebSocket queries and mutations may go.</param>
/// <param name="Scheduler">Says when attempts go.</param>
/// <param name="Counters">What it counts.</param>
/// <param name="Ends">Where timers come from.</param>
/// <param name="Abort">Cancelled when the session gives up its requests.</param>
internal sealed record ExchangeContext(
    GqlSessionOptions Options,
    HttpTransport Transport,
    SubscriptionHub Socket,
    RequestScheduler Scheduler,
    SessionCounters Counters,
    EndSources Ends,
    CancellationToken Abort)
{
    /// <summary>How requests go where it is not a POST with the text each time; null where it is.</summary>
    public ShapeChoice? Shapes { get; } = ShapeChoice.For(Options);

    /// <summary>Where its tokens come from; null where it has fixed credentials or none.</summary>
    public SessionToken? Token { get; init; }

    /// <summary>The endpoint as errors show it, written once.</summary>
    public string Endpoint { get; } = Options.EndpointText;
}
