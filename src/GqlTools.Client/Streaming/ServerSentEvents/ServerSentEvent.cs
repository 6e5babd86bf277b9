namespace GqlTools.Client.Streaming.ServerSentEvents;

/// <summary>One event of a stream of server-sent events (WHATWG HTML, section 9.2). Its memory is the reader's: good until the reader reads on.</summary>
/// <param name="Type">The value of the event's last field <c>event</c>; empty where it has none, which the standard calls <c>message</c>.</param>
/// <param name="Data">The values of its fields <c>data</c>, joined by line feeds.</param>
/// <param name="HasData">
/// Whether it has a field <c>data</c> at all. One without is no event by the standard; it is handed out because servers end an operation with a bare
/// <c>event: complete</c>.
/// </param>
public readonly record struct ServerSentEvent(ReadOnlyMemory<byte> Type, ReadOnlyMemory<byte> Data, bool HasData);
