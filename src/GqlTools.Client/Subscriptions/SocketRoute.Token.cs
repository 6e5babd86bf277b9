using GqlTools.Client.Failures;
using GqlTools.Client.Requests;

namespace GqlTools.Client.Subscriptions;

/// <content>
/// Tokens that the service refuses. As with requests, the provider is asked once for another one, and what was refused is tried again at once: the connection, until
/// the server acknowledges one or when it closes one because its token is over, and a start where the service looks at the credentials of each.
/// </content>
internal sealed partial class SocketRoute
{
    private GqlAuthentication? _sent;
    private GqlException? _refusal;
    private bool _hasRenewed;

    private bool MayRenew(GqlException failure) => context.Token is not null && !_hasRenewed && dialer.Service.IsOfToken(failure);

    private bool MayRenew(Member member, GqlException refusal) =>
        context.Token is not null && dialer.Service.AuthorizesOperations && !member.HasRenewed && dialer.Service.IsOfToken(refusal);

    // Meanwhile it stays a member, so that the connection is not let go.
    private async Task RenewAsync(Member member, GqlException refusal)
    {
        member.HasRenewed = true;
        var failure = await context.ReplaceTokenAsync(member.Sent, refusal, member.Stopped).ConfigureAwait(false);
        lock (_lock)
        {
            member.IsRenewing = false;
            if (!_members.ContainsKey(member.Subscription.Id)) return;
            if (failure is null)
            {
                // Without a connection it begins with the next one, as all do.
                if (_open is not null) Begin(_open, member);
                return;
            }

            _members.Remove(member.Subscription.Id);
            if (_members.Count == 0) _ = LetGo(_open);
        }

        member.Subscription.End(failure);
    }
}
