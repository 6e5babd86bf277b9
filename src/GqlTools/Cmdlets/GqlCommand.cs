using System.Management.Automation;

namespace GqlTools.Cmdlets;

/// <summary>
/// What all commands of the module share: a token that Ctrl+C cancels, and waiting on the pipeline thread.
/// <para>
/// The pipeline thread waits for and writes everything; no work of a command outlives it. <see cref="StopProcessing"/> only cancels, as it runs on
/// another thread that stops one command after the other. It is not called when <c>Select-Object -First</c> or a throw further down ends the
/// pipeline; <see cref="Dispose()"/> always is, and takes back what is still under way.
/// </para>
/// </summary>
public abstract class GqlCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Cancelled when the pipeline is stopped.</summary>
    protected CancellationToken StopToken => _stopping.Token;

    /// <summary>Takes back what is under way.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Cancels, and returns.</summary>
    protected sealed override void StopProcessing() => _stopping.Cancel();

    /// <summary>Waits on the pipeline thread, which has no synchronization context and is there to wait.</summary>
    /// <typeparam name="T">The result's type.</typeparam>
    /// <param name="work">What to wait for.</param>
    /// <exception cref="PipelineStoppedException">The pipeline was stopped meanwhile.</exception>
    protected T Wait<T>(ValueTask<T> work)
    {
        try
        {
            return work.IsCompleted ? work.Result : work.AsTask().GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <inheritdoc cref="Wait{T}"/>
    protected void Wait(Task work)
    {
        try
        {
            work.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>Takes back what is under way.</summary>
    /// <param name="disposing">Always true.</param>
    protected virtual void Dispose(bool disposing) => _stopping.Dispose();
}
