namespace GqlTools.Cmdlets;

/// <summary>
/// Blocks the pipeline thread until a task is done, without the spinning that <see cref="Task.Wait()"/> begins with: under ForEach-Object -Parallel far more
/// threads wait than there are cores, and what they spin is taken from the work that they wait for (a tenth of all processor time with 32 blocks on two cores).
/// </summary>
internal static class Parking
{
    /// <summary>Waits until the task is done, however it ends.</summary>
    public static void Park(Task task) => Park(task, Timeout.InfiniteTimeSpan, static () => { });

    /// <summary>Waits until the task is done, however it ends, and does something after each interval of it.</summary>
    /// <param name="task">What to wait for.</param>
    /// <param name="interval">How long to wait in between.</param>
    /// <param name="meanwhile">What to do then, on this thread. Its exceptions end the waiting, not the task.</param>
    public static void Park(Task task, TimeSpan interval, Action meanwhile)
    {
        if (task.IsCompleted) return;
        // Never disposed: the task may set it long after the waiting was given up, and it holds nothing but memory.
        var done = new ManualResetEventSlim(initialState: false, spinCount: 0);
        task.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(done.Set);
        while (!done.Wait(interval)) meanwhile();
    }
}
