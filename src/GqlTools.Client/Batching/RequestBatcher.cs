using GqlTools.Client.Failures;
using GqlTools.Client.Operations;
using GqlTools.Client.Requests;
using GqlTools.Client.Resilience;
using GqlTools.Client.Responses;
using GqlTools.Client.Sessions;

namespace GqlTools.Client.Batching;

/// <summary>
/// Gathers requests of one caller and sends them together, so that many small ones cost one exchange. Each has an outcome of its own.
/// <para>
/// The one thread that owns it adds requests; a batch leaves when it is full, when the next request may not share it, or when it is told to. From then on
/// it is on its own: any number of batches are under way at once, and each touches nothing but its own requests.
/// </para>
/// <para>
/// A batch is one exchange of the session, with its queue, retries and budget. It has the timeout that its requests share; parts of it that go
/// again have what is left of it.
/// </para>
/// </summary>
/// <typeparam name="T">What <c>data</c> becomes.</typeparam>
public sealed partial class RequestBatcher<T>
{
    private readonly GqlSession _session;
    private readonly Func<IJsonValueReader<T>> _dataReader;
    private readonly BatchStyle _style;
    private List<BatchItem<T>> _gathered = [];

    /// <summary>Makes a batcher.</summary>
    /// <param name="session">Where the requests go.</param>
    /// <param name="dataReader">Makes a reader for each request.</param>
    /// <param name="size">Requests of one batch at most, from 1.</param>
    /// <param name="style">How they become one.</param>
    public RequestBatcher(GqlSession session, Func<IJsonValueReader<T>> dataReader, int size, BatchStyle style)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        _session = session;
        _dataReader = dataReader;
        _style = style;
        Size = size;
    }

    /// <summary>Requests of one batch at most.</summary>
    public int Size { get; }

    /// <summary>Requests that wait for a batch to be full.</summary>
    public int Gathered => _gathered.Count;

    /// <summary>Whether an outcome is that of the request that was gathered first.</summary>
    internal bool IsNext(Task<RequestOutcome<T>> outcome) => _gathered.Count > 0 && _gathered[0].Outcome == outcome;

    /// <summary>Adds a request; what is wrong with it costs no exchange and becomes its outcome at once (C5).</summary>
    /// <param name="request">What to ask.</param>
    /// <param name="cancellationToken">Cancels the batch that the request is in.</param>
    /// <returns>Its outcome.</returns>
    public Task<RequestOutcome<T>> Add(GqlRequest request, CancellationToken cancellationToken)
    {
        BatchItem<T> item;
        try
        {
            item = new BatchItem<T>(_session.Prepare(request));
        }
        catch (GqlException failure)
        {
            return Task.FromResult(new RequestOutcome<T>(request, null, failure));
        }

        if (_gathered.Count > 0 && !_gathered[0].MayShare(item)) Flush(cancellationToken);
        _gathered.Add(item);
        if (_gathered.Count >= Size) Flush(cancellationToken);
        return item.Outcome;
    }

    /// <summary>Sends what was gathered, be it a full batch or not.</summary>
    /// <param name="cancellationToken">Cancels the batch.</param>
    public void Flush(CancellationToken cancellationToken)
    {
        if (_gathered.Count == 0) return;
        var batch = _gathered;
        _gathered = [];
        _ = SendAsync(batch, cancellationToken);
    }

    /// <summary>Gives up what was gathered and not sent.</summary>
    public void Abandon()
    {
        foreach (var item in _gathered)
            item.Fail(new GqlException(FailureKind.Cancelled, "The request was cancelled before its batch was full; it was not sent.") { Evidence = Evidence.NotSent });
        _gathered = [];
    }

    // Whatever happens, every item has its outcome when this ends.
    private async Task SendAsync(IReadOnlyList<BatchItem<T>> batch, CancellationToken cancellationToken)
    {
        try
        {
            var valid = await CheckAsync(batch, cancellationToken).ConfigureAwait(false);
            if (valid.Count > 0) await SendAsync(new Part(valid, TimeSpan.Zero, false), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            foreach (var item in batch)
            {
                if (exception is GqlException failure) item.Fail(failure);
                else if (exception is OperationCanceledException) item.Fail(new GqlException(FailureKind.Cancelled, "The request was cancelled before its answer had come.", exception));
                else item.Break(exception);
            }
        }
    }

    private async ValueTask<IReadOnlyList<BatchItem<T>>> CheckAsync(IReadOnlyList<BatchItem<T>> batch, CancellationToken cancellationToken)
    {
        if (!_session.Options.ValidateDocuments) return batch;
        List<BatchItem<T>> valid = [];
        foreach (var item in batch)
        {
            try
            {
                await _session.CheckAsync(item.Prepared, cancellationToken).ConfigureAwait(false);
                valid.Add(item);
            }
            catch (GqlException failure)
            {
                item.Fail(failure);
            }
        }

        return valid;
    }

    /// <summary>Requests that go together.</summary>
    /// <param name="Items">The requests.</param>
    /// <param name="Spent">What of their timeout is spent already.</param>
    /// <param name="Again">Whether they went in parts before.</param>
    private sealed record Part(IReadOnlyList<BatchItem<T>> Items, TimeSpan Spent, bool Again)
    {
        public PreparedRequest First => Items[0].Prepared;

        public Part Rest(IReadOnlyList<BatchItem<T>> items, TimeSpan spent) => new(items, Spent + spent, true);
    }
}
