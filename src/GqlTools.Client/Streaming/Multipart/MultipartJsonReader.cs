using System.Buffers;
using System.Globalization;
using GqlTools.Client.Failures;

namespace GqlTools.Client.Streaming.Multipart;

/// <summary>
/// Reads a multipart message whose parts are JSON values, one whole part at a time. A part that has arrived in one piece is handed out where it lies; only
/// one that comes in several is put together, in memory that the next such part uses again.
/// </summary>
public sealed class MultipartJsonReader : IJsonMessageReader
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

    /// <inheritdoc/>
    public bool IsComplete => _reader.IsComplete;

    /// <inheritdoc/>
    public Memory<byte> GetBuffer()
    {
        ReleasePart();
        Keep();
        return _reader.GetBuffer();
    }

    /// <inheritdoc/>
    public void Advance(int count) => _reader.Advance(count);

    /// <inheritdoc/>
    public bool TryRead(out ReadOnlyMemory<byte> message)
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
                    message = _pieces.WrittenCount > 0 ? _pieces.WrittenMemory : _piece;
                    _partGiven = true;
                    return true;
            }
        }

        message = default;
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
