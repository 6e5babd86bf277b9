namespace GqlTools.Binding;

/// <summary>How a session's subscriptions come from the server.</summary>
public enum GqlSubscriptionProtocol
{
    /// <summary>What the server speaks, found out by the first subscription; first what shares the session's HTTP/2 connection.</summary>
    Auto,

    /// <summary>A WebSocket with graphql-transport-ws.</summary>
    GraphQLTransportWs,

    /// <summary>A WebSocket with the old graphql-ws of subscriptions-transport-ws.</summary>
    GraphQLWs,

    /// <summary>Server-sent events, a stream for each subscription.</summary>
    Sse,

    /// <summary>Multipart subscriptions, a stream for each subscription.</summary>
    Multipart,

    /// <summary>A WebSocket of AWS AppSync, with the credentials of the session.</summary>
    AppSync,

    /// <summary>A WebSocket of Absinthe over Phoenix channels.</summary>
    Phoenix,
}
