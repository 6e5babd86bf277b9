using System.Buffers;
using System.Text;
using System.Text.Json;

namespace GqlTools.Demo.Streaming.Answers;

/// <summary>The parts of a multipart/mixed body (RFC 2046, section 5.1). Each part is followed by its delimiter, so that a client need not wait for the next.</summary>
internal sealed class MultipartBody(string boundary, bool isQuoted)
{
    private readonly byte[] _first = Encoding.ASCII.GetBytes($"--{boundary}");
    private readonly byte[] _delimiter = Encoding.ASCII.GetBytes($"\r\n--{boundary}");
    private bool _hasBegun;

    public string ContentType(string parameters) => $"multipart/mixed;boundary={(isQuoted ? $"\"{boundary}\"" : boundary)};{parameters}";

    public void WritePart(IBufferWriter<byte> body, Action<Utf8JsonWriter> write)
    {
        Begin(body);
        body.Write("\r\nContent-Type: application/json; charset=utf-8\r\n\r\n"u8);
        PayloadWriter.Write(body, write);
        body.Write(_delimiter);
    }

    public void End(IBufferWriter<byte> body)
    {
        Begin(body);
        body.Write("--\r\n"u8);
    }

    private void Begin(IBufferWriter<byte> body)
    {
        if (!_hasBegun)
            body.Write(_first);
        _hasBegun = true;
    }
}
