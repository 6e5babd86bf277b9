using System.Net;
using System.Net.Sockets;

namespace GqlTools.Client.Tests;

/// <summary>A port of loopback at which nobody listens, and nobody else can meanwhile: it is taken, and takes no connections.</summary>
internal sealed class ClosedPort : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public ClosedPort() => _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    public Uri Uri => new($"http://127.0.0.1:{((IPEndPoint)_socket.LocalEndPoint!).Port}/graphql");

    public void Dispose() => _socket.Dispose();
}
