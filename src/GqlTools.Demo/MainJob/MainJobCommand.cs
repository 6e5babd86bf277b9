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
            if (PwshJob.FindPwsh() is not { } pwsh)
            {
                display.Say("There is no pwsh on the PATH: the queries go through GqlTools.Client, the library under the cmdlets.");
                results = await new ClientJob(server, display).RunAsync(interrupted.Token);
            }
            else if (PwshJob.FindModule() is not { } module)
            {
                display.Say("The module is not staged under out/GqlTools: the queries go through GqlTools.Client, the library under the cmdlets.");
                results = await new ClientJob(server, display).RunAsync(interrupted.Token);
            }
            else
            {
                display.Say($"The queries go through the cmdlets of {module}.");
                results = await new PwshJob(pwsh, module, server, display).RunAsync(interrupted.Token);
            }
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
