using System.Text;
using System.Text.Json;
using GqlTools.Client.Authentication;
using GqlTools.Client.Streaming;
using GqlTools.Client.Streaming.WebSockets;
using GqlTools.Client.Streaming.WebSockets.AppSync;
using Microsoft.Extensions.Time.Testing;
using static GqlTools.Client.Tests.Streaming.WebSockets.SocketTalk;

namespace GqlTools.Client.Tests.Streaming.WebSockets.AppSync;

public sealed class AppSyncProtocolTests
{
    private const string Acknowledgement = """{"type":"connection_ack","payload":{"connectionTimeoutMs":300000}}""";

    private static readonly Uri Endpoint = new("https://example1234567890000.appsync-api.us-east-1.amazonaws.com/graphql");

    [Theory]
    [InlineData("https://x.appsync-api.us-east-1.amazonaws.com/graphql", "wss://x.appsync-realtime-api.us-east-1.amazonaws.com/graphql", "us-east-1")]
    [InlineData("https://x.appsync-api.cn-north-1.amazonaws.com.cn/graphql", "wss://x.appsync-realtime-api.cn-north-1.amazonaws.com.cn/graphql", "cn-north-1")]
    [InlineData("https://api.example.com/graphql", "wss://api.example.com/graphql/realtime", null)]
    [InlineData("http://localhost:8080/graphql", "ws://localhost:8080/graphql/realtime", null)]
    public void The_socket_has_a_host_of_its_own_or_on_a_custom_domain_a_path(string endpoint, string expected, string? region)
    {
        Assert.Equal(expected, AppSyncEndpoint.RealtimeUri(new Uri(endpoint)).AbsoluteUri);
        Assert.Equal(region, AppSyncEndpoint.FindRegion(new Uri(endpoint)));
    }

    [Fact]
    public void The_credentials_travel_as_a_subprotocol_in_base64url()
    {
        var protocol = New(AppSyncAuthorization.ApiKey("da2-????>>>>"));
        Assert.Equal("graphql-ws", protocol.Subprotocols[0]);
        Assert.Matches("^header-[A-Za-z0-9_-]+$", protocol.Subprotocols[1]);
        AssertJson("""{"host":"example1234567890000.appsync-api.us-east-1.amazonaws.com","x-api-key":"da2-????>>>>"}""", Header(protocol));
    }

    [Fact]
    public void A_token_goes_as_it_is() =>
        AssertJson(
            """{"host":"example1234567890000.appsync-api.us-east-1.amazonaws.com","Authorization":"eyJ.x.y"}""",
            Header(New(AppSyncAuthorization.Token("eyJ.x.y"))));

    [Fact]
    public void A_signature_covers_the_connect_path_and_an_empty_object_at_the_time_of_connecting()
    {
        var header = JsonElement.Parse(Header(New(Iam())));
        Assert.Equal("20200131T040455Z", header.GetProperty("x-amz-date").GetString());
        Assert.Equal("amz-1.0", header.GetProperty("content-encoding").GetString());
        Assert.Equal("the token", header.GetProperty("X-Amz-Security-Token").GetString());
        var expected = SignatureVersion4.Sign(
            "POST",
            "/graphql/connect",
            [.. header.EnumerateObject().Where(field => field.Name is "accept" or "content-encoding" or "content-type" or "host").Select(field => new KeyValuePair<string, string>(field.Name, field.Value.GetString()!))],
            "{}"u8,
            new AwsCredentials("AKIDEXAMPLE", "secret", "the token"),
            "us-east-1",
            "appsync",
            new DateTimeOffset(2020, 1, 31, 4, 4, 55, TimeSpan.Zero));
        Assert.Equal(expected[^1].Value, header.GetProperty("Authorization").GetString());
    }

    [Fact]
    public void A_start_carries_the_request_as_text_and_the_signature_of_its_bytes()
    {
        const string Request = """{"query":"subscription { \"é\" }","variables":{}}""";
        var authorization = Iam();
        var start = Acknowledged(New(authorization), Acknowledgement).Subscribe(7, Request);
        var message = JsonElement.Parse(start);
        Assert.Equal(("7", "start"), (message.GetProperty("id").GetString(), message.GetProperty("type").GetString()));
        Assert.Equal(Request, message.GetProperty("payload").GetProperty("data").GetString());
        var fields = authorization.ForSubscription(Endpoint, Encoding.UTF8.GetBytes(Request), new DateTimeOffset(2020, 1, 31, 4, 4, 55, TimeSpan.Zero));
        Assert.Equal(
            fields.Select(field => (field.Key, (string?)field.Value)),
            message.GetProperty("payload").GetProperty("extensions").GetProperty("authorization").EnumerateObject().Select(field => (field.Name, field.Value.GetString())));
    }

