namespace GqlTools.Client.Streaming.WebSockets.Phoenix;

/// <summary>How Phoenix writes a message; the socket's URI asks for it as <c>vsn</c>.</summary>
public enum PhoenixSerializer
{
    /// <summary><c>vsn=1.0.0</c>: <c>{ "topic", "event", "payload", "ref" }</c>.</summary>
    V1,

    /// <summary><c>vsn=2.0.0</c>: <c>[join_ref, ref, topic, event, payload]</c>.</summary>
    V2,
}
