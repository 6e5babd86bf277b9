using System.Runtime.CompilerServices;
using GqlTools.Client.Failures;
using GqlTools.Client.PersistedDocuments;
using GqlTools.Client.Resilience;
using GqlTools.Client.Responses;
using GqlTools.Client.Scheduling;
using GqlTools.Client.Streaming.Incremental;
using GqlTools.Client.Transport;

namespace GqlTools.Client.Sessions;

/// <content>
/// One attempt: what is sent, and what its answer is read to.
/// </content>
internal sealed partial class Exchange
{
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<GqlResponse<T>> AttemptAsync<T>(IJsonValueReader<T> dataReader, RequestShape shape, CancellationToken cancellationToken)
    {
        _attemptStarted = Clock.GetTimestamp();
        _attemptEnd = AttemptEnd.Unknown;
        _limits = LimitObservation.None;
        int? statusCode = null;
        try
        {
            GqlResponse<T> response;
            if (GoesOverSocket)
            {
                response = await AskSocketAsync(dataReader, cancellationToken).ConfigureAwait(false);
                statusCode = response.StatusCode;
            }
            else
            {
                using var sent = _context.Transport.CreateMessage(_request, shape);
                using var message = await _context.Transport.FollowAsync(
                    await _context.Transport.SendAsync(sent, cancellationToken).ConfigureAwait(false), sent, _request, shape, cancellationToken).ConfigureAwait(false);
                statusCode = (int)message.StatusCode;
                response = await ReadAsync(message, dataReader, cancellationToken).ConfigureAwait(false);
            }

            _attemptEnd = AttemptEnd.Answered;
            AddAttempt(statusCode, null);
            return response;
        }
        catch (OperationCanceledException) when (_caller.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception)
        {
            var failure = IsEnded
                ? Cancellation(exception)
                : FailureTranslator.Translate(exception, Options, isAnswered: statusCode is not null);
            _attemptEnd = EndOf(failure);
            AddAttempt(failure?.StatusCode ?? statusCode, failure?.Kind);
            if (failure is null || ReferenceEquals(failure, exception)) throw;
            throw failure;
        }
    }

    private async ValueTask<GqlResponse<T>> ReadAsync<T>(
        HttpResponseMessage message, IJsonValueReader<T> dataReader, CancellationToken cancellationToken)
    {
        var mediaType = MediaType.Of(message.Content.Headers);
        if (IncrementalStream.Reads(mediaType)) return await ReadPartsAsync(message, mediaType, dataReader, cancellationToken).ConfigureAwait(false);
        // What is on its way is awaited by reading the stream; to have the stream takes no time.
        using var content = message.Content.ReadAsStream(cancellationToken);
        using var stream = ContentDecoder.Decode(content, message.Content.Headers);
        if (!AnswerInterpreter.MayBeGraphQL(mediaType)) throw await ReadPageAsync(message, mediaType, stream, cancellationToken).ConfigureAwait(false);

        using var reader = new AnswerReader<T>(dataReader, Options.AnswerLimits, _request.IsArray);
        Answer<T> answer;
        try
        {
            int count;
            while ((count = await stream.ReadAsync(reader.GetBuffer(), cancellationToken).ConfigureAwait(false)) > 0) reader.Advance(count);
            answer = reader.Complete();
        }
        catch (GqlException exception) when (AnswerInterpreter.OutweighsBody(message.StatusCode, exception.Kind))
        {
            throw WithLimits(AnswerInterpreter.FailureOfPage(message.StatusCode, mediaType, [], _context.Endpoint), message);
        }

        return OrRetry(Interpret(answer, message, mediaType));
    }

    private GqlResponse<T> Interpret<T>(in Answer<T> answer, HttpResponseMessage message, string? mediaType)
    {
        _limits = LimitReader.Read((int)message.StatusCode, message.Headers, answer.HasData, answer.Errors, answer.Extensions, Clock);
        if (AnswerInterpreter.FailureOf(answer, message.StatusCode, mediaType, _context.Endpoint) is { } failure) throw WithLimits(failure, message);
        if (_limits.Refusal != LimitRefusal.None) throw Refusal(message, answer.Errors);
        return new GqlResponse<T>(_request, answer, message, AnswerInterpreter.IsTrusted(message.StatusCode, mediaType));
    }

    private async ValueTask<GqlException> ReadPageAsync(
        HttpResponseMessage message, string? mediaType, Stream stream, CancellationToken cancellationToken)
    {
        var excerpt = new byte[AnswerInterpreter.PageExcerptBytes];
        var count = await stream.ReadAtLeastAsync(excerpt, excerpt.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return WithLimits(
            AnswerInterpreter.FailureOfPage(message.StatusCode, mediaType, excerpt.AsSpan(0, count), _context.Endpoint), message);
    }
}
