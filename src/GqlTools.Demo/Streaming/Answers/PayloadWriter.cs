using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace GqlTools.Demo.Streaming.Answers;

/// <summary>Writes one JSON value into a body.</summary>
internal static class PayloadWriter
{
    private static readonly JsonWriterOptions Json = new() { SkipValidation = true, MaxDepth = int.MaxValue, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(IBufferWriter<byte> body, Action<Utf8JsonWriter> write)
    {
        using var writer = new Utf8JsonWriter(body, Json);
        write(writer);
    }
}
