namespace GqlTools.Client.Subscriptions;

/// <summary>How subscriptions come from the server.</summary>
public enum SubscriptionProtocol
{
    /// <summary>
    /// What the server speaks, found out by the session's first subscription. Asked first is what shares the session's HTTP/2 connection: a WebSocket on it
    /// (RFC 8441), server-sent events, multipart; then a WebSocket of its own, with graphql-transport-ws or graphql-ws. Over HTTP/1.1 the WebSocket
    /// comes first, as each of the others takes a connection for every subscription.
    /// </summary>
    Auto,

    /// <summary>A WebSocket with graphql-transport-ws.</summary>
    GraphQLTransportWs,

    /// <summary>A WebSocket with the old graphql-ws of subscriptions-transport-ws.</summary>
    GraphQLWs,

    /// <summary>Server-sent events by the GraphQL over Server-Sent Events protocol, one stream for each subscription.</summary>
    Sse,

    /// <summary>Multipart subscriptions (subscriptionSpec=1.0), one stream for each subscription.</summary>
    Multipart,

    /// <summary>
    /// A WebSocket of AWS AppSync. It is found from the endpoint, at the host that AWS has for it or, on a custom domain, at the path <c>/realtime</c> below, and
    /// takes the credentials of the session's requests.
    /// </summary>
    AppSync,

    /// <summary>
    /// A WebSocket of Absinthe over Phoenix channels: at <c>/socket/websocket</c> on the endpoint's host where no other URI is given. The members of
    /// the payload are connect parameters; by default the session's bearer token is one, as <c>token</c>.
    /// </summary>
    Phoenix,
}
