namespace GqlTools.Demo.MainJob;

/// <summary>What the program does when it is given nothing to do: a server, a session, a thousand queries, three ways.</summary>
internal static class MainJobCommand
{
    public static async Task<int> RunAsync()
    {
        using var interrupted = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            interrupted.Cancel();
        };
        var display = new JobDisplay(Console.Out, !Console.IsOutputRedirected);
        await using var server = await DemoServer.StartAsync(new DemoServerOptions());
        display.Say($"A GraphQL server listens on {server.HttpsUri} (HTTP/2, certificate made on the spot).");

        IReadOnlyList<JobResult> results;
        try
        {
            display.Say("The queries go through GqlTools.Client, the library under the cmdlets.");
            results = await new ClientJob(server, display).RunAsync(interrupted.Token);
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            display.Say("Interrupted.");
            return 1;
        }

        display.Table(results);
        display.Say($"The server counted {server.Counters.RequestsReceived} requests on {server.Counters.ConnectionsAccepted} connection(s).");
        return results.Sum(result => result.Errors) == 0 ? 0 : 1;
    }
}
