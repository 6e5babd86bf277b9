using GqlTools.Client.Failures;
using GqlTools.Client.Requests;
using GqlTools.Client.Resilience;

namespace GqlTools.Client.Subscriptions;

/// <content>
/// Queries and mutations among the members. A subscription waits for its connection to come back; an operation ends with each connection, and what is known of it (C4)
/// goes with that to its exchange, which says whether it goes again.
/// </content>
internal sealed partial class SocketRoute
{
    private void LoseOperations(GqlException failure)
    {
        foreach (var (id, member) in _members.Where(member => member.Value.Subscription.IsOperation && !(member.Value.Probing && IsAnswer(failure))).ToArray())
        {
            _members.Remove(id);
            var kind = member.Subscription.WasSent ? FailureKind.ConnectionLost : FailureKind.ConnectionFailed;
            member.End(new GqlException(kind, failure.Message, failure) { Evidence = EvidenceOf(member) });
        }
    }

    private Evidence EvidenceOf(Member member) =>
        member.Subscription.WasSent && _serving?.HasWritten(member.Subscription.Id) == true ? Evidence.None : Evidence.NotSent;

    private void CheckHeaderFields(Subscription subscription)
    {
        if (subscription.Request.Request.Headers.Count > 0)
        {
            throw new GqlException(
                FailureKind.OptionInvalid,
                "Header fields of one operation cannot go over a WebSocket, which the session's operations share. Give them to the session, or use a SubscriptionProtocol that has a stream for each: Sse or Multipart.");
        }

        if (subscription.IsOperation && subscription.Request.Request.IdempotencyKey is not null && context.Options.IdempotencyKeyIn == IdempotencyKeyPlace.Header)
        {
            throw new GqlException(
                FailureKind.OptionInvalid,
                "An idempotency key cannot go over a WebSocket as a header field. Give the session another place for it (IdempotencyKeyIn): Directive or ClientMutationId.");
        }
    }
}
