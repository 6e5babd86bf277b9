using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using GqlTools.Demo;

namespace GqlTools.Client.Tests.Demo;

public sealed class ProgramTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Serve_says_where_it_listens_and_ends_with_its_standard_input()
    {
        using var program = Start("serve", "--until-stdin-closes", "--fault", "delay?milliseconds=1");
        using var line = JsonDocument.Parse((await program.StandardOutput.ReadLineAsync(Cancelled))!);
        using var client = new HttpClient();
        var uri = new Uri(line.RootElement.GetProperty("http").GetString()!);
        Assert.Contains("Query", await client.GetStringAsync(new Uri(uri, "/graphql?query={__typename}"), Cancelled), StringComparison.Ordinal);

        using var fault = await client.PutAsync(new Uri(uri, "/demo/fault"), new StringContent("answer?status=503"), Cancelled);
        Assert.True(fault.IsSuccessStatusCode);
        using var refused = await client.GetAsync(uri, Cancelled);
        Assert.Equal(503, (int)refused.StatusCode);
        using var counters = JsonDocument.Parse(await client.GetStringAsync(new Uri(uri, "/demo/counters"), Cancelled));
        Assert.Equal(2, counters.RootElement.GetProperty("requestsReceived").GetInt32());

        program.StandardInput.Close();
        await program.WaitForExitAsync(Cancelled);
        Assert.Equal(0, program.ExitCode);
    }

    [Fact]
    public async Task Without_pwsh_the_main_job_goes_through_the_client_and_says_so()
    {
        using var program = Start();
        var output = await program.StandardOutput.ReadToEndAsync(Cancelled);
        await program.WaitForExitAsync(Cancelled);
        Assert.Equal(0, program.ExitCode);
        Assert.Contains("There is no pwsh on the PATH", output, StringComparison.Ordinal);
        Assert.Contains("3001 requests on 1 connection", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dance", "dance")]
    [InlineData("serve --port x", "--port")]
    [InlineData("serve --fault nonsense", "nonsense")]
    public async Task A_wrong_argument_is_named(string arguments, string named)
    {
        using var program = Start(arguments.Split(' '));
        Assert.Contains(named, await program.StandardError.ReadToEndAsync(Cancelled), StringComparison.Ordinal);
        await program.WaitForExitAsync(Cancelled);
        Assert.Equal(2, program.ExitCode);
    }

    // With an empty PATH, on which there is no pwsh; dotnet itself is found beside the runtime.
    private static Process Start(params string[] arguments)
    {
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
        var start = new ProcessStartInfo(dotnet, [typeof(DemoServer).Assembly.Location, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = "";
        return Process.Start(start)!;
    }
}
