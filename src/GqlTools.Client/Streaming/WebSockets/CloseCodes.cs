using System.Text;

namespace GqlTools.Client.Streaming.WebSockets;

/// <summary>Close codes of WebSocket (RFC 6455, section 7.4.1) and of graphql-transport-ws.</summary>
public static class CloseCodes
{
    /// <summary>The purpose of the connection is fulfilled; what a client closes with.</summary>
    public const int NormalClosure = 1000;

    /// <summary>The endpoint goes away: a server shuts down.</summary>
    public const int GoingAway = 1001;

    /// <summary>The other side broke the protocol.</summary>
    public const int ProtocolError = 1002;

    /// <summary>A message of a kind that the endpoint does not take, such as a binary one.</summary>
    public const int UnsupportedData = 1003;

    /// <summary>The close frame had no code. Never sent.</summary>
    public const int NoStatusReceived = 1005;

    /// <summary>The connection ended without a close frame. Never sent.</summary>
    public const int AbnormalClosure = 1006;

    /// <summary>A message is too large.</summary>
    public const int MessageTooBig = 1009;

    /// <summary>An unexpected condition at the server, or at the client's own ping timer.</summary>
    public const int InternalError = 1011;

    /// <summary>The server restarts.</summary>
    public const int ServiceRestart = 1012;

    /// <summary>The server is overloaded.</summary>
    public const int TryAgainLater = 1013;

    /// <summary>A gateway got no valid answer from the server behind it.</summary>
    public const int BadGateway = 1014;

    /// <summary>graphql-transport-ws: the server's answer cannot be used.</summary>
    public const int BadResponse = 4004;

    /// <summary>graphql-transport-ws: an error inside the client.</summary>
    public const int InternalClientError = 4005;

    /// <summary>graphql-transport-ws: a message of a type or form that the protocol does not have.</summary>
    public const int BadRequest = 4400;

    /// <summary>graphql-transport-ws: an operation before the acknowledgement.</summary>
    public const int Unauthorized = 4401;

    /// <summary>graphql-transport-ws: the server refuses the connection.</summary>
    public const int Forbidden = 4403;

    /// <summary>graphql-transport-ws: the server does not speak the subprotocol.</summary>
    public const int SubprotocolNotAcceptable = 4406;

    /// <summary>graphql-transport-ws: the opening message came too late for the server.</summary>
    public const int ConnectionInitialisationTimeout = 4408;

    /// <summary>graphql-transport-ws: an operation with this id is under way.</summary>
    public const int SubscriberAlreadyExists = 4409;

    /// <summary>graphql-transport-ws: more than one opening message.</summary>
    public const int TooManyInitialisationRequests = 4429;

    /// <summary>graphql-transport-ws: the client ended the connection by itself, to make a new one.</summary>
    public const int Terminated = 4499;

    /// <summary>graphql-transport-ws: an error inside the server.</summary>
    public const int InternalServerError = 4500;

    /// <summary>graphql-transport-ws: the acknowledgement came too late for the client.</summary>
    public const int ConnectionAcknowledgementTimeout = 4504;

    /// <summary>Bytes of a close frame's reason: a control frame has 125, two of which are the code (RFC 6455, section 5.5).</summary>
    public const int MaximumReasonBytes = 123;

    /// <summary>The longest beginning of <paramref name="reason"/> that fits a close frame.</summary>
    /// <param name="reason">Words of any length.</param>
    public static string FitReason(string reason)
    {
        if (Encoding.UTF8.GetByteCount(reason) <= MaximumReasonBytes) return reason;
        var length = 0;
        var bytes = 0;
        foreach (var rune in reason.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > MaximumReasonBytes) break;
            length += rune.Utf16SequenceLength;
        }

        return reason[..length];
    }
}
