using System.Globalization;
using GqlTools.Client.Failures;
using GqlTools.Client.Responses;
using GqlTools.Client.Streaming.Incremental;
using Polly;

namespace GqlTools.Client.Sessions;

/// <content>
/// Answers that come in parts. Usually they are put together here, and nobody learns of it: timeout and retries are those of any answer. A caller who wants
/// the parts gets the first one as he would a whole answer, with retries; from then on the stream is his, and nothing of it is asked for again.
/// </content>
internal sealed partial class Exchange
{
    private bool _handsOutParts;
    private OpenParts? _parts;

    /// <summary>Sends the request and hands out the parts of its answer as they come. An answer in one piece is one part.</summary>
    public async IAsyncEnumerable<GqlAnswerPart<T>> RunIncrementallyAsync<T>(ResiliencePipeline retry, Func<IJsonValueReader<T>> dataReader)
    {
        _handsOutParts = true;
        var response = await RunAsync(retry, dataReader).ConfigureAwait(false);
        _end!.CancelAfter(Timeout.InfiniteTimeSpan);
        // An attempt that was given up may have left parts behind.
        if (_parts is not { } parts || parts.Response != response)
        {
            yield return GqlAnswerPart<T>.Whole(response);
            yield break;
        }

        // For the scheduler the server has answered: who waits to learn that must not wait for the end. The place in flight is kept.
        _ = _context.Scheduler.Settle(_admission, _request, _attemptEnd, _limits);
        _place = Place.Settled;
        yield return GqlAnswerPart<T>.First(response, parts.Message.Count > 1 || parts.Stream.HasNext);
        for (var (message, next) = (parts.Message, 1); message is not null; (message, next) = (await ReadOnAsync(parts.Stream).ConfigureAwait(false), 0))
        {
            for (; next < message.Count; next++)
                yield return Read(message[next], response, dataReader, next < message.Count - 1 || parts.Stream.HasNext);
        }
    }

    private async ValueTask<GqlResponse<T>> ReadPartsAsync<T>(
        HttpResponseMessage message, string? mediaType, IJsonValueReader<T> dataReader, CancellationToken cancellationToken)
    {
        var stream = await IncrementalStream.OpenAsync(message.Content, mediaType, Options.AnswerLimits, cancellationToken).ConfigureAwait(false);
        var isKept = false;
        try
        {
            if (!_handsOutParts) return OrRetry(Interpret(await MergeAsync(stream, dataReader, cancellationToken).ConfigureAwait(false), message, mediaType));

            var first = (await stream.ReadAsync(cancellationToken).ConfigureAwait(false))!;
            var response = Interpret(InitialAnswer(first[0], dataReader), message, mediaType);
            if (first.Count == 1 && !stream.HasNext) return OrRetry(response);
            _parts?.Stream.Dispose();
            _parts = new OpenParts(response, stream, first);
            isKept = true;
            // The message is over with the attempt, its content is not.
            message.Content = null;
            return response;
        }
        catch (GqlException exception) when (AnswerInterpreter.OutweighsBody(message.StatusCode, exception.Kind))
        {
            throw WithLimits(AnswerInterpreter.FailureOfPage(message.StatusCode, mediaType, [], _context.Endpoint), message);
        }
        finally
        {
            if (!isKept) stream.Dispose();
        }
    }

    private async ValueTask<Answer<T>> MergeAsync<T>(IncrementalStream stream, IJsonValueReader<T> dataReader, CancellationToken cancellationToken)
    {
        var merge = new IncrementalMerge(Options.AnswerLimits);
        while (await stream.ReadAsync(cancellationToken).ConfigureAwait(false) is { } parts)
        {
            foreach (var part in parts) merge.Add(part);
        }

        return merge.ToAnswer(dataReader);
    }

    private Answer<T> InitialAnswer<T>(IncrementalPart part, IJsonValueReader<T> dataReader) => new(
        !part.Value.IsEmpty,
        part.HasValue,
        AnswerBytes.Read(part.Value, dataReader, Options.AnswerLimits),
        part.Errors.Count > 0,
        part.Errors,
        part.Extensions);

    private GqlAnswerPart<T> Read<T>(IncrementalPart part, GqlResponse<T> response, Func<IJsonValueReader<T>> dataReader, bool hasNext)
    {
        try
        {
            return new GqlAnswerPart<T>(response, part, AnswerBytes.Read(part.Value, dataReader(), Options.AnswerLimits), hasNext);
        }
        catch (GqlException exception)
        {
            throw Broken(exception);
        }
    }

    // The timer runs only while the server is waited for: how long the caller takes over a part is his own affair.
    private async ValueTask<IReadOnlyList<IncrementalPart>?> ReadOnAsync(IncrementalStream stream)
    {
        _end!.CancelAfter(_timeout);
        try
        {
            return await stream.ReadAsync(_end!.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_caller.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception)
        {
            var failure = IsEnded ? Silence(exception) : FailureTranslator.Translate(exception, Options);
            if (failure is null) throw;
            throw Broken(failure);
        }
        finally
        {
            _end!.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    private GqlException Silence(Exception cause) => _context.Abort.IsCancellationRequested
        ? Cancellation(cause)
        : new GqlException(
            FailureKind.Timeout,
            string.Create(CultureInfo.InvariantCulture, $"No further part of the answer from {_context.Endpoint} within {_timeout.TotalSeconds:0.###} s of the one before (OperationTimeout). Only this request ended; the session goes on."),
            cause);

    private GqlException Broken(GqlException failure)
    {
        _attempts[^1] = _attempts[^1] with { Failure = failure.Kind };
        return WithFacts(failure);
    }

    /// <summary>An answer whose first message was read.</summary>
    /// <param name="Response">The answer that it began.</param>
    /// <param name="Stream">Where its other messages come from.</param>
    /// <param name="Message">The parts of the first message.</param>
    private sealed record OpenParts(object Response, IncrementalStream Stream, IReadOnlyList<IncrementalPart> Message);
}
