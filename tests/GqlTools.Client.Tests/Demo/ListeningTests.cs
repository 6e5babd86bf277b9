using System.Net;
using System.Net.Sockets;
using GqlTools.Demo;

namespace GqlTools.Client.Tests.Demo;

public sealed class ListeningTests
{
    private const string AnyAnswer = "answer?body=data";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("https", "2.0")]
    [InlineData("https", "1.1")]
    [InlineData("http", "1.1")]
    [InlineData("h2c", "2.0")]
    public async Task Each_endpoint_answers_in_the_versions_it_promises(string endpoint, string version)
    {
        await using var server = await DemoServer.StartAsync(new DemoServerOptions(), Cancelled);
        using var client = PlainClient.Of(server, Version.Parse(version));
        var uri = endpoint switch { "https" => server.HttpsUri, "http" => server.HttpUri, _ => server.H2cUri };
        using var response = await client.GetAsync(DemoServer.FaultUri(uri, AnyAnswer), Cancelled);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Version.Parse(version), response.Version);
    }

    [Fact]
    public async Task A_unix_socket_is_served_where_one_is_asked_for()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("gqltools-").FullName, "demo.sock");
        await using var server = await DemoServer.StartAsync(new DemoServerOptions { UnixSocketPath = path }, Cancelled);
        using var client = PlainClient.Of(server, HttpVersion.Version11, handler => handler.ConnectCallback = async (_, token) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), token);
            return new NetworkStream(socket, ownsSocket: true);
        });
        using var response = await client.GetAsync(new Uri($"http://localhost/faults/{AnyAnswer}"), Cancelled);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_stopped_server_starts_again_on_the_same_ports_with_the_same_certificate()
    {
        await using var server = await DemoServer.StartAsync(new DemoServerOptions(), Cancelled);
        var uri = DemoServer.FaultUri(server.HttpsUri, AnyAnswer);
        using (var first = PlainClient.Of(server))
        {
            using var before = await first.GetAsync(uri, Cancelled);
            await server.StopAsync();
            await Assert.ThrowsAsync<HttpRequestException>(() => first.GetAsync(uri, Cancelled));
            await server.StartAsync(Cancelled);
            using var after = await first.GetAsync(uri, Cancelled);
            Assert.Equal(HttpStatusCode.OK, after.StatusCode);
        }

        Assert.Equal(2, server.Counters.ConnectionsAccepted);
        Assert.Equal(2, server.Counters.RequestsReceived);
    }

    [Fact]
    public async Task An_aborted_server_cuts_the_requests_in_flight()
    {
        await using var server = await DemoServer.StartAsync(new DemoServerOptions(), Cancelled);
        using var client = PlainClient.Of(server);
        var inFlight = client.GetAsync(DemoServer.FaultUri(server.HttpsUri, "hang"), Cancelled);
        await server.Counters.WhenAsync(counters => counters.RequestsInFlight == 1, Cancelled);
        await server.StopAsync(abort: true);
        await Assert.ThrowsAsync<HttpRequestException>(() => inFlight);
        Assert.Equal(0, server.Counters.RequestsInFlight);
        Assert.Equal(0, server.Counters.ConnectionsOpen);
    }

    [Fact]
    public async Task A_graceful_stop_lets_requests_in_flight_end()
    {
        await using var server = await DemoServer.StartAsync(new DemoServerOptions(), Cancelled);
        using var client = PlainClient.Of(server);
        var inFlight = client.GetAsync(DemoServer.FaultUri(server.HttpsUri, "delay?milliseconds=300;" + AnyAnswer), Cancelled);
        await server.Counters.WhenAsync(counters => counters.RequestsInFlight == 1, Cancelled);
        await server.StopAsync();
        using var response = await inFlight;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
