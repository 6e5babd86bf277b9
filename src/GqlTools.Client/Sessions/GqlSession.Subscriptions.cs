using System.Runtime.CompilerServices;
using GqlTools.Client.Failures;
using GqlTools.Client.Operations;
using GqlTools.Client.Requests;
using GqlTools.Client.Responses;
using GqlTools.Client.Subscriptions;
using GqlTools.Client.Transport;
using GqlTools.Language.Syntax;

namespace GqlTools.Client.Sessions;

/// <content>Subscriptions. They are accepted like requests, but never drained, as they have no end of their own: closing ends them first (C10).</content>
public sealed partial class GqlSession
{
    private readonly SubscriptionHub _subscriptions;

    /// <summary>
    /// Subscribes. The subscription starts when the first event is asked for, and ends with the server when the enumeration ends, however it does. Lost
    /// connections come back by themselves; a warning with <see cref="GqlEvent{T}.Gap"/> stands where events may be missing.
    /// </summary>
    /// <typeparam name="T">What <c>data</c> becomes.</typeparam>
    /// <param name="request">What to subscribe to.</param>
    /// <param name="dataReader">Makes a reader for each event.</param>
    /// <param name="options">What the subscription is told; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the subscription.</param>
    /// <returns>
    /// Whole answers, warnings and verbose lines; a failure of the network or the server comes as the last event.
    /// </returns>
    /// <exception cref="GqlException">What is wrong locally, or the session is closed; when the first event is asked for.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async IAsyncEnumerable<GqlEvent<T>> SubscribeAsync<T>(
        GqlRequest request, Func<IJsonValueReader<T>> dataReader, SubscriptionOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var feed = new SubscriptionFeed<T>(this, dataReader, options, cancellationToken);
        await using var _ = feed.ConfigureAwait(false);
        await feed.AddAsync(request).ConfigureAwait(false);
        while (await feed.TakeAsync().ConfigureAwait(false) is { } taken) yield return taken.Event;
    }

    internal async ValueTask<PreparedRequest> PrepareForStreamAsync(GqlRequest request, SubscriptionOptions options, CancellationToken cancellationToken)
    {
        var prepared = PrepareForStream(request);
        options.Validate(prepared.Operation);
        if (Options.ValidateDocuments) await CheckAsync(prepared, cancellationToken).ConfigureAwait(false);
        return prepared;
    }

    private PreparedRequest PrepareForStream(GqlRequest request)
    {
        HeaderRules.Validate(request.Headers);
        var prepared = PreparedRequest.From(request, Documents, Options.PersistedDocuments, streams: true);
        var operation = prepared.Operation;
        if (operation.Type == OperationType.Subscription || !operation.IsKnown) return prepared;
        var name = operation.Name is { } known ? $"The {operation.Type.ToString().ToLowerInvariant()} '{known}'" : $"The {operation.Type.ToString().ToLowerInvariant()}";
        throw new GqlException(FailureKind.OperationUnsupported, $"{name} is no subscription: it has one answer and nothing to watch. Send it as a request.") { OperationName = operation.Name };
    }

    internal (Subscription Subscription, Task Starting) Subscribe(PreparedRequest request, SubscriptionOptions options, Action<Subscription> announce)
    {
        _life.Accept();
        _counters.CountRequest();
        Subscription subscription = null!;
        subscription = new Subscription(request, options, _subscriptions.Context, announce, failure =>
        {
            if (failure is not null) _counters.CountError();
            _subscriptions.Forget(subscription);
            _life.Release();
        });
        _subscriptions.Register(subscription);
        return (subscription, Task.Run(() => _subscriptions.StartAsync(subscription, _life.EnsureOpenAsync), CancellationToken.None));
    }

    internal Task UnsubscribeAsync(Subscription subscription, Task starting) => _subscriptions.StopAsync(subscription, starting);
}
