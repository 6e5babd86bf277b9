using System.Net;
using GqlTools.Client.Failures;
using GqlTools.Client.Requests;
using GqlTools.Client.Resilience;
using GqlTools.Client.Responses;
using GqlTools.Client.Sessions;
using GqlTools.Client.Streaming;
using GqlTools.Client.Transport;

namespace GqlTools.Client.Subscriptions;

/// <summary>
/// Subscriptions as answers that stream, one for each: server-sent events or multipart. Over HTTP/2 they are streams of the session's connection.
/// <para>
/// Each subscription has a task of its own, which asks, reads, and asks again after a loss. While its reader is not ready, nothing is read from its stream,
/// and the server is held back by HTTP/2's flow control or TCP's: nobody else is. Leaving resets the stream.
/// </para>
/// </summary>
internal sealed class StreamRoute(SubscriptionProtocol protocol, SubscriptionContext context, HttpTransport transport) : ISubscriptionRoute
{
    private readonly Uri _endpoint = context.Connection.Uri ?? context.Options.Endpoint;

    /// <inheritdoc/>
    public string Name => protocol == SubscriptionProtocol.Sse ? "server-sent events" : "multipart subscriptions";

    private string Accept => protocol == SubscriptionProtocol.Sse
        ? "text/event-stream"
        : "multipart/mixed;subscriptionSpec=1.0, application/graphql-response+json, application/json";

    private GqlSessionOptions Options => context.Options;

