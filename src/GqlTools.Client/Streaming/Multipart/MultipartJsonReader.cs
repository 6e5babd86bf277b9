using System.Buffers;
using System.Globalization;
using GqlTools.Client.Failures;

namespace GqlTools.Client.Streaming.Multipart;

/// <summary>
/// Reads a multipart message whose parts are JSON values, one whole part at a time. A part that has arrived in one piece is handed out where it lies; only
/// one that comes in several is put together, in memory that the next such part uses again.
/// </summary>
public sealed class MultipartJsonReader : IDisposable
{
    // Memory for a larger part is let go with the part.
    private const int MaximumIdleBytes = 256 * 1024;

    private readonly MultipartReader _reader;
    private ArrayBufferWriter<byte> _pieces = new();
    private readonly long _maximumPartBytes;
    private ReadOnlyMemory<byte> _piece;
    private bool _partGiven;

    /// <summary>Makes a reader for one message.</summary>
    /// <param name="boundary">The boundary, without the two hyphens before it.</param>
    /// <param name="maximumPartBytes">Bytes that one part's body may have.</param>
    public MultipartJsonReader(string boundary, long maximumPartBytes)
    {
        _reader = new MultipartReader(boundary);
        _maximumPartBytes = maximumPartBytes;
    }

    /// <summary>Whether the delimiter that ends the message has come. A message that ends without it was cut off, or its server is careless.</summary>
    public bool IsComplete => _reader.IsComplete;

    /// <summary>Where the next bytes go; never empty. The part read before is no longer good.</summary>
    public Memory<byte> GetBuffer()
    {
        ReleasePart();
        Keep();
        return _reader.GetBuffer();
    }

    /// <summary>Says how many bytes came.</summary>
    /// <param name="count">How many.</param>
    public void Advance(int count) => _reader.Advance(count);

    /// <summary>Reads the next part that has arrived whole.</summary>
    /// <param name="body">Its body, good until this reader is used again.</param>
    /// <returns>False where more bytes are needed.</returns>
    /// <exception cref="GqlException"><see cref="FailureKind.AnswerTooLarge"/> or <see cref="FailureKind.AnswerMalformed"/>.</exception>
    public bool TryRead(out ReadOnlyMemory<byte> body)
    {
        ReleasePart();
        while (_reader.TryRead(out var segment))
        {
            switch (segment.Kind)
            {
                case MultipartSegmentKind.Body:
                    Keep();
                    _piece = segment.Bytes;
                    if (_pieces.WrittenCount + _piece.Length > _maximumPartBytes) throw TooLarge();
                    break;

                case MultipartSegmentKind.EndOfPart:
                    if (_pieces.WrittenCount > 0) Keep();
                    body = _pieces.WrittenCount > 0 ? _pieces.WrittenMemory : _piece;
                    _partGiven = true;
                    return true;
            }
        }

        body = default;
        return false;
    }

    /// <summary>Gives the buffer back.</summary>
    public void Dispose() => _reader.Dispose();

    private void ReleasePart()
    {
        if (!_partGiven) return;
        _partGiven = false;
        _piece = default;
        if (_pieces.Capacity > MaximumIdleBytes) _pieces = new ArrayBufferWriter<byte>();
        else _pieces.ResetWrittenCount();
    }

    private void Keep()
    {
        if (_piece.IsEmpty) return;
        _pieces.Write(_piece.Span);
        _piece = default;
    }

    private GqlException TooLarge() => new(
        FailureKind.AnswerTooLarge,
        string.Create(CultureInfo.InvariantCulture, $"A part of the answer is larger than the session's limit of {_maximumPartBytes:N0} bytes. Ask for less at once, or raise the limit (MaximumAnswerBytes)."));
}
