using System.Text;
using GqlTools.Client.Batching;
using GqlTools.Client.Requests;
using GqlTools.Client.Sessions;
using GqlTools.Client.Tests.Batching;

namespace GqlTools.Client.Tests.Interop;

/// <summary>Batches against graphql-yoga and Apollo Server.</summary>
public sealed class BatchTests(NodeServers servers)
{
    private const string Document = """
        query Checked($name: String, $bad: Boolean!, $hard: Boolean!) {
          hello(name: $name)
          ...Bad @include(if: $bad)
          failHard @include(if: $hard)
        }
        fragment Bad on Query { fail(message: $name) }
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<InteropTarget, BatchStyle> Targets
    {
        get
        {
            TheoryData<InteropTarget, BatchStyle> targets = [];
            foreach (var target in InteropTarget.Multiplexed)
            {
                foreach (var style in Enum.GetValues<BatchStyle>()) targets.Add(target.Data, style);
            }

            return targets;
        }
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Answers_and_errors_of_a_batch_are_those_of_single_requests(InteropTarget target, BatchStyle style)
    {
        await using var session = new GqlSession(target.OptionsFor(await servers.GetAsync(target.Kind, Token)));
        await session.OpenAsync(Token);
        GqlRequest[] requests = [.. Enumerable.Range(0, 10).Select(index => new GqlRequest(Document)
        {
            Variables = Encoding.UTF8.GetBytes($$"""{"name":{{(index == 8 ? "[8]" : $"\"{index}\"")}},"bad":{{(index == 2 ? "true" : "false")}},"hard":{{(index == 5 ? "true" : "false")}}}"""),
        })];

        var single = await BatchRun.SendAsync(session, requests, 1, style, Token);
        var before = session.Statistics.Requests;
        var batched = await BatchRun.SendAsync(session, requests, 10, style, Token);

        BatchRun.AssertSame(single, batched);
        if (style != BatchStyle.Alias) Assert.Equal(1, session.Statistics.Requests - before);
    }
}
