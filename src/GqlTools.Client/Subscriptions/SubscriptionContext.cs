using GqlTools.Client.Authentication;
using GqlTools.Client.Failures;
using GqlTools.Client.Requests;
using GqlTools.Client.Responses;
using GqlTools.Client.Sessions;

namespace GqlTools.Client.Subscriptions;

/// <summary>What all subscriptions of a session share.</summary>
/// <param name="Options">What the session was told.</param>
/// <param name="Counters">What it counts.</param>
/// <param name="Token">Its token; null where no provider gives it one.</param>
internal sealed record SubscriptionContext(GqlSessionOptions Options, SubscriptionCounters Counters, SessionToken? Token)
{
    /// <summary>What follows a refusal of the token where there is another one.</summary>
    public const string OtherToken = "There is another token, and the next attempt follows at once.";

    public TimeProvider Clock => Options.TimeProvider;

    public SubscriptionConnectionOptions Connection => Options.Subscriptions;

    /// <summary>Where subscriptions go, as messages show it.</summary>
    public string Address { get; } = (Options.Subscriptions.Uri ?? Options.Endpoint).GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>Makes sure that there is a token to connect with, where a provider gives it.</summary>
    public ValueTask EnsureTokenAsync(CancellationToken cancellationToken) => Token?.EnsureAsync(cancellationToken) ?? ValueTask.CompletedTask;

    /// <summary>Gets another token in place of one that the server refused.</summary>
    /// <param name="refused">The token that was sent.</param>
    /// <param name="failure">What the server said, or did.</param>
    /// <param name="cancellationToken">Ends the wait for it.</param>
    /// <returns>Null where there is another one to try; else what the server said, with what kept another one from coming.</returns>
    public async ValueTask<GqlException?> ReplaceTokenAsync(GqlAuthentication? refused, GqlException failure, CancellationToken cancellationToken)
    {
        if (Token is not { } token) return failure;
        try
        {
            var renewal = await token.ReplaceAsync(refused, cancellationToken).ConfigureAwait(false);
            if (renewal.Renewed) return null;
            return renewal.Failure is { } cause ? token.Explain(failure, cause) : failure;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Nobody waits for it any more.
            return failure;
        }
    }

    public AnswerLimits Limits => Options.AnswerLimits;
}
