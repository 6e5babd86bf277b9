using System.Threading.Channels;
using GqlTools.Client.Batching;
using GqlTools.Client.Failures;
using GqlTools.Client.Requests;
using GqlTools.Client.Responses;
using GqlTools.Client.Sessions;

namespace GqlTools.Client.Operations;

/// <summary>
/// Many requests of one caller in flight at once, their outcomes handed back in the order of the requests or of the answers.
/// <para>
/// It is pulled, never pumped: the one thread that owns it submits requests, and takes outcomes when it is ready for them. A full window makes
/// it take one before it submits the next; what is not taken holds back what is sent. Disposing cancels what is in flight and waits until
/// nothing is left, so no request outlives its owner.
/// </para>
/// </summary>
/// <typeparam name="T">What <c>data</c> becomes.</typeparam>
public sealed class RequestWindow<T> : IAsyncDisposable
{
    private readonly GqlSession _session;
    private readonly Func<IJsonValueReader<T>> _dataReader;
    private readonly RequestBatcher<T>? _batcher;
    private readonly long _size;
    private readonly CancellationTokenSource _cancellation;
    private readonly Queue<Task<RequestOutcome<T>>> _inOrder = new();
    private readonly Channel<Task<RequestOutcome<T>>>? _asCompleted;
    private int _pending;

    /// <summary>Makes a window.</summary>
    /// <param name="session">Where the requests go.</param>
    /// <param name="dataReader">Makes a reader for each attempt.</param>
    /// <param name="size">Requests in flight at once, from 1; with a batcher, batches.</param>
    /// <param name="asCompleted">Whether outcomes come as they arrive rather than in the order of the requests.</param>
    /// <param name="cancellationToken">Cancels all requests of the window.</param>
    /// <param name="batcher">What puts requests together; null to send each by itself. It belongs to the window from now on.</param>
    public RequestWindow(
        GqlSession session,
        Func<IJsonValueReader<T>> dataReader,
        int size,
        bool asCompleted,
        CancellationToken cancellationToken,
        RequestBatcher<T>? batcher = null)
    {
        _session = session;
        _dataReader = dataReader;
        _batcher = batcher;
        _size = (long)size * (batcher?.Size ?? 1);
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _asCompleted = asCompleted
            ? Channel.CreateUnbounded<Task<RequestOutcome<T>>>(new UnboundedChannelOptions { SingleReader = true })
            : null;
    }

    /// <summary>Requests whose outcome was not taken yet.</summary>
    public int Pending => _pending;

    /// <summary>Whether an outcome must be taken before the next request.</summary>
    public bool IsFull => _pending >= _size;

    /// <summary>Sends a request. What is wrong with it becomes its outcome, not an exception here.</summary>
    /// <param name="request">What to ask.</param>
    /// <exception cref="InvalidOperationException">The window is full.</exception>
    public void Submit(GqlRequest request)
    {
        if (IsFull) throw new InvalidOperationException($"The window is full: {_size} requests are pending. Take an outcome first.");
        _pending++;
        var running = _batcher is null ? RunAsync(request) : _batcher.Add(request, _cancellation.Token);
        if (_asCompleted is null)
        {
            _inOrder.Enqueue(running);
        }
        else
        {
            _ = running.ContinueWith(
                static (ended, writer) => ((ChannelWriter<Task<RequestOutcome<T>>>)writer!).TryWrite(ended),
                _asCompleted.Writer,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }
    }

    /// <summary>Takes the next outcome if it is there.</summary>
    /// <param name="outcome">The outcome.</param>
    public bool TryTake(out RequestOutcome<T> outcome)
    {
        outcome = default;
        Task<RequestOutcome<T>>? ended;
        if (_asCompleted is not null)
        {
            if (!_asCompleted.Reader.TryRead(out ended)) return false;
        }
        else
        {
            if (_inOrder.Count == 0 || !_inOrder.Peek().IsCompleted) return false;
            ended = _inOrder.Dequeue();
        }

        _pending--;
        outcome = ended.GetAwaiter().GetResult();
        return true;
    }

    /// <summary>Says that no more requests come for now: a batch that is not full yet goes as it is.</summary>
    public void Flush() => _batcher?.Flush(_cancellation.Token);

    /// <summary>Takes back what waits for a batch to be full: it ends as cancelled, and is not sent.</summary>
    public void Withdraw() => _batcher?.Abandon();

    /// <summary>Takes the next outcome, waiting for it.</summary>
    /// <exception cref="InvalidOperationException">Nothing is pending.</exception>
    /// <exception cref="OperationCanceledException">The window's token was cancelled.</exception>
    public async ValueTask<RequestOutcome<T>> TakeAsync()
    {
        if (_pending == 0) throw new InvalidOperationException("Nothing is pending in the window.");
        if (IsHeldBack()) Flush();
        if (_asCompleted is not null)
        {
            var ended = await _asCompleted.Reader.ReadAsync(_cancellation.Token).ConfigureAwait(false);
            _pending--;
            return await ended.ConfigureAwait(false);
        }

        var outcome = await _inOrder.Peek().WaitAsync(_cancellation.Token).ConfigureAwait(false);
        _ = _inOrder.Dequeue();
        _pending--;
        return outcome;
    }

    /// <summary>Cancels what is in flight and waits until nothing is.</summary>
    public async ValueTask DisposeAsync()
    {
        await _cancellation.CancelAsync().ConfigureAwait(false);
        _batcher?.Abandon();
        while (_inOrder.TryDequeue(out var running)) await EndAsync(running).ConfigureAwait(false);
        for (; _asCompleted is not null && _pending > 0; _pending--)
            await EndAsync(await _asCompleted.Reader.ReadAsync(CancellationToken.None).ConfigureAwait(false)).ConfigureAwait(false);

        _pending = 0;
        _cancellation.Dispose();
    }

    // Whether what is to be taken next waits for a batch to be full.
    private bool IsHeldBack() =>
        _batcher is not null && (_asCompleted is null ? _batcher.IsNext(_inOrder.Peek()) : _batcher.Gathered == _pending);

    // Only that it ended matters: nobody is left to take the outcome.
    private static async Task EndAsync(Task running) =>
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task<RequestOutcome<T>> RunAsync(GqlRequest request)
    {
        try
        {
            var response = await _session.SendAsync(request, _dataReader, _cancellation.Token).ConfigureAwait(false);
            return new RequestOutcome<T>(request, response, null);
        }
        catch (GqlException exception)
        {
            return new RequestOutcome<T>(request, null, exception);
        }
        catch (OperationCanceledException exception)
        {
            return new RequestOutcome<T>(
                request, null, new GqlException(FailureKind.Cancelled, "The request was cancelled before its answer had come.", exception));
        }
    }
}
