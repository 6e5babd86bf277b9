using GqlTools.Client.Failures;
using GqlTools.Client.Operations;
using GqlTools.Client.Requests;
using GqlTools.Client.Responses;

namespace GqlTools.Client.Batching;

/// <summary>A request of a batch and the promise of its outcome, which is kept once.</summary>
internal sealed class BatchItem<T>(PreparedRequest prepared)
{
    private readonly TaskCompletionSource<RequestOutcome<T>> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PreparedRequest Prepared { get; } = prepared;

    public GqlRequest Request => Prepared.Request;

    public Task<RequestOutcome<T>> Outcome => _outcome.Task;

    public void Answer(GqlResponse<T> response) => _outcome.TrySetResult(new RequestOutcome<T>(Request, response, null));

    public void Fail(GqlException failure) => _outcome.TrySetResult(new RequestOutcome<T>(Request, null, failure));

    public void Break(Exception exception) => _outcome.TrySetException(exception);

    /// <summary>
    /// Whether the two may share a batch (C7): they are the same but for their variables and files. A request with an idempotency key goes alone, as HTTP has
    /// room for one key only, and so do one with a stream, which only one request may read, and one whose answer may come in parts.
    /// </summary>
    public bool MayShare(BatchItem<T> other) =>
        Prepared.Document == other.Prepared.Document
        && Prepared.DocumentId == other.Prepared.DocumentId
        && Prepared.Operation == other.Prepared.Operation
        && Request.Timeout == other.Request.Timeout
        && Prepared.Uploads is null or { MayShareBatch: true }
        && other.Prepared.Uploads is null or { MayShareBatch: true }
        && Request.UploadProgress == other.Request.UploadProgress
        && !Prepared.TakesParts
        && Request.IdempotencyKey is null
        && other.Request.IdempotencyKey is null
        && Request.Extensions?.GetRawText() == other.Request.Extensions?.GetRawText()
        && (ReferenceEquals(Request.Headers, other.Request.Headers) || Request.Headers.SequenceEqual(other.Request.Headers));
}
