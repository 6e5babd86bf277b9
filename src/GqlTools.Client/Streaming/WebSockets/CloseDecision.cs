using System.Globalization;

namespace GqlTools.Client.Streaming.WebSockets;

/// <summary>
/// Decides whether a closed WebSocket is followed by another, by its close code alone. Pure; how often and how soon is the caller's.
/// <para>
/// The list is that of the reference client of graphql-transport-ws: a code is fatal where the same connection would end the same way again. Codes
/// that it does not name are another network's or an application's, and are tried again.
/// </para>
/// </summary>
public static class CloseDecision
{
    private const int FirstProtocolCode = 1000;
    private const int LastProtocolCode = 1999;

    /// <summary>The verdict on a code that the server sent, or on the loss of the connection.</summary>
    /// <param name="code">The close code; null where the connection ended without a close frame.</param>
    public static CloseVerdict For(int? code) => For(code, closedByUs: false);

    /// <summary>The verdict on a closed connection.</summary>
    /// <param name="code">The close code; null where the connection ended without a close frame.</param>
    /// <param name="closedByUs">
    /// Whether this client chose the code. <see cref="CloseCodes.InternalError"/> then means that a pong did not come in time, which the next connection
    /// may cure; from a server it is fatal.
    /// </param>
    public static CloseVerdict For(int? code, bool closedByUs) => (code ?? CloseCodes.AbnormalClosure) switch
    {
        CloseCodes.NormalClosure => Again(code, "The server closed the connection normally."),
        CloseCodes.GoingAway => Again(code, "The server is going away."),
        CloseCodes.NoStatusReceived => Again(code, "The connection was closed without a code."),
        CloseCodes.AbnormalClosure => Again(CloseCodes.AbnormalClosure, "The connection was lost without a close frame."),
        CloseCodes.InternalError when closedByUs => Again(code, "The server gave no sign of life in time."),
        CloseCodes.InternalError => Fatal(code, "The server met an unexpected condition."),
        CloseCodes.ServiceRestart => Again(code, "The server restarts."),
        CloseCodes.TryAgainLater => Again(code, "The server is overloaded and asks to try again later."),
        CloseCodes.BadGateway => Again(code, "A gateway got no valid answer from the server behind it."),
        CloseCodes.ProtocolError => Fatal(code, "The WebSocket protocol was broken."),
        CloseCodes.UnsupportedData => Fatal(code, "A message was of a kind that is not accepted, such as a binary one."),
        CloseCodes.MessageTooBig => Fatal(code, "A message was too large."),
        >= FirstProtocolCode and <= LastProtocolCode => Fatal(code, "The WebSocket ended with an error that another connection would meet again."),
        CloseCodes.BadResponse => Fatal(code, "The server's answer could not be used."),
        CloseCodes.InternalClientError => Fatal(code, "The client met an error of its own."),
        CloseCodes.BadRequest => Fatal(code, "A message had a type or form that the protocol does not have."),
        CloseCodes.Unauthorized => Fatal(code, "An operation was sent before the connection was acknowledged, or without the right to it."),
        CloseCodes.Forbidden => Again(code, "The server refuses the connection; its credentials may be out of date."),
        CloseCodes.SubprotocolNotAcceptable => Fatal(code, "The server does not speak this subprotocol. Choose another (SubscriptionProtocol)."),
        CloseCodes.ConnectionInitialisationTimeout => Again(code, "The opening message came too late for the server."),
        CloseCodes.SubscriberAlreadyExists => Fatal(code, "An operation with the same id is under way."),
        CloseCodes.TooManyInitialisationRequests => Fatal(code, "The connection was opened more than once."),
        CloseCodes.Terminated => Again(code, "The client ended the connection to make a new one."),
        CloseCodes.InternalServerError => Fatal(code, "The server met an error of its own."),
        CloseCodes.ConnectionAcknowledgementTimeout => Again(code, "The server did not acknowledge the connection in time."),
        var other => Again(code, string.Create(CultureInfo.InvariantCulture, $"The connection was closed with the code {other}, which graphql-transport-ws does not have.")),
    };

    private static CloseVerdict Again(int? code, string reason) => new(code.GetValueOrDefault(), true, reason);

    private static CloseVerdict Fatal(int? code, string reason) => new(code.GetValueOrDefault(), false, reason);
}
