using System.Net.WebSockets;
using System.Text;
using GqlTools.Client.Streaming;
using GqlTools.Client.Streaming.WebSockets;

namespace GqlTools.Client.Tests.Streaming.WebSockets;

public sealed class SocketMessageReaderTests
{
    [Theory]
    [InlineData(10, 0)]
    [InlineData(11, 1009)]
    public void A_message_may_be_as_large_as_the_limit_and_no_larger(int length, int closeCode)
    {
        using var reader = new SocketMessageReader(10);
        var violation = SocketTalk.Frame(reader, new byte[length], true, out var message);
        Assert.Equal(closeCode, violation?.CloseCode ?? 0);
        Assert.Equal(closeCode == 0 ? length : 0, message.Length);
    }

    [Fact]
    public void A_message_over_the_limit_is_refused_before_it_is_whole()
    {
        using var reader = new SocketMessageReader(10_000);
        for (var frames = 0; frames < 10; frames++) Assert.Null(SocketTalk.Frame(reader, new byte[1000], false, out _));
        var violation = SocketTalk.Frame(reader, new byte[1], false, out _);
        Assert.Equal((StreamEventKind.Violation, 1009, "Message larger than 10000 bytes"), (violation!.Value.Kind, violation.Value.CloseCode, violation.Value.Reason));
    }

    [Fact]
    public void A_binary_message_closes_the_socket_with_1003()
    {
        using var reader = new SocketMessageReader(10);
        var violation = SocketTalk.Frame(reader, new byte[3], true, out var message, WebSocketMessageType.Binary);
        Assert.Equal((StreamEventKind.Violation, 1003), (violation!.Value.Kind, violation.Value.CloseCode));
        Assert.True(message.IsEmpty);
    }

    [Fact]
    public void A_close_frame_is_no_message()
    {
        using var reader = new SocketMessageReader(10);
        Assert.Null(SocketTalk.Frame(reader, default, true, out var message, WebSocketMessageType.Close));
        Assert.True(message.IsEmpty);
    }

    [Fact]
    public void One_message_does_not_leak_into_the_next()
    {
        using var reader = new SocketMessageReader(100);
        SocketTalk.Frame(reader, "first"u8.ToArray(), true, out _);
        SocketTalk.Frame(reader, "2"u8.ToArray(), true, out var message);
        Assert.Equal("2", Encoding.UTF8.GetString(message.Span));
    }
}
