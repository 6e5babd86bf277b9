using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace GqlTools.Demo.Hosting;

/// <summary>One accepted connection, below TLS and HTTP, with the means to end it rudely. A feature of each of its requests.</summary>
internal sealed class DemoConnection(ConnectionContext transport)
{
    /// <summary>Cuts the connection with a TCP reset, without a word in TLS or HTTP.</summary>
    public void Cut()
    {
        // Close(0) sends RST; aborting alone would say goodbye with FIN first.
        Socket?.Close(0);
        transport.Abort(new ConnectionAbortedException("The demo server cut the connection."));
    }

    /// <summary>Ends only the server's half: the client reads the end of the stream, and may go on writing to nobody.</summary>
    public void CloseSendingHalf() => Socket?.Shutdown(SocketShutdown.Send);

    private Socket? Socket => transport.Features.Get<IConnectionSocketFeature>()?.Socket;
}
