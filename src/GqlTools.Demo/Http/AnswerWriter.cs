using System.Text.Encodings.Web;
using System.Text.Json;

namespace GqlTools.Demo.Http;

/// <summary>Writes answers in one piece, with the status codes of GraphQL over HTTP (draft).</summary>
internal static class AnswerWriter
{
    private const int StatusPartialSuccess = 294; // GraphQL over HTTP, section Status Codes: data and errors

    private static readonly JsonWriterOptions Json = new() { SkipValidation = true, MaxDepth = int.MaxValue, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Task WriteAsync(HttpContext context, ResponseMediaType mediaType, GraphQLOutcome outcome) =>
        WriteAsync(context, mediaType, StatusOf(outcome.Kind, mediaType), outcome.Write);

    public static Task WriteBatchAsync(HttpContext context, ResponseMediaType mediaType, IReadOnlyList<GraphQLOutcome> outcomes) =>
        WriteAsync(context, mediaType, StatusCodes.Status200OK, writer =>
        {
            writer.WriteStartArray();
            foreach (var outcome in outcomes)
                outcome.Write(writer);
            writer.WriteEndArray();
        });

    /// <summary>Writes the answer to a request that was not executed, in the shape that all answers have.</summary>
    public static Task RefuseAsync(HttpContext context, ResponseMediaType mediaType, int status, string message) => WriteAsync(context, mediaType, status, writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("errors"u8);
        writer.WriteStartObject();
        writer.WriteString("message"u8, message);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static async Task WriteAsync(HttpContext context, ResponseMediaType mediaType, int status, Action<Utf8JsonWriter> write)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = AcceptHeader.NameOf(mediaType);
        using (var writer = new Utf8JsonWriter(context.Response.BodyWriter, Json))
            write(writer);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static int StatusOf(OutcomeKind kind, ResponseMediaType mediaType)
    {
        // application/json: every well-formed request is answered with 200 (section application/json).
        if (mediaType == ResponseMediaType.Json)
            return StatusCodes.Status200OK;
        return kind switch
        {
            OutcomeKind.NotParsed => StatusCodes.Status400BadRequest,
            OutcomeKind.NotExecuted => StatusCodes.Status422UnprocessableEntity,
            OutcomeKind.ExecutedWithErrors => StatusPartialSuccess,
            _ => StatusCodes.Status200OK,
        };
    }
}
