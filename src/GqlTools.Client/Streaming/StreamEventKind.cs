namespace GqlTools.Client.Streaming;

/// <summary>What a message of a stream means, whichever protocol it came by.</summary>
public enum StreamEventKind
{
    /// <summary>Nothing for anybody: a message of an operation that has ended, or one that the protocol allows and says nothing.</summary>
    Ignored,

    /// <summary>The server accepts the connection; operations may start. The payload is the server's, or empty.</summary>
    Acknowledged,

    /// <summary>The server has started the operation. Not every protocol says so.</summary>
    Started,

    /// <summary>A result of the operation: the payload is a GraphQL answer, and more may follow.</summary>
    Next,

    /// <summary>The only result of the operation: the payload is a GraphQL answer, and nothing follows.</summary>
    Result,

    /// <summary>The operation has failed and ended: the payload is the list of errors, or one error.</summary>
    Error,

    /// <summary>The operation has ended well.</summary>
    Complete,

    /// <summary>The server asks for a sign of life; the answer to it has been written.</summary>
    Ping,

    /// <summary>The server gives the sign of life that it was asked for.</summary>
    Pong,

    /// <summary>The server gives a sign of life of its own accord.</summary>
    KeepAlive,

    /// <summary>
    /// An error that belongs to no operation; the payload is what the server says of it. Before the acknowledgement it refuses the connection.
    /// After it, the event's <see cref="StreamEvent.CloseCode"/> tells whether the connection is to be closed.
    /// </summary>
    ConnectionError,

    /// <summary>The server broke the protocol: close with <see cref="StreamEvent.CloseCode"/> and <see cref="StreamEvent.Reason"/>.</summary>
    Violation,
}
