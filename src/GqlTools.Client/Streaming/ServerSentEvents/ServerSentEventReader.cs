using System.Buffers;
using System.Buffers.Text;
using System.Text;
using GqlTools.Client.Failures;

namespace GqlTools.Client.Streaming.ServerSentEvents;

/// <summary>
/// Reads server-sent events while their bytes arrive (WHATWG HTML, section 9.2).
/// <para>
/// It does no I/O: the owner fills <see cref="GetBuffer"/>, says how much with <see cref="Advance"/>, and takes events with <see cref="TryRead"/> until
/// there are no more. An event whose data is one line, as nearly all are, is handed out where it lies. Further lines are moved up to the first in
/// place: a line always lies behind where it goes, as at least its own field name stands between.
/// </para>
/// </summary>
public sealed class ServerSentEventReader : IDisposable
{
    private const byte CarriageReturn = (byte)'\r';
    private const byte LineFeed = (byte)'\n';

    private readonly ReceiveBuffer _buffer;
    private byte[] _type = [];
    private int _typeLength;

    // Offsets into the buffer's unused bytes, which begin with the event under way.
    private int _lineStart;
    private int _searched;
    private int _dataStart;
    private int _dataLength;
    private int _used;
    private bool _hasData;
    private bool _hasFields;
    private bool _lineFeedMayFollow;
    private bool _begun;

    /// <summary>Makes a reader for one stream.</summary>
    /// <param name="maximumBytes">Bytes that one event may have.</param>
    public ServerSentEventReader(long maximumBytes) => _buffer = new ReceiveBuffer(maximumBytes, "A server-sent event");

    /// <summary>The last id that an event had, which a new stream may be asked to go on from (<c>Last-Event-ID</c>); empty where none had one.</summary>
    public string LastEventId { get; private set; } = "";

    /// <summary>How long the server asks to wait before the next attempt once the stream is lost; null where it does not say.</summary>
    public TimeSpan? ReconnectionTime { get; private set; }

    /// <summary>Where the next bytes go; never empty. The event read before is no longer good.</summary>
    /// <exception cref="GqlException"><see cref="FailureKind.AnswerTooLarge"/>: the event under way is over the limit.</exception>
    public Memory<byte> GetBuffer()
    {
        Release();
        return _buffer.GetMemory();
    }

    /// <summary>Says how many bytes came.</summary>
    /// <param name="count">How many.</param>
    public void Advance(int count) => _buffer.Advance(count);

    /// <summary>Reads the next event that has arrived whole. An event that the end of the stream cuts off is none.</summary>
    /// <param name="read">The event, good until this reader is used again.</param>
    /// <returns>False where more bytes are needed.</returns>
    public bool TryRead(out ServerSentEvent read)
    {
        Release();
        if (!_begun && !SkipByteOrderMark())
        {
            read = default;
            return false;
        }

        while (TryReadLine(out var start, out var length))
        {
            if (length > 0)
            {
                TakeField(start, length);
            }
            else if (_hasFields)
            {
                read = new ServerSentEvent(_type.AsMemory(0, _typeLength), _buffer.Slice(_dataStart, _dataLength), _hasData);
                _used = _lineStart;
                return true;
            }

            // What only says "I am alive" must not pile up as the beginning of an event.
            if (!_hasData) Use(_lineStart);
        }

        read = default;
        return false;
    }

    /// <summary>Gives the buffer back.</summary>
    public void Dispose() => _buffer.Dispose();

    private void Release()
    {
        if (_used == 0) return;
        Use(_used);
        _used = 0;
        _hasData = _hasFields = false;
        _dataLength = _typeLength = 0;
    }

    private void Use(int count)
    {
        _buffer.Consume(count);
        _lineStart -= count;
        _searched -= count;
        _dataStart = 0;
    }

    private bool SkipByteOrderMark()
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        var bytes = _buffer.Span;
        if (bytes.Length < mark.Length && mark.StartsWith(bytes)) return false;
        if (bytes.StartsWith(mark)) _buffer.Consume(mark.Length);
        _begun = true;
        return true;
    }

    private bool TryReadLine(out int start, out int length)
    {
        var bytes = _buffer.Span;
        if (_lineFeedMayFollow && _lineStart < bytes.Length)
        {
            // The second half of a line's end, whose first half has ended the line already: it may come much later.
            _lineFeedMayFollow = false;
            if (bytes[_lineStart] == LineFeed) _searched = ++_lineStart;
        }

        start = _lineStart;
        var end = bytes[_searched..].IndexOfAny(CarriageReturn, LineFeed);
        if (end < 0)
        {
            _searched = bytes.Length;
            length = 0;
            return false;
        }

        end += _searched;
        length = end - start;
        _lineFeedMayFollow = bytes[end] == CarriageReturn;
        _lineStart = _searched = end + 1;
        return true;
    }

    private void TakeField(int start, int length)
    {
        var line = _buffer.Span.Slice(start, length);
        var colon = line.IndexOf((byte)':');
        if (colon == 0) return;
        var name = colon < 0 ? line : line[..colon];
        var valueStart = colon < 0 ? length : colon + 1;
        if (valueStart < length && line[valueStart] == (byte)' ') valueStart++;
        var value = line[valueStart..];

        if (name.SequenceEqual("data"u8)) TakeData(start + valueStart, value.Length);
        else if (name.SequenceEqual("event"u8)) TakeType(value);
        else if (name.SequenceEqual("id"u8)) TakeId(value);
        else if (name.SequenceEqual("retry"u8)) TakeRetry(value);
    }

    private void TakeData(int start, int length)
    {
        if (!_hasData)
        {
            _hasData = _hasFields = true;
            (_dataStart, _dataLength) = (start, length);
            return;
        }

        var bytes = _buffer.WritableSpan;
        bytes[_dataStart + _dataLength] = LineFeed;
        bytes.Slice(start, length).CopyTo(bytes[(_dataStart + _dataLength + 1)..]);
        _dataLength += 1 + length;
    }

    private void TakeType(ReadOnlySpan<byte> value)
    {
        _hasFields |= value.Length > 0;
        if (_type.Length < value.Length) _type = new byte[value.Length];
        value.CopyTo(_type);
        _typeLength = value.Length;
    }

    private void TakeId(ReadOnlySpan<byte> value)
    {
        if (value.Contains((byte)0)) return;
        LastEventId = Encoding.UTF8.GetString(value);
    }

    private void TakeRetry(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty || value.ContainsAnyExceptInRange((byte)'0', (byte)'9')) return;
        if (Utf8Parser.TryParse(value, out int milliseconds, out _)) ReconnectionTime = TimeSpan.FromMilliseconds(milliseconds);
    }
}