    /// <inheritdoc/>
    public Task StartAsync(Subscription subscription, bool probing)
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        subscription.Running = Task.Run(() => RunAsync(subscription, probing, begun), CancellationToken.None);
        return begun.Task;
    }

    /// <inheritdoc/>
    public Task LeaveAsync(Subscription subscription) => subscription.Running;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task RunAsync(Subscription subscription, bool probing, TaskCompletionSource begun)
    {
        var attempt = 0;
        var hasRenewed = false;
        while (true)
        {
            GqlException failure;
            TimeSpan? asked = null;
            GqlAuthentication? sent = null;
            try
            {
                await context.EnsureTokenAsync(subscription.Stopped).ConfigureAwait(false);
                sent = context.Token?.Current;
                using var message = await AskAsync(subscription).ConfigureAwait(false);
                using var stream = await OpenAsync(message, subscription).ConfigureAwait(false);
                attempt = 0;
                hasRenewed = false;
                subscription.Begin();
                begun.TrySetResult();
                if (stream is null) return;
                var isComplete = await ReadAsync(stream, subscription, EventOrigin.Of(message)).ConfigureAwait(false);
                if (isComplete) return;
                asked = stream.ReconnectionTime;
                failure = new GqlException(FailureKind.ConnectionLost, $"The stream of {context.Address} ended without saying that it was complete.");
            }
            catch (OperationCanceledException) when (subscription.Stopped.IsCancellationRequested)
            {
                begun.TrySetCanceled(subscription.Stopped);
                return;
            }
            catch (Exception exception)
            {
                // A defect of ours must not leave a subscription waiting for ever.
                failure = FailureTranslator.Translate(exception, Options)
                    ?? new GqlException(FailureKind.ConnectionLost, $"The stream of {context.Address} broke off: {exception.Message}", exception);
                asked = failure.RetryAfter;
            }

            if (!hasRenewed && SubscriptionFailures.IsOfToken(failure))
            {
                hasRenewed = true;
                if (await context.ReplaceTokenAsync(sent, failure, subscription.Stopped).ConfigureAwait(false) is not { } still)
                {
                    subscription.Lose(failure.Message, SubscriptionContext.OtherToken);
                    continue;
                }

                failure = still;
            }

            if (!ReconnectDelay.MayPass(failure) || (probing && !begun.Task.IsCompleted && SubscriptionFailures.IsRefusal(failure)) || attempt >= context.Connection.MaximumRetryCount)
            {
                if (!begun.TrySetException(failure)) subscription.End(failure);
                return;
            }

            var delay = ReconnectDelay.For(attempt++, context.Connection, asked, Options.Random());
            if (!subscription.Lose(failure.Message, FormattableString.Invariant($"Attempt {attempt} of {context.Connection.MaximumRetryCount} in {delay.TotalSeconds:0.###} s."))) return;
            context.Counters.CountReconnect();
            await Task.Delay(delay, context.Clock, subscription.Stopped).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // The time to the answer's header is limited; the answer itself is not.
    private async Task<HttpResponseMessage> AskAsync(Subscription subscription)
    {
        var timeout = subscription.Request.Request.Timeout ?? Options.OperationTimeout;
        using var limit = new CancellationTokenSource(timeout, context.Clock);
        // Not the linked token for the whole answer: its source ends here.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, subscription.Stopped);
        try
        {
            return await transport.OpenStreamAsync(subscription.Request, subscription.TakeBody(), Accept, _endpoint, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (limit.IsCancellationRequested && !subscription.Stopped.IsCancellationRequested)
        {
            throw new GqlException(
                FailureKind.Timeout,
                FormattableString.Invariant($"{context.Address} did not begin to answer the subscription within {timeout.TotalSeconds:0.###} s (OperationTimeout). A server that allows no more streams on a connection makes new ones wait (AllowMultipleConnections)."),
                exception);
        }
    }

    /// <summary>Judges the answer by its header.</summary>
    /// <returns>The events; null where the answer was the subscription's only event and its end.</returns>
    private async Task<EventStream?> OpenAsync(HttpResponseMessage message, Subscription subscription)
    {
        var mediaType = MediaType.Of(message.Content.Headers);
        if (message.StatusCode == HttpStatusCode.OK && EventStream.For(mediaType, message, Options.AnswerLimits) is { } stream) return stream;

        using var content = await message.Content.ReadAsStreamAsync(subscription.Stopped).ConfigureAwait(false);
        if (!AnswerInterpreter.MayBeGraphQL(mediaType))
        {
            var excerpt = new byte[AnswerInterpreter.PageExcerptBytes];
            var count = await content.ReadAtLeastAsync(excerpt, excerpt.Length, throwOnEndOfStream: false, subscription.Stopped).ConfigureAwait(false);
            throw WithRetryAfter(AnswerInterpreter.FailureOfPage(message.StatusCode, mediaType, excerpt.AsSpan(0, count), context.Address), message);
        }

        using var answers = new AnswerReader<ReadOnlyMemory<byte>>(new JsonBytesReader(), Options.AnswerLimits);
        using var whole = new MemoryStream();
        Answer<ReadOnlyMemory<byte>> answer;
        try
        {
            while (true)
            {
                var buffer = answers.GetBuffer();
                var count = await content.ReadAsync(buffer, subscription.Stopped).ConfigureAwait(false);
                if (count == 0) break;
                whole.Write(buffer.Span[..count]);
                answers.Advance(count);
            }

            answer = answers.Complete();
        }
        catch (GqlException exception) when (AnswerInterpreter.OutweighsBody(message.StatusCode, exception.Kind))
        {
            throw WithRetryAfter(AnswerInterpreter.FailureOfPage(message.StatusCode, mediaType, [], context.Address), message);
        }

        if (AnswerInterpreter.FailureOf(answer, message.StatusCode, mediaType, context.Address) is { } failure) throw WithRetryAfter(failure, message);
        // Without data nothing ran: the server does not do this, or not so.
        if (!answer.HasData) throw SubscriptionFailures.Refused(answer.Errors, context.Address, (int)message.StatusCode);
        await subscription.DeliverAsync(whole.ToArray(), EventOrigin.Of(message)).ConfigureAwait(false);
        subscription.End();
        return null;
    }

    private async Task<bool> ReadAsync(EventStream stream, Subscription subscription, EventOrigin origin)
    {
        await foreach (var received in stream.ReadAsync(subscription.Stopped).ConfigureAwait(false))
        {
            switch (received.Kind)
            {
                case StreamEventKind.Next:
                    await subscription.DeliverAsync(received.Payload, origin).ConfigureAwait(false);
                    subscription.Stopped.ThrowIfCancellationRequested();
                    break;
                case StreamEventKind.Complete:
                    subscription.End();
                    return true;
                case StreamEventKind.ConnectionError:
                    throw SubscriptionFailures.Refused(received.Payload.Span, context.Address);
                case StreamEventKind.Violation:
                    throw new GqlException(FailureKind.AnswerMalformed, $"{context.Address} broke the protocol of {Name}: {received.Reason}.");
            }
        }

        return false;
    }

    private GqlException WithRetryAfter(GqlException failure, HttpResponseMessage message) =>
        failure.With(RetryAfter.Read(message.Headers.RetryAfter, context.Clock.GetUtcNow()));
}
