using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using GqlTools.Demo;

namespace GqlTools.Client.Tests.Demo;

/// <summary>A WebSocket to a demo server that sends and receives messages as they are, without knowing a protocol.</summary>
internal sealed class PlainSocket : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly HttpMessageInvoker _invoker;

    private PlainSocket(DemoServer server) => _invoker = new HttpMessageInvoker(new SocketsHttpHandler
    {
        UseProxy = false,
        SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => server.Certificate.Equals(certificate) },
    });

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ClientWebSocket Socket => _socket;

    public static async Task<PlainSocket> ConnectAsync(
        DemoServer server, string? fault = null, string? subprotocol = "graphql-transport-ws", Version? version = null, bool initialise = true)
    {
        var socket = new PlainSocket(server);
        try
        {
            socket._socket.Options.HttpVersion = version ?? HttpVersion.Version11;
            socket._socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
            if (subprotocol is not null)
                socket._socket.Options.AddSubProtocol(subprotocol);
            var uri = fault is null ? server.HttpsUri : DemoServer.FaultUri(server.HttpsUri, fault);
            await socket._socket.ConnectAsync(new UriBuilder(uri) { Scheme = "wss" }.Uri, socket._invoker, Cancelled);
            if (initialise)
            {
                await socket.SendAsync("""{"type":"connection_init"}""");
                Assert.Equal("""{"type":"connection_ack"}""", await socket.ReceiveAsync());
            }

            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public Task SendAsync(string message) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, Cancelled);

    public Task SubscribeAsync(string id, string query, string type = "subscribe") =>
        SendAsync(JsonSerializer.Serialize(new { type, id, payload = new { query } }));

    /// <summary>The next message's text; null when the server closes.</summary>
    public async Task<string?> ReceiveAsync()
    {
        using var message = new MemoryStream();
        var buffer = new byte[4096];
        while (true)
        {
            var part = await _socket.ReceiveAsync(buffer, Cancelled);
            if (part.MessageType == WebSocketMessageType.Close)
                return null;
            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
                return Encoding.UTF8.GetString(message.ToArray());
        }
    }

    public async Task<string[]> ReceiveAsync(int count)
    {
        var messages = new string[count];
        for (var i = 0; i < count; i++)
            messages[i] = await ReceiveAsync() ?? $"closed: {_socket.CloseStatus}";
        return messages;
    }

    /// <summary>Reads until the server closes.</summary>
    public async Task<(int Code, string? Reason)> ReceiveCloseAsync()
    {
        while (await ReceiveAsync() is not null)
        {
        }

        return ((int)_socket.CloseStatus!.Value, _socket.CloseStatusDescription);
    }

    public void Dispose()
    {
        _socket.Dispose();
        _invoker.Dispose();
    }
}
