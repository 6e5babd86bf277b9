using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace GqlTools.Client.Tests.Subscriptions;

/// <summary>The server's side of one WebSocket, as its test says.</summary>
internal sealed class ScriptedSocket(WebSocket socket, HttpContext context)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public HttpRequest Request => context.Request;

    /// <summary>A server whose WebSockets do, one after the other, what the scripts say; the last script serves all that follow.</summary>
    public static Task<ScriptedServer> ServeAsync(params Func<ScriptedSocket, Task>[] scripts)
    {
        var count = -1;
        return ScriptedServer.StartAsync(async context =>
        {
            var offered = context.WebSockets.WebSocketRequestedProtocols;
            using var socket = await context.WebSockets.AcceptWebSocketAsync(offered.Count > 0 ? offered[0] : null);
            try
            {
                await scripts[Math.Min(Interlocked.Increment(ref count), scripts.Length - 1)](new ScriptedSocket(socket, context));
            }
            catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
            {
                // The client went: its test says whether it should have.
            }
        });
    }

    public Task SendAsync(string message) => socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, Cancelled);

    /// <summary>The next message; of kind Undefined for a close frame, which is answered.</summary>
    public async Task<JsonElement> ReceiveAsync()
    {
        using var message = new MemoryStream();
        var buffer = new byte[4096];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer, Cancelled);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                if (socket.State == WebSocketState.CloseReceived) await socket.CloseOutputAsync(part.CloseStatus!.Value, null, Cancelled);
                return default;
            }

            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage) return JsonSerializer.Deserialize<JsonElement>(message.ToArray());
        }
    }

    /// <summary>Waits for the next message, and reads no more of it than its beginning.</summary>
    public async Task ReceiveBeginningAsync() => await socket.ReceiveAsync(new byte[1], Cancelled);

    /// <summary>Reads until the client closes, and gives the code.</summary>
    public async Task<WebSocketCloseStatus?> ReceiveCloseAsync()
    {
        while ((await ReceiveAsync()).ValueKind != JsonValueKind.Undefined)
        {
        }

        return socket.CloseStatus;
    }

    /// <summary>Closes as a server does that is shut down: another connection is welcome.</summary>
    public Task GoAwayAsync() => CloseAsync((int)WebSocketCloseStatus.EndpointUnavailable);

    /// <summary>Closes with a code, and reads until the client has answered that.</summary>
    public async Task CloseAsync(int code)
    {
        await socket.CloseOutputAsync((WebSocketCloseStatus)code, null, Cancelled);
        await ReceiveCloseAsync();
    }

    /// <summary>Says nothing more, and reads until the client has gone.</summary>
    public async Task FallSilentAsync() => await ReceiveCloseAsync();
}
