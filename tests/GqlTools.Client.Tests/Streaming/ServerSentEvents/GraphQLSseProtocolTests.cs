using System.Text;
using GqlTools.Client.Streaming;
using GqlTools.Client.Streaming.ServerSentEvents;

namespace GqlTools.Client.Tests.Streaming.ServerSentEvents;

public sealed class GraphQLSseProtocolTests
{
    [Fact]
    public void In_distinct_connections_mode_the_data_of_next_is_the_answer_until_complete()
    {
        var protocol = Distinct();
        Assert.Equal("""Next 1 {"data":{"a":1}}""", Read(protocol, "next", """{"data":{"a":1}}"""));
        Assert.Equal("""Next 1 {"errors":[{"message":"invalid"}]}""", Read(protocol, "next", """{"errors":[{"message":"invalid"}]}"""));
        Assert.Equal("Complete 1 ", Read(protocol, "complete", ""));
        Assert.Equal(0, protocol.ActiveCount);
        Assert.Equal("Ignored 0 ", Read(protocol, "next", """{"data":{"a":2}}"""));
        Assert.Equal("Ignored 0 ", Read(protocol, "complete", ""));
    }

    [Fact]
    public void A_complete_without_data_completes() => Assert.Equal("Complete 1 ", Read(Distinct(), "complete", null));

    [Fact]
    public void In_distinct_connections_mode_a_stream_has_one_operation() =>
        Assert.Throws<InvalidOperationException>(() => Distinct().Begin(2));

    [Fact]
    public void In_single_connection_mode_events_carry_the_id_of_their_operation()
    {
        var protocol = Single(1, 22);
        Assert.Equal("""Next 22 {"data":{"a":1}}""", Read(protocol, "next", """{"id":"22","payload":{"data":{"a":1}}}"""));
        Assert.Equal("""Next 1 {"data":{"a":2}}""", Read(protocol, "next", """{"payload":{"data":{"a":2}},"x":[1],"id":"1"}"""));
        Assert.Equal("Complete 1 ", Read(protocol, "complete", """{"id":"1"}"""));
        Assert.Equal("Ignored 0 ", Read(protocol, "next", """{"id":"1","payload":{"data":{"a":1}}}"""));
        Assert.True(protocol.End(22));
        Assert.False(protocol.End(22));
        Assert.Equal("Ignored 0 ", Read(protocol, "next", """{"id":"22","payload":{"data":{"a":1}}}"""));
        Assert.Equal("Ignored 0 ", Read(protocol, "complete", """{"id":"never given"}"""));
    }

    [Fact]
    public void Events_of_other_types_are_ignored()
    {
        Assert.Equal("Ignored 0 ", Read(Distinct(), "", "hello"));
        Assert.Equal("Ignored 0 ", Read(Single(1), "ping", ""));
    }

    [Theory]
    [InlineData("next", null)]
    [InlineData("next", "")]
    [InlineData("next", "[]")]
    [InlineData("next", """{"id":"1"}""")]
    [InlineData("next", """{"id":"1","payload":{}""")]
    [InlineData("next", """{"id":"1","payload":{}} x""")]
    [InlineData("complete", "")]
    public void What_cannot_be_read_is_a_violation_without_a_close_code(string type, string? data)
    {
        var read = Single(1).Read(Event(type, data));
        Assert.Equal((StreamEventKind.Violation, 0), (read.Kind, read.CloseCode));
        Assert.StartsWith("Invalid event: ", read.Reason, StringComparison.Ordinal);
    }

    private static GraphQLSseProtocol Distinct()
    {
        var protocol = new GraphQLSseProtocol(GraphQLSseMode.DistinctConnections, 8);
        protocol.Begin(1);
        return protocol;
    }

    private static GraphQLSseProtocol Single(params long[] ids)
    {
        var protocol = new GraphQLSseProtocol(GraphQLSseMode.SingleConnection, 8);
        foreach (var id in ids) protocol.Begin(id);
        return protocol;
    }

    private static string Read(GraphQLSseProtocol protocol, string type, string? data)
    {
        var read = protocol.Read(Event(type, data));
        return $"{read.Kind} {read.Id} {Encoding.UTF8.GetString(read.Payload.Span)}";
    }

    private static ServerSentEvent Event(string type, string? data) =>
        new(Encoding.UTF8.GetBytes(type), Encoding.UTF8.GetBytes(data ?? ""), data is not null);
}
