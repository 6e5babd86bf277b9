using System.Net.WebSockets;
using GqlTools.Client.Streaming.WebSockets;

namespace GqlTools.Client.Subscriptions;

/// <summary>A WebSocket that is open, on which nothing was said yet.</summary>
/// <param name="Socket">The WebSocket.</param>
/// <param name="Protocol">What is spoken on it.</param>
/// <param name="Origin">How the server answered.</param>
internal sealed record DialedSocket(WebSocket Socket, ISocketProtocol Protocol, EventOrigin Origin);
