using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using GqlTools.Client.Failures;
using GqlTools.Client.Operations;
using GqlTools.Client.Requests;
using GqlTools.Client.Sessions;
using GqlTools.Client.Subscriptions;
using GqlTools.Demo;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using static GqlTools.Client.Tests.Subscriptions.Subscribing;

namespace GqlTools.Client.Tests.Subscriptions;

/// <summary>How a session finds out what its server speaks, and how answers that stream break off.</summary>
public sealed class RouteTests
{
    private const string Event = """{"data":{"count":{"id":"1","number":1}}}""";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Auto_asks_one_way_after_the_other_until_one_is_taken_remembers_it_and_starts_nothing_twice()
    {
        var asked = new ConcurrentQueue<string>();
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            var accept = context.Request.Headers.Accept.ToString();
            asked.Enqueue(accept.Split(';', ',')[0] is { Length: > 0 } first ? first : context.Request.Method);
            if (accept.StartsWith("multipart/mixed", StringComparison.Ordinal))
                await ScriptedServer.AnswerAsync(context, $"\r\n---\r\ncontent-type: application/json\r\n\r\n{{\"payload\":{Event}}}\r\n-----\r\n", "multipart/mixed; boundary=\"-\"");
            else
                await ScriptedServer.AnswerAsync(context, """{"errors":[{"message":"Not acceptable"}]}""", status: 406);
        });
        await using var session = new GqlSession(TestSessions.OptionsFor(server));

        foreach (var _ in Enumerable.Range(0, 2)) Assert.Equal([1], Numbers(await WatchAsync(session, Count())));

        Assert.Equal(["CONNECT", "text/event-stream", "multipart/mixed", "multipart/mixed"], asked);
        Assert.Equal(("multipart subscriptions", 1), (session.Statistics.Subscriptions.Protocol, server.ConnectionCount));
    }

    [Fact]
    public async Task Where_no_way_is_taken_the_failure_names_each_and_what_the_server_says()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Always("""{"errors":[{"message":"No subscriptions here."}]}""", status: 400));
        await using var session = new GqlSession(TestSessions.OptionsFor(server));

        var failure = (await WatchAsync(session, Count()))[^1].Failure!;

        Assert.Equal(FailureKind.SubscriptionRefused, failure.Kind);
        Assert.Equal("No subscriptions here.", Assert.Single(failure.Errors).Message);
        foreach (var way in (string[])["server-sent events", "multipart subscriptions", "a WebSocket of its own", "a WebSocket on the session's HTTP/2 connection"]) Assert.Contains(way, failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, session.Statistics.Errors);
    }

    [Fact]
    public async Task Wrong_credentials_are_tried_on_one_way_only()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Always("{}", status: 401));
        await using var session = new GqlSession(TestSessions.OptionsFor(server));

        Assert.Equal(FailureKind.Unauthorized, (await WatchAsync(session, Count()))[^1].Failure!.Kind);
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task A_plain_answer_with_data_is_the_only_event()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Always(Event));
        await using var session = new GqlSession(TestSessions.OptionsFor(server) with { Subscriptions = new() { Protocol = SubscriptionProtocol.Multipart } });

        Assert.Equal([1], Numbers(await WatchAsync(session, Count())));
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task Header_fields_of_one_subscription_go_with_its_stream_and_are_refused_on_a_socket()
    {
        var seen = "";
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            seen = context.Request.Headers["x-mine"].ToString();
            return ScriptedServer.AnswerAsync(context, $"event: next\ndata: {Event}\n\nevent: complete\n\n", "text/event-stream");
        });
        var request = Count() with { Headers = [new("x-mine", "yes")] };
        await using var streams = new GqlSession(TestSessions.OptionsFor(server) with { Subscriptions = new() { Protocol = SubscriptionProtocol.Sse } });
        await using var sockets = new GqlSession(TestSessions.OptionsFor(server) with { Subscriptions = new() { Protocol = SubscriptionProtocol.GraphQLWs } });

        Assert.Equal([1], Numbers(await WatchAsync(streams, request)));
        Assert.Equal("yes", seen);
        Assert.Contains("Header fields", (await WatchAsync(sockets, request))[^1].Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_overloaded_server_is_asked_again_after_the_time_it_names()
    {
        var requests = 0;
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            if (Interlocked.Increment(ref requests) > 2) return ScriptedServer.AnswerAsync(context, $"event: next\ndata: {Event}\n\nevent: complete\n\n", "text/event-stream");
            context.Response.Headers.RetryAfter = "0";
            return ScriptedServer.AnswerAsync(context, "busy", "text/plain", StatusCodes.Status503ServiceUnavailable);
        });
        await using var session = new GqlSession(TestSessions.OptionsFor(server) with { Subscriptions = new() { Protocol = SubscriptionProtocol.Sse, RetryDelay = TimeSpan.Zero } });

        var events = await WatchAsync(session, Count());

        Assert.Equal([1], Numbers(events));
        Assert.Empty(Gaps(events));
        Assert.Equal(3, requests);
    }

    [Fact]
    public async Task A_gap_is_when_and_why_the_stream_went_and_not_the_last_attempt_that_failed()
    {
        var clock = new FakeTimeProvider();
        var begin = clock.GetUtcNow();
        var requests = 0;
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            if (Interlocked.Increment(ref requests) != 2) return ScriptedServer.AnswerAsync(context, $"event: next\ndata: {Event}\n\n{(requests == 1 ? "" : "event: complete\n\n")}", "text/event-stream");
            clock.Advance(TimeSpan.FromMinutes(1));
            return ScriptedServer.AnswerAsync(context, "busy", "text/plain", StatusCodes.Status503ServiceUnavailable);
        });
        await using var session = new GqlSession(TestSessions.OptionsFor(server) with { TimeProvider = clock, Subscriptions = new() { Protocol = SubscriptionProtocol.Sse, RetryDelay = TimeSpan.Zero } });

        var gap = Assert.Single(Gaps(await WatchAsync(session, Count())));

        Assert.Equal(begin, gap.LostAt);
        Assert.Contains("ended without saying that it was complete", gap.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SubscriptionProtocol.Sse)]
    [InlineData(SubscriptionProtocol.Multipart)]
    public async Task A_stream_that_ends_too_early_is_asked_for_again(SubscriptionProtocol protocol)
    {
        await using var server = await DemoServer.StartAsync(new DemoServerOptions(), Cancelled);
        await using var session = new GqlSession(SubscribingTo(server, protocol, fault: "stream?endAfter=3"));

        Assert.Equal(Enumerable.Range(1, 10), Numbers(await WatchAsync(session, Count(to: 10), Resuming)));
        var lossy = await WatchAsync(session, Count(), new SubscriptionOptions { MaximumCount = 5 });
        Assert.Single(Gaps(lossy));
        Assert.Equal([1, 2, 3, 1, 2], Numbers(lossy));
        Assert.Equal(1, session.Statistics.ConnectionsOpened);
    }

    [Theory]
    [InlineData(SubscriptionProtocol.Sse)]
    [InlineData(SubscriptionProtocol.Multipart)]
    public async Task A_stream_that_is_reset_is_asked_for_again_on_the_same_connection(SubscriptionProtocol protocol)
    {
        await using var server = await DemoServer.StartAsync(new DemoServerOptions(), Cancelled);
        await using var session = new GqlSession(SubscribingTo(server, protocol, fault: "stream?cut=stream"));

        // A reset stream loses what was on its way: it is reset by who has seen three events of it, and not by itself.
        var numbers = new List<int>();
        await foreach (var read in session.SubscribeAsync(Count(to: 10, intervalMilliseconds: 1), Read, Resuming, Cancelled))
        {
            if (read.Kind != GqlEventKind.Response) continue;
            numbers.Add(Number(read));
            if (numbers.Count == 3) Assert.Equal(1, server.CutStreams());
        }

        Assert.Equal(Enumerable.Range(1, 10), numbers);

        var gaps = 0;
        numbers.Clear();
        await foreach (var read in session.SubscribeAsync(Count(intervalMilliseconds: 1), Read, cancellationToken: Cancelled))
        {
            if (read.Gap is not null) gaps++;
            if (read.Kind != GqlEventKind.Response) continue;
            if (gaps == 0 && Number(read) == 3) Assert.Equal(1, server.CutStreams());
            if (gaps == 1) numbers.Add(Number(read));
            if (numbers.Count == 2) break;
        }

        Assert.Equal([1, 2], numbers);
        Assert.Equal(1, session.Statistics.ConnectionsOpened);
    }

    [Theory]
    [InlineData(SubscriptionProtocol.Sse, "stream?pieceBytes=1&keepAliveMilliseconds=1")]
    [InlineData(SubscriptionProtocol.Multipart, "stream?pieceBytes=1&keepAliveMilliseconds=1&boundary=graphql&quoted=false")]
    public async Task Events_in_pieces_between_signs_of_life_are_whole(SubscriptionProtocol protocol, string fault)
    {
        await using var server = await DemoServer.StartAsync(new DemoServerOptions(), Cancelled);
        await using var session = new GqlSession(SubscribingTo(server, protocol, fault: fault));

        Assert.Equal([1, 2, 3], Numbers(await WatchAsync(session, Count(to: 3))));
    }

    [Theory]
    [InlineData("multipart/mixed; boundary=----=_Part_1", "----=_Part_1")]
    [InlineData("multipart/mixed; boundary=\"a b\"; subscriptionSpec=1.0", "a b")]
    [InlineData("multipart/mixed", "-")]
    public async Task A_boundary_is_found_as_servers_write_it(string type, string boundary)
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Always($"\r\n--{boundary}\r\n\r\n{{\"payload\":{Event}}}\r\n--{boundary}--", type));
        await using var session = new GqlSession(TestSessions.OptionsFor(server) with { Subscriptions = new() { Protocol = SubscriptionProtocol.Multipart } });

        Assert.Equal([1], Numbers(await WatchAsync(session, Count())));
    }

    [Fact]
    public async Task A_stream_that_was_packed_on_its_way_is_unpacked()
    {
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            context.Response.Headers.ContentEncoding = "gzip";
            await using var packed = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
            await packed.WriteAsync(Encoding.UTF8.GetBytes($"event: next\ndata: {Event}\n\nevent: complete\n\n"), Cancelled);
        });
        await using var session = new GqlSession(TestSessions.OptionsFor(server) with { Subscriptions = new() { Protocol = SubscriptionProtocol.Sse } });

        Assert.Equal([1], Numbers(await WatchAsync(session, Count())));
    }

    [Fact]
    public async Task A_stream_over_HTTP_1_1_has_the_network_find_out_whether_the_other_side_is_still_there()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Timers of sockets are read from /proc.");
        await using var server = await DemoServer.StartAsync(new DemoServerOptions(), Cancelled);
        await using var session = new GqlSession(SubscribingTo(server, SubscriptionProtocol.Sse, "1.1"));
        await using var events = session.SubscribeAsync(new GqlRequest("subscription { silence { id } }"), Read, cancellationToken: Cancelled).GetAsyncEnumerator(Cancelled);
        Assert.True(await events.MoveNextAsync());

        // Remote port, state 01 (established), and the timer that runs: 02 is that of keep-alive, which stands behind the one for what is on its way.
        var connection = new Regex($@":{server.HttpsUri.Port:X4} 01 \S+ 02:", RegexOptions.CultureInvariant);
        await UntilAsync(() => connection.IsMatch(File.ReadAllText("/proc/net/tcp6") + File.ReadAllText("/proc/net/tcp")));
    }

    [Fact]
    public void A_token_does_not_go_to_an_unencrypted_subscription_URI_unasked()
    {
        var options = new GqlSessionOptions(new Uri("https://localhost/graphql"))
        {
            Authentication = GqlAuthentication.Bearer("secret"),
            Subscriptions = new() { Uri = new Uri("ws://localhost/graphql") },
        };

        Assert.Equal(FailureKind.UnencryptedAuthentication, Assert.Throws<GqlException>(options.Validate).Kind);
        Assert.Equal(FailureKind.OptionInvalid, Assert.Throws<GqlException>((options with { Authentication = null, Subscriptions = new() { Uri = new Uri("ws://localhost"), Protocol = SubscriptionProtocol.Sse } }).Validate).Kind);
    }
}