    [Fact]
    public void The_acknowledgement_says_how_long_the_server_may_be_silent()
    {
        var talk = new SocketTalk(New());
        Assert.Equal("""{"type":"connection_init"}""", talk.Open());
        Assert.False(talk.Protocol.ExpectsKeepAlive);
        talk.Receive(Acknowledgement);
        Assert.True(talk.Protocol.ExpectsKeepAlive);
        Assert.Equal(TimeSpan.FromMinutes(5), talk.Protocol.KeepAliveTimeout);
        Assert.Equal(StreamEventKind.KeepAlive, talk.Receive("""{"type":"ka"}""").Kind);
    }

    [Theory]
    [InlineData("""{"type":"connection_ack"}""")]
    [InlineData("""{"type":"connection_ack","payload":{"connectionTimeoutMs":"soon"}}""")]
    [InlineData("""{"type":"connection_ack","payload":{"connectionTimeoutMs":0}}""")]
    public void An_acknowledgement_without_a_time_names_none(string acknowledgement) =>
        Assert.Null(Acknowledged(New(), acknowledgement).Protocol.KeepAliveTimeout);

    [Fact]
    public void A_subscription_is_acknowledged_has_data_and_ends()
    {
        var talk = Acknowledged(New(), Acknowledgement);
        talk.Subscribe(7);
        Assert.Equal(new StreamEvent(StreamEventKind.Started) { Id = 7 }, talk.Receive("""{"type":"start_ack","id":"7"}"""));
        var data = talk.Receive("""{"id":"7","type":"data","payload":{"data":{"a":1}}}""");
        Assert.Equal((StreamEventKind.Next, 7L, """{"data":{"a":1}}"""), (data.Kind, data.Id, Payload(data)));
        Assert.Equal("""{"id":"7","type":"stop"}""", talk.Unsubscribe(7));
        Assert.Equal(StreamEventKind.Ignored, talk.Receive("""{"id":"7","type":"complete"}""").Kind);
        Assert.Equal("", talk.Ping());
        Assert.Equal("", talk.Goodbye());
    }

    [Theory]
    [InlineData("""{"id":"7","type":"error","payload":{"errors":[{"errorType":"Unauthorized","message":"no"}]}}""", StreamEventKind.Error, 7)]
    [InlineData("""{"type":"error","payload":{"errors":[{"errorType":"Unauthorized","message":"no"}]}}""", StreamEventKind.ConnectionError, 0)]
    [InlineData("""{"type":"connection_error","payload":{"errors":[{"errorType":"Unauthorized","message":"no"}]}}""", StreamEventKind.ConnectionError, 0)]
    public void Errors_come_with_or_without_an_id_and_are_unwrapped(string message, StreamEventKind kind, long id)
    {
        var talk = Acknowledged(New(), Acknowledgement);
        talk.Subscribe(7);
        var received = talk.Receive(message);
        Assert.Equal((kind, id, """[{"errorType":"Unauthorized","message":"no"}]"""), (received.Kind, received.Id, Payload(received)));
    }

    [Fact]
    public void Authorizations_never_show_their_secrets()
    {
        Assert.Equal("API key ***", AppSyncAuthorization.ApiKey("secret").ToString());
        Assert.Equal("token ***", AppSyncAuthorization.Token("secret").ToString());
        Assert.Equal("IAM AKIDEXAMPLE *** in us-east-1", Iam().ToString());
    }

    private static AppSyncAuthorization Iam() => AppSyncAuthorization.Iam(new AwsCredentials("AKIDEXAMPLE", "secret", "the token"), "us-east-1");

    private static AppSyncProtocol New(AppSyncAuthorization? authorization = null) => new(
        Endpoint,
        () => authorization ?? AppSyncAuthorization.ApiKey("key"),
        new FakeTimeProvider(new DateTimeOffset(2020, 1, 31, 4, 4, 55, TimeSpan.Zero)),
        MaximumDepth);

    private static string Header(AppSyncProtocol protocol)
    {
        var text = protocol.Subprotocols[1]["header-".Length..].Replace('-', '+').Replace('_', '/');
        return Encoding.UTF8.GetString(Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '=')));
    }
}
