namespace GqlTools.Client.Streaming.ServerSentEvents;

/// <summary>The two modes of the GraphQL over Server-Sent Events protocol.</summary>
public enum GraphQLSseMode
{
    /// <summary>One stream carries one operation ("distinct connections mode"): best over HTTP/2, where streams share a connection.</summary>
    DistinctConnections,

    /// <summary>One stream carries all operations, told apart by their ids ("single connection mode").</summary>
    SingleConnection,
}
