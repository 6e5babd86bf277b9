using System.Security.Cryptography.X509Certificates;
using GqlTools.Client.Failures;
using GqlTools.Client.Requests;
using GqlTools.Client.Resilience;
using GqlTools.Client.Sessions;
using GqlTools.Client.Transport;
using GqlTools.Demo;

namespace GqlTools.Client.Tests.Transport;

/// <summary>What becomes of a query and of a mutation whose first attempt meets a fault of the demo server.</summary>
public sealed class FaultedRequestTests
{
    private const string Query = "{ __typename }";
    private const string Mutation = "mutation { __typename }";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("delay?milliseconds=20", 1, null)]
    [InlineData("slow-body?milliseconds=5", 1, null)]
    [InlineData("goaway", 1, null)]
    [InlineData("reset?at=before&code=2", 2, null)]
    [InlineData("reset?at=before&code=7", 1, 1)]
    [InlineData("reset?at=body&code=2", 2, null)]
    [InlineData("cut?at=before", 2, null)]
    [InlineData("cut?at=body", 2, null)]
    [InlineData("half-close?at=before", 2, null)]
    [InlineData("answer?status=429&body=text", 2, 2)]
    [InlineData("answer?status=429&body=text&retryAfter=0", 2, 2)]
    [InlineData("answer?body=rate-limited", 2, 2)]
    [InlineData("answer?status=502&body=html", 2, null)]
    [InlineData("answer?status=503&body=text", 2, null)]
    public async Task A_fault_costs_attempts_and_only_what_was_not_carried_out_is_repeated_for_a_mutation(
        string fault, int queryAttempts, int? mutationAttempts)
    {
        await using var server = await DemoServer.StartAsync(new DemoServerOptions(), Token);
        await using var session = new GqlSession(new GqlSessionOptions(server.HttpsUri)
        {
            Tls = new TlsOptions { TrustedRoots = new X509Certificate2Collection(server.Certificate) },
            Retry = new RetryOptions { BaseDelay = TimeSpan.Zero },
            OperationTimeout = TimeSpan.FromSeconds(30),
        });
        await session.OpenAsync(Token);
        var once = $"{fault}{(fault.Contains('?', StringComparison.Ordinal) ? '&' : '?')}first=1";

        server.Fault = once;
        var answer = await session.SendAsync(new GqlRequest(Query), Token);
        Assert.Equal((queryAttempts, true), (answer.Attempts.Count, answer.HasData));

        server.Fault = once;
        var sending = session.SendAsync(new GqlRequest(Mutation), Token);
        if (queryAttempts == 1 || mutationAttempts is not null)
        {
            Assert.Equal(mutationAttempts ?? 1, (await sending).Attempts.Count);
        }
        else
        {
            var failure = await Assert.ThrowsAsync<GqlException>(() => sending);
            Assert.Equal(RetryReason.MutationMayHaveRun, Assert.Single(failure.Attempts).Verdict!.Value.Reason);
        }
    }
}
