namespace GqlTools.Demo.Streaming.Sockets;

/// <summary>The client broke the protocol: the socket is closed with this code.</summary>
internal sealed class SocketViolationException(int code, string reason) : Exception(reason)
{
    public int Code => code;
}
