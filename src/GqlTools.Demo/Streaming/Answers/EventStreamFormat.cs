using System.Buffers;
using System.Text.Json;
using GqlTools.Demo.Http;

namespace GqlTools.Demo.Streaming.Answers;

/// <summary>Server-sent events (HTML standard, section 9.2) with the events of graphql-sse's PROTOCOL.md.</summary>
internal sealed class EventStreamFormat : IStreamFormat
{
    public const string MediaType = "text/event-stream";

    public string ContentType => "text/event-stream; charset=utf-8";

    public bool AnswersRefusalsPlainly => false;

    public void Write(IBufferWriter<byte> body, GraphQLOutcome outcome) => WriteEvent(body, "event: next\ndata: "u8, outcome.Write);

    public void KeepAlive(IBufferWriter<byte> body) => body.Write(":\n\n"u8);

    public void End(IBufferWriter<byte> body) => body.Write("event: complete\ndata:\n\n"u8);

    /// <summary>Writes an event of the single connection mode, which names its operation.</summary>
    public static void WriteNext(IBufferWriter<byte> body, string operationId, GraphQLOutcome outcome) => WriteEvent(body, "event: next\ndata: "u8, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, operationId);
        writer.WritePropertyName("payload"u8);
        outcome.Write(writer);
        writer.WriteEndObject();
    });

    /// <inheritdoc cref="WriteNext"/>
    public static void WriteComplete(IBufferWriter<byte> body, string operationId) => WriteEvent(body, "event: complete\ndata: "u8, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, operationId);
        writer.WriteEndObject();
    });

    // JSON without indentation has no line breaks, so that one data line holds it all.
    private static void WriteEvent(IBufferWriter<byte> body, ReadOnlySpan<byte> start, Action<Utf8JsonWriter> write)
    {
        body.Write(start);
        PayloadWriter.Write(body, write);
        body.Write("\n\n"u8);
    }
}
