using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace GqlTools.Client.Tests.Transport;

/// <summary>
/// An HTTP/2 server of bare frames (RFC 9113), in cleartext, for what no well-behaved server does. It reads a request, counts its stream, and hands it to
/// the test's script, which answers with whatever frames it likes. It decodes no header fields.
/// </summary>
internal sealed class FrameServer : IAsyncDisposable
{
    private const int HeaderLength = 9;
    private const int PrefaceLength = 24;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<FrameRequest, Task> _script;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private int _streams;
    private int _connections;

    public FrameServer(Func<FrameRequest, Task> script)
    {
        _script = script;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Uri => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/graphql");

    /// <summary>Requests that arrived whole, those included that the client's HTTP stack repeated by itself.</summary>
    public int Streams => Volatile.Read(ref _streams);

    public int Connections => Volatile.Read(ref _connections);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                serving.Add(ServeAsync(socket));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var stream = new NetworkStream(socket, ownsSocket: true);
        var connection = new FrameConnection(stream, socket);
        var header = new byte[HeaderLength];
        try
        {
            await stream.ReadExactlyAsync(new byte[PrefaceLength], _stop.Token);
            await connection.SendAsync(FrameType.Settings, 0, 0, []);
            while (true)
            {
                await stream.ReadExactlyAsync(header, _stop.Token);
                var length = (header[0] << 16) | (header[1] << 8) | header[2];
                var (type, flags) = ((FrameType)header[3], header[4]);
                var id = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(5)) & int.MaxValue;
                var payload = new byte[length];
                await stream.ReadExactlyAsync(payload, _stop.Token);
                if (type is FrameType.Settings or FrameType.Ping && (flags & FrameConnection.Ack) == 0)
                    await connection.SendAsync(type, FrameConnection.Ack, 0, type == FrameType.Ping ? payload : []);
                if (type is not (FrameType.Headers or FrameType.Data) || (flags & FrameConnection.EndStream) == 0) continue;
                await _script(new FrameRequest(connection, id, Interlocked.Increment(ref _streams)));
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The connection is over, by whomever.
        }
    }
}

internal enum FrameType : byte
{
    Data = 0,
    Headers = 1,
    ResetStream = 3,
    Settings = 4,
    Ping = 6,
    GoAway = 7,
}

/// <summary>The server's end of one connection.</summary>
internal sealed class FrameConnection(NetworkStream stream, Socket socket)
{
    public const byte Ack = 1;
    public const byte EndStream = 1;
    public const byte EndHeaders = 4;

    public async Task SendAsync(FrameType type, byte flags, int id, byte[] payload)
    {
        var frame = new byte[9 + payload.Length];
        (frame[0], frame[1], frame[2], frame[3], frame[4]) = ((byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, (byte)type, flags);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), id);
        payload.CopyTo(frame, 9);
        await stream.WriteAsync(frame);
    }

    /// <summary>Ends one direction: the client may still send, and all that was sent arrives.</summary>
    public void HalfClose() => socket.Shutdown(SocketShutdown.Send);

    /// <summary>Ends both directions at once; what was sent may be lost with it.</summary>
    public void Close() => socket.Close();
}

/// <summary>A request that arrived whole.</summary>
/// <param name="Connection">On which it came.</param>
/// <param name="Id">Its stream.</param>
/// <param name="Number">Counted from 1 over all connections.</param>
internal sealed record FrameRequest(FrameConnection Connection, int Id, int Number)
{
    // :status 200 from the static table (RFC 7541, appendix A, index 8); content-type (31) as a literal that is not indexed.
    private static readonly byte[] Fields = [0x88, 0x0f, 0x10, 16, .. Encoding.ASCII.GetBytes("application/json")];

    public async Task AnswerAsync(string body)
    {
        await SendHeadersAsync();
        await Connection.SendAsync(FrameType.Data, FrameConnection.EndStream, Id, Encoding.UTF8.GetBytes(body));
    }

    public Task SendHeadersAsync() => Connection.SendAsync(FrameType.Headers, FrameConnection.EndHeaders, Id, Fields);

    public Task ResetAsync(int code) => Connection.SendAsync(FrameType.ResetStream, 0, Id, Numbers(code));

    /// <summary>Says that streams above <paramref name="lastStream"/> were not looked at (RFC 9113, section 6.8).</summary>
    public Task GoAwayAsync(int lastStream) => Connection.SendAsync(FrameType.GoAway, 0, 0, Numbers(lastStream, 0));

    private static byte[] Numbers(params int[] numbers)
    {
        var bytes = new byte[numbers.Length * sizeof(int)];
        for (var index = 0; index < numbers.Length; index++) BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(index * sizeof(int)), numbers[index]);
        return bytes;
    }
}
