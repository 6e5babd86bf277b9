using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using System.Threading.Channels;

namespace GqlTools.Language.Execution;

/// <summary>The first part of a response, and what is still to come of it.</summary>
public sealed class IncrementalResult
{
    private readonly IReadOnlyList<ILaterDelivery> _later;

    internal IncrementalResult(ExecutionResult initial, IReadOnlyList<ILaterDelivery> later)
    {
        Initial = initial;
        _later = later;
        var next = 0;
        Pending = [.. later.Select(delivery => Announce(delivery, next++))];
    }

    /// <summary>The first part. Where nothing is pending, it is the whole response.</summary>
    public ExecutionResult Initial { get; }

    /// <summary>What is still to come.</summary>
    public ImmutableArray<PendingResult> Pending { get; }

    /// <summary>Writes the first part as JSON.</summary>
    /// <param name="writer">Receives one JSON object.</param>
    /// <param name="format">The form it has.</param>
    public void WriteInitialTo(Utf8JsonWriter writer, IncrementalFormat format)
    {
        ArgumentNullException.ThrowIfNull(writer);
        IncrementalWriter.Write(writer, this, format);
    }

    /// <summary>
    /// Runs what is still to come, all of it at once, and gives each part as it is there. To be enumerated once, also when only to end it: streams of
    /// lists are open already. The parts wait when they are not taken, so that memory does not grow with their number.
    /// </summary>
    /// <param name="cancellationToken">Ends the deliveries.</param>
    /// <returns>The parts; none where nothing is pending. Leaving the enumeration ends the deliveries.</returns>
    /// <exception cref="OperationCanceledException">The deliveries were cancelled.</exception>
    public async IAsyncEnumerable<IncrementalUpdate> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var steps = Channel.CreateBounded<Step>(new BoundedChannelOptions(1) { SingleReader = true });
        var running = new Dictionary<string, Task>(StringComparer.Ordinal);
        var nextId = 0;
        try
        {
            foreach (var delivery in _later)
                Start(delivery, Pending[nextId++]);
            while (running.Count > 0)
            {
                var step = await TakeAsync(steps.Reader, ended.Token).ConfigureAwait(false);
                if (step.Delivered.IsCompleted)
                    running.Remove(step.Target.Id);
                var pending = ImmutableArray.CreateBuilder<PendingResult>();
                foreach (var delivery in step.Delivered.Later)
                {
                    pending.Add(Announce(delivery, nextId++));
                    Start(delivery, pending[^1]);
                }

                yield return new IncrementalUpdate(step.Target, step.Delivery.IsStream, step.Delivered, pending.ToImmutable(), running.Count > 0);
            }
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(running.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        void Start(ILaterDelivery delivery, PendingResult target) => running[target.Id] = PumpAsync(delivery, target, steps.Writer, ended.Token);
    }

    private static async Task PumpAsync(ILaterDelivery delivery, PendingResult target, ChannelWriter<Step> steps, CancellationToken cancellationToken)
    {
        // The first to be started must not run alone while the others wait to be.
        await Task.Yield();
        try
        {
            await foreach (var delivered in delivery.RunAsync(cancellationToken).ConfigureAwait(false))
                await steps.WriteAsync(new Step(delivery, target, delivered), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            steps.TryComplete(error);
            throw;
        }
    }

    private static async ValueTask<Step> TakeAsync(ChannelReader<Step> steps, CancellationToken cancellationToken)
    {
        try
        {
            return await steps.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException closed) when (closed.InnerException is { } error)
        {
            ExceptionDispatchInfo.Throw(error);
            throw;
        }
    }

    private static PendingResult Announce(ILaterDelivery delivery, int number) =>
        new(number.ToString(CultureInfo.InvariantCulture), ResponsePath.ToList(delivery.Path), delivery.Label);

    private sealed record Step(ILaterDelivery Delivery, PendingResult Target, Delivered Delivered);
}
