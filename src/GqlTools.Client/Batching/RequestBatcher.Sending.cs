using System.Globalization;
using GqlTools.Client.Failures;
using GqlTools.Client.Requests;
using GqlTools.Client.Resilience;
using GqlTools.Client.Responses;
using GqlTools.Language.Syntax;

namespace GqlTools.Client.Batching;

/// <content>A batch on its way, until each of its requests has its outcome.</content>
public sealed partial class RequestBatcher<T>
{
    private Task SendAsync(Part part, CancellationToken cancellationToken)
    {
        if (Left(part) is { } left && left <= TimeSpan.Zero && left != Timeout.InfiniteTimeSpan)
        {
            foreach (var item in part.Items) item.Fail(TimedOut(item.Request));
            return Task.CompletedTask;
        }

        if (part.Items.Count == 1) return SendAloneAsync(part, cancellationToken);
        return TakesArray(part) ? SendArrayAsync(part, cancellationToken) : SendAliasedAsync(part, cancellationToken);
    }

    private bool TakesArray(Part part) =>
        _style == BatchStyle.Array
        || (_style == BatchStyle.Auto && part.First.Operation.Type == OperationType.Query && !_session.RefusesArrays && !part.Items.Any(static item => item.Prepared.HasUploads));

    private async Task SendAloneAsync(Part part, CancellationToken cancellationToken)
    {
        var item = part.Items[0];
        try
        {
            var request = part.Spent == TimeSpan.Zero ? item.Request : item.Request with { Timeout = Left(part) };
            item.Answer(await _session.SendAsync(request, _dataReader, cancellationToken).ConfigureAwait(false));
        }
        catch (GqlException failure)
        {
            item.Fail(failure);
        }
    }

    private async Task SendArrayAsync(Part part, CancellationToken cancellationToken)
    {
        GqlResponse<ReadOnlyMemory<byte>> response;
        try
        {
            var body = PreparedRequest.Array([.. part.Items.Select(static item => item.Prepared)], Left(part));
            response = await _session.SendBatchAsync(body, cancellationToken).ConfigureAwait(false);
        }
        catch (GqlException failure) when (BatchDecision.RefusesArrays(failure, part.First.Repeatable))
        {
            await WithoutArrayAsync(part, failure, failure.StatusCode, failure.Errors, failure.Attempts, Spent(failure), cancellationToken).ConfigureAwait(false);
            return;
        }
        catch (GqlException failure)
        {
            await AfterFailureAsync(part, failure, cancellationToken).ConfigureAwait(false);
            return;
        }

        var answers = response.HasData ? ArrayAnswer.Split(response.Data) : null;
        if (answers is null || answers.Count != part.Items.Count)
        {
            // An array of another length leaves open which answer is whose, and whether all ran.
            var ran = answers is not null;
            if (!ran && response.StatusCode == 413) await InPartsAsync(part, static _ => false, response.Duration, cancellationToken).ConfigureAwait(false);
            else await WithoutArrayAsync(part, null, response.StatusCode, response.Errors, response.Attempts, response.Duration, cancellationToken, ran).ConfigureAwait(false);
            return;
        }

        for (var index = 0; index < answers.Count; index++) Read(part.Items[index], response, answers[index]);
    }

    private void Read(BatchItem<T> item, GqlResponse<ReadOnlyMemory<byte>> response, ReadOnlyMemory<byte> element)
    {
        try
        {
            var answer = ArrayAnswer.Read(element, _dataReader(), _session.Options.AnswerLimits);
            item.Answer(response.With(item.Prepared, answer.HasData, answer.Data, answer.Errors, answer.Extensions));
        }
        catch (GqlException failure)
        {
            item.Fail(failure.During(_session.Options.EndpointText, item.Prepared.Operation.Name, response.Attempts));
        }
    }

    private async Task WithoutArrayAsync(
        Part part,
        GqlException? cause,
        int? status,
        IReadOnlyList<GqlError> errors,
        IReadOnlyList<Attempt> attempts,
        TimeSpan spent,
        CancellationToken cancellationToken,
        bool ran = false)
    {
        if (_style == BatchStyle.Auto && part.First.Operation.Type == OperationType.Query)
        {
            _session.RefusesArrays = true;
            await SendAsync(part with { Spent = part.Spent + spent }, cancellationToken).ConfigureAwait(false);
            return;
        }

        var answered = status is { } code ? string.Create(CultureInfo.InvariantCulture, $"answered {code}") : "answered";
        var says = errors.Count > 0 ? $": {errors[0].Message.TrimEnd('.')}" : "";
        FailAll(part, new GqlException(
            FailureKind.BatchRefused,
            ran
                ? $"{_session.Options.EndpointText} answered an array of {part.Items.Count} requests with an array of another length; no answer can be told whose it is."
                : $"{_session.Options.EndpointText} takes no arrays of requests ({answered}{says}). Merge them into one document instead (Alias), or send them one by one.",
            cause)
        {
            Endpoint = _session.Options.EndpointText,
            OperationName = part.First.Operation.Name,
            StatusCode = status,
            Errors = errors,
            Attempts = attempts,
        });
    }

