using System.Globalization;
using GqlTools.Client.Failures;
using GqlTools.Client.Resilience;
using GqlTools.Client.Responses;

namespace GqlTools.Client.Coalescing;

/// <summary>
/// One exchange and those who wait for its answer together.
/// <para>
/// Each of them brings a timeout and a token of its own (C7). Who gives up leaves; the exchange goes on for the others and is cancelled only when the
/// last one has left. It has no timeout of its own: the most patient one's is what is left for further attempts. As everywhere, a timeout
/// starts when the request leaves the session's queue; for one who joins later, when it joins. While the exchange waits in the line again, as for a limit,
/// everybody's timeout stands still (C6).
/// </para>
/// </summary>
#pragma warning disable CA1001 // The source has no timer and no wait handle: nothing to dispose, and the last to leave may come late.
internal sealed class SharedExchange(TimeProvider clock, string endpoint)
#pragma warning restore CA1001
{
    private readonly object _lock = new();
    private readonly CancellationTokenSource _abandoned = new();
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<GqlResponse<ReadOnlyMemory<byte>>> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IReadOnlyList<Attempt> _attempts = [];
    private int _waiting;
    private bool _isLeft;
    private long? _start;
    private TimeSpan _end;
    private TimeSpan _inLine;
    private long? _enteredLine;
    private TaskCompletionSource? _leftLine;

    /// <summary>What is left of the timeout of the most patient one.</summary>
    public TimeSpan Remaining
    {
        get
        {
            lock (_lock) return _end == TimeSpan.MaxValue ? TimeSpan.MaxValue : _end - Elapsed;
        }
    }

    // Without the time in the line.
    private TimeSpan Elapsed => _start is not { } start ? TimeSpan.Zero
        : clock.GetElapsedTime(start) - _inLine - (_enteredLine is { } entered ? clock.GetElapsedTime(entered) : TimeSpan.Zero);

    /// <summary>Takes one more in; not once all others have left. Who was taken in must wait.</summary>
    /// <param name="timeout">How long it is willing to wait.</param>
    /// <param name="end">When that is over, counted from the exchange's leaving the queue.</param>
    public bool TryJoin(TimeSpan timeout, out TimeSpan end)
    {
        lock (_lock)
        {
            end = timeout == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : Elapsed + timeout;
            if (_isLeft) return false;
            _waiting++;
            if (end > _end) _end = end;
            return true;
        }
    }

    /// <summary>Says that the exchange has left the session's queue.</summary>
    public void Begin()
    {
        lock (_lock) _start = clock.GetTimestamp();
        _begun.TrySetResult();
    }

    /// <summary>Says that the exchange waits in the session's line once more.</summary>
    public void EnterLine()
    {
        lock (_lock) (_enteredLine, _leftLine) = (clock.GetTimestamp(), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
    }

    /// <summary>Says that it has left it again.</summary>
    public void LeaveLine()
    {
        TaskCompletionSource left;
        lock (_lock)
        {
            _inLine += clock.GetElapsedTime(_enteredLine!.Value);
            left = _leftLine!;
            (_enteredLine, _leftLine) = (null, null);
        }

        left.SetResult();
    }

    /// <summary>Says what has been tried so far, for those who leave before the end.</summary>
    public void Tried(IReadOnlyList<Attempt> attempts)
    {
        lock (_lock) _attempts = [.. attempts];
    }

    /// <summary>Runs the exchange to its end, and tells all who wait.</summary>
    /// <param name="send">Sends it; the token is cancelled when nobody waits any more.</param>
    /// <param name="settle">Called before anybody hears of the end; with the answer, where one came.</param>
    public async Task RunAsync(
        Func<SharedExchange, CancellationToken, Task<GqlResponse<ReadOnlyMemory<byte>>>> send, Action<GqlResponse<ReadOnlyMemory<byte>>?> settle)
    {
        GqlResponse<ReadOnlyMemory<byte>>? response = null;
        try
        {
            response = await send(this, _abandoned.Token).ConfigureAwait(false);
            settle(response);
            _answer.SetResult(response);
        }
        catch (Exception exception)
        {
            settle(null);
            _answer.SetException(exception);
            // Where all have left, nobody is there to observe it.
            _ = _answer.Task.Exception;
        }
        finally
        {
            _begun.TrySetResult();
        }
    }

    /// <summary>Waits for the answer.</summary>
    /// <param name="timeout">What was given at joining.</param>
    /// <param name="end">What came of it.</param>
    /// <param name="cancellationToken">Ends this wait alone.</param>
    public async Task<GqlResponse<ReadOnlyMemory<byte>>> WaitAsync(TimeSpan timeout, TimeSpan end, CancellationToken cancellationToken)
    {
        try
        {
            await _begun.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            while (true)
            {
                var (left, leftLine) = LeftUntil(end);
                if (leftLine is not null)
                {
                    await Task.WhenAny(_answer.Task, leftLine).WaitAsync(cancellationToken).ConfigureAwait(false);
                    if (!_answer.Task.IsCompleted) continue;
                }

                try
                {
                    return await _answer.Task.WaitAsync(left, clock, cancellationToken).ConfigureAwait(false);
                }
                catch (TimeoutException) when (LeftUntil(end) is { Left.Ticks: > 0 } or { LeftLine: not null })
                {
                    // The exchange went to the line meanwhile: there is time left.
                }
            }
        }
        catch (TimeoutException exception)
        {
            throw new GqlException(
                FailureKind.Timeout,
                string.Create(CultureInfo.InvariantCulture, $"No answer from {endpoint} within {timeout.TotalSeconds:0.###} s (OperationTimeout). Only this request ended; identical ones of other callers go on."),
                exception)
            {
                Endpoint = endpoint,
                Attempts = AttemptsSoFar(),
            };
        }
        finally
        {
            Leave();
        }
    }

    private (TimeSpan Left, Task? LeftLine) LeftUntil(TimeSpan end)
    {
        lock (_lock)
            return (end == TimeSpan.MaxValue ? Timeout.InfiniteTimeSpan : TimeSpan.FromTicks(Math.Max(0, (end - Elapsed).Ticks)), _leftLine?.Task);
    }

    private void Leave()
    {
        lock (_lock)
        {
            if (--_waiting > 0) return;
            _isLeft = true;
        }

        // Outside the lock, as it runs what waits for the token. After the answer it means nothing.
        _abandoned.Cancel();
    }

    // The attempt under way goes on for the others; for the one who leaves it ends here.
    private Attempt[] AttemptsSoFar()
    {
        lock (_lock)
        {
            var last = _attempts.Count == 0 ? null : _attempts[^1];
            var started = last is null ? TimeSpan.Zero : last.StartedAfter + last.Duration + (last.Verdict?.Delay ?? TimeSpan.Zero);
            return started > Elapsed
                ? [.. _attempts]
                : [.. _attempts, new Attempt(_attempts.Count + 1, started, Elapsed - started, null, FailureKind.Timeout, null)];
        }
    }
}
