using System.Security.Cryptography.X509Certificates;
using GqlTools.Client.Requests;
using GqlTools.Client.Sessions;
using GqlTools.Client.Transport;
using GqlTools.Demo;

namespace GqlTools.Client.Tests.Scheduling;

/// <summary>Many requests through the demo server's throttles, on real clocks: none is refused once the limit is known.</summary>
public sealed class ThrottledServerTests
{
    private static readonly GqlRequest Query = new("{ products(first: 20) { nodes { sku } } }");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("github?points=300&seconds=1&concurrent=1000&secondaryPoints=1000000")]
    [InlineData("quota?requests=300&seconds=1")]
    [InlineData("shopify?maximum=2000&restore=20000")]
    public async Task A_limit_that_the_opening_told_of_refuses_nothing(string throttle)
    {
        await using var server = await DemoServer.StartAsync(new DemoServerOptions(), Token);
        server.Throttle = throttle;
        await using var session = new GqlSession(new GqlSessionOptions(server.HttpsUri)
        {
            Tls = new TlsOptions { TrustedRoots = new X509Certificate2Collection(server.Certificate) },
        });
        await session.OpenAsync(Token);

        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => session.SendAsync(Query, Token)));

        Assert.All(answers, answer => Assert.True(answer.HasData));
        Assert.Equal((0L, 0L, 1L), (server.Counters.RequestsThrottled, session.Statistics.Refused, session.Statistics.ConnectionsOpened));
    }
}