    private async Task SendAliasedAsync(Part part, CancellationToken cancellationToken)
    {
        if (_session.MergedDocumentFor(part.First, part.Items.Count) is not { } merged)
        {
            await Task.WhenAll(part.Items.Select(item => SendAsync(part with { Items = [item] }, cancellationToken))).ConfigureAwait(false);
            return;
        }

        GqlResponse<ReadOnlyMemory<byte>> response;
        try
        {
            var request = part.First.Request with
            {
                Query = merged.Document.Text,
                Variables = MergedDocument.MergeVariables([.. part.Items.Select(static item => item.Request.Variables)]),
                Uploads = MergedDocument.MergeUploads([.. part.Items.Select(static item => item.Request.Uploads)]),
                Timeout = Left(part),
            };
            response = await _session.SendBatchAsync(PreparedRequest.Checked(request, merged.Document), cancellationToken).ConfigureAwait(false);
        }
        catch (GqlException failure)
        {
            await AfterFailureAsync(part, failure, cancellationToken).ConfigureAwait(false);
            return;
        }

        var (ofInputs, ofNone) = merged.SplitErrors(response.Errors);
        if (response.HasData && (ofNone.Count == 0 || !part.First.Repeatable))
        {
            var data = merged.SplitData(response.Data);
            for (var index = 0; index < data.Count; index++) Read(part.Items[index], response, data[index], [.. ofInputs[index], .. ofNone]);
        }
        else if (BatchDecision.GoesInParts(response.StatusCode, response.IsTrusted, response.HasDataEntry, part.First.Repeatable))
        {
            await InPartsAsync(part, index => ofInputs[index].Count > 0, response.Duration, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            for (var index = 0; index < part.Items.Count; index++) Lose(part.Items[index], response, ofInputs[index], ofNone);
        }
    }

    private void Read(BatchItem<T> item, GqlResponse<ReadOnlyMemory<byte>> response, ReadOnlyMemory<byte> data, IReadOnlyList<GqlError> errors)
    {
        try
        {
            item.Answer(response.With(
                item.Prepared, hasData: true, AnswerBytes.Read(data, _dataReader(), _session.Options.AnswerLimits), errors, response.Extensions));
        }
        catch (GqlException failure)
        {
            item.Fail(failure.During(_session.Options.EndpointText, item.Prepared.Operation.Name, response.Attempts));
        }
    }

    // A mutation without data, that may have run: who has errors of its own has its answer, the others' answers are lost.
    private void Lose(BatchItem<T> item, GqlResponse<ReadOnlyMemory<byte>> response, IReadOnlyList<GqlError> own, IReadOnlyList<GqlError> ofNone)
    {
        if (own.Count > 0)
        {
            item.Answer(response.With<T>(item.Prepared, hasData: false, default, [.. own, .. ofNone], response.Extensions));
            return;
        }

        item.Fail(new GqlException(
            FailureKind.BatchAnswerLost,
            $"The answer to a batch of mutations has no data: {(response.Errors.Count > 0 ? response.Errors[0].Message : "it says nothing of why.")} This one may have run, and is not sent again.")
        {
            Endpoint = _session.Options.EndpointText,
            OperationName = item.Prepared.Operation.Name,
            StatusCode = response.StatusCode,
            Errors = response.Errors,
            Attempts = response.Attempts,
        });
    }

    private Task AfterFailureAsync(Part part, GqlException failure, CancellationToken cancellationToken)
    {
        if (BatchDecision.GoesInParts(failure, part.First.Repeatable)) return InPartsAsync(part, static _ => false, Spent(failure), cancellationToken);
        FailAll(part, failure);
        return Task.CompletedTask;
    }

    private Task InPartsAsync(Part part, Func<int, bool> isNamed, TimeSpan spent, CancellationToken cancellationToken)
    {
        var parts = BatchDecision.Parts(part.Items, isNamed, part.Again).Select(items => part.Rest(items, spent));
        return part.First.Operation.Type == OperationType.Query
            ? Task.WhenAll(parts.Select(rest => SendAsync(rest, cancellationToken)))
            : OneByOneAsync(parts, cancellationToken);
    }

    // Mutations keep the order of the input.
    private async Task OneByOneAsync(IEnumerable<Part> parts, CancellationToken cancellationToken)
    {
        foreach (var part in parts) await SendAsync(part, cancellationToken).ConfigureAwait(false);
    }

    private static void FailAll(Part part, GqlException failure)
    {
        foreach (var item in part.Items) item.Fail(failure);
    }

    private TimeSpan Left(Part part)
    {
        var timeout = part.First.Request.Timeout ?? _session.Options.OperationTimeout;
        return timeout == Timeout.InfiniteTimeSpan ? timeout : timeout - part.Spent;
    }

    private static TimeSpan Spent(GqlException failure) =>
        failure.Attempts.Count > 0 && failure.Attempts[^1] is Attempt last ? last.StartedAfter + last.Duration : TimeSpan.Zero;

    private GqlException TimedOut(GqlRequest request)
    {
        var timeout = request.Timeout ?? _session.Options.OperationTimeout;
        return new GqlException(
            FailureKind.Timeout,
            string.Create(CultureInfo.InvariantCulture, $"No answer from {_session.Options.EndpointText} within {timeout.TotalSeconds:0.###} s (OperationTimeout), which its batch had spent."))
        {
            Endpoint = _session.Options.EndpointText,
        };
    }
}
