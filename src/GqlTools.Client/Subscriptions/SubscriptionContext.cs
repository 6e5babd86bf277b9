using GqlTools.Client.Authentication;
using GqlTools.Client.Responses;
using GqlTools.Client.Sessions;

namespace GqlTools.Client.Subscriptions;

/// <summary>What all subscriptions of a session share.</summary>
/// <param name="Options">What the session was told.</param>
/// <param name="Counters">What it counts.</param>
/// <param name="Token">Its token; null where no provider gives it one.</param>
internal sealed record SubscriptionContext(GqlSessionOptions Options, SubscriptionCounters Counters, SessionToken? Token)
{
    public TimeProvider Clock => Options.TimeProvider;

    public SubscriptionConnectionOptions Connection => Options.Subscriptions;

    /// <summary>Where subscriptions go, as messages show it.</summary>
    public string Address { get; } = (Options.Subscriptions.Uri ?? Options.Endpoint).GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>Makes sure that there is a token to connect with, where a provider gives it.</summary>
    public ValueTask EnsureTokenAsync(CancellationToken cancellationToken) => Token?.EnsureAsync(cancellationToken) ?? ValueTask.CompletedTask;

    public AnswerLimits Limits => Options.AnswerLimits;
}
