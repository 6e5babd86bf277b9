using System.Text;
using GqlTools.Client.Failures;

namespace GqlTools.Client.Streaming.Multipart;

/// <summary>
/// Reads a multipart message while its bytes arrive (RFC 2046, section 5.1).
/// <para>
/// It does no I/O: the owner fills <see cref="GetBuffer"/>, says how much with <see cref="Advance"/>, and takes segments with <see cref="TryRead"/> until
/// there are no more. Bodies are handed out as they come and where they lie; only bytes that may turn out to be a delimiter are held back. A part has
/// ended as soon as the delimiter's own characters are there, whatever will follow on its line (the RFC demands no more, and servers write the rest of
/// that line with the next part). Lines may end with CRLF, as they should, or with LF alone.
/// </para>
/// </summary>
public sealed class MultipartReader : IDisposable
{
    /// <summary>Bytes of one part's header.</summary>
    public const int MaximumHeaderBytes = 16 * 1024;

    private const byte LineFeed = (byte)'\n';
    private const byte CarriageReturn = (byte)'\r';
    private const byte Hyphen = (byte)'-';

    private readonly ReceiveBuffer _buffer = new(long.MaxValue, "A multipart answer");
    private readonly byte[] _delimiter;
    private Position _position = Position.Preamble;
    private bool _lineBegins = true;
    private int _used;

    /// <summary>Makes a reader for one message.</summary>
    /// <param name="boundary">The boundary, without the two hyphens before it.</param>
    public MultipartReader(string boundary) => _delimiter = Encoding.Latin1.GetBytes("--" + boundary);

    private enum Position
    {
        Preamble,
        AfterDelimiter,
        RestOfDelimiterLine,
        Header,
        Body,
        Epilogue,
    }

    /// <summary>Whether the delimiter that ends the message has come.</summary>
    public bool IsComplete => _position == Position.Epilogue;

    /// <summary>Where the next bytes go; never empty. Segments read before are no longer good.</summary>
    public Memory<byte> GetBuffer()
    {
        Release();
        return _buffer.GetMemory();
    }

    /// <summary>Says how many bytes came.</summary>
    /// <param name="count">How many.</param>
    public void Advance(int count) => _buffer.Advance(count);

    /// <summary>Reads the next segment.</summary>
    /// <param name="segment">The segment, good until <see cref="GetBuffer"/>.</param>
    /// <returns>False where more bytes are needed.</returns>
    /// <exception cref="GqlException"><see cref="FailureKind.AnswerMalformed"/>: a part's header is longer than <see cref="MaximumHeaderBytes"/>.</exception>
    public bool TryRead(out MultipartSegment segment)
    {
        Release();
        segment = default;
        while (true)
        {
            switch (_position)
            {
                case Position.Preamble:
                    if (!SkipPreamble()) return false;
                    break;

                case Position.AfterDelimiter:
                    if (_buffer.Length == 0 || (_buffer.Span[0] == Hyphen && _buffer.Length == 1)) return false;
                    if (_buffer.Span[0] == Hyphen && _buffer.Span[1] == Hyphen)
                    {
                        _position = Position.Epilogue;
                        segment = new MultipartSegment(MultipartSegmentKind.EndOfMessage, default);
                        return true;
                    }

                    _position = Position.RestOfDelimiterLine;
                    break;

                case Position.RestOfDelimiterLine:
                    if (!SkipLine()) return false;
                    _position = Position.Header;
                    break;

                case Position.Header:
                    return TryReadHeader(out segment);

                case Position.Body:
                    return TryReadBody(out segment);

                default:
                    _buffer.Consume(_buffer.Length);
                    return false;
            }
        }
    }

    /// <summary>Gives the buffer back.</summary>
    public void Dispose() => _buffer.Dispose();

    private void Release()
    {
        _buffer.Consume(_used);
        _used = 0;
    }

    // Lines before the first delimiter mean nothing. The delimiter may stand at the very beginning.
    private bool SkipPreamble()
    {
        while (true)
        {
            if (_lineBegins)
            {
                var line = _buffer.Span;
                if (line.StartsWith(_delimiter))
                {
                    _buffer.Consume(_delimiter.Length);
                    _position = Position.AfterDelimiter;
                    return true;
                }

                if (_delimiter.AsSpan().StartsWith(line)) return false;
            }

            _lineBegins = SkipLine();
            if (!_lineBegins) return false;
        }
    }

    private bool SkipLine()
    {
        var end = _buffer.Span.IndexOf(LineFeed);
        _buffer.Consume(end < 0 ? _buffer.Length : end + 1);
        return end >= 0;
    }

    private bool TryReadHeader(out MultipartSegment segment)
    {
        segment = default;
        var bytes = _buffer.Span;
        var line = 0;
        while (bytes[line..].IndexOf(LineFeed) is var length and >= 0)
        {
            if (length == 0 || (length == 1 && bytes[line] == CarriageReturn))
            {
                _used = line + length + 1;
                segment = new MultipartSegment(MultipartSegmentKind.Header, _buffer.Slice(0, line));
                _position = Position.Body;
                _lineBegins = true;
                return true;
            }

            line += length + 1;
        }

        if (bytes.Length <= MaximumHeaderBytes) return false;
        throw new GqlException(
            FailureKind.AnswerMalformed,
            FormattableString.Invariant($"The multipart answer has a part whose header is longer than {MaximumHeaderBytes:N0} bytes."));
    }

    private bool TryReadBody(out MultipartSegment segment)
    {
        segment = default;
        var bytes = _buffer.Span;
        var searched = 0;

        // An empty body's delimiter follows the header's empty line at once.
        if (_lineBegins && bytes.StartsWith(_delimiter)) return EndPart(_delimiter.Length, out segment);
        if (_lineBegins && _delimiter.AsSpan().StartsWith(bytes)) return false;

        while (bytes[searched..].IndexOf(LineFeed) is var found and >= 0)
        {
            var lineFeed = searched + found;
            var next = bytes[(lineFeed + 1)..];
            if (next.StartsWith(_delimiter))
            {
                var end = lineFeed > 0 && bytes[lineFeed - 1] == CarriageReturn ? lineFeed - 1 : lineFeed;
                return end == 0 ? EndPart(lineFeed + 1 + _delimiter.Length, out segment) : TakeBody(end, out segment);
            }

            if (_delimiter.AsSpan().StartsWith(next))
            {
                // Whether this line feed belongs to the body will be told by what comes.
                var end = lineFeed > 0 && bytes[lineFeed - 1] == CarriageReturn ? lineFeed - 1 : lineFeed;
                return end > 0 && TakeBody(end, out segment);
            }

            searched = lineFeed + 1;
        }

        var whole = bytes is [.., CarriageReturn] ? bytes.Length - 1 : bytes.Length;
        return whole > 0 && TakeBody(whole, out segment);
    }

    private bool TakeBody(int length, out MultipartSegment segment)
    {
        _lineBegins = false;
        _used = length;
        segment = new MultipartSegment(MultipartSegmentKind.Body, _buffer.Slice(0, length));
        return true;
    }

    private bool EndPart(int length, out MultipartSegment segment)
    {
        _used = length;
        _position = Position.AfterDelimiter;
        segment = new MultipartSegment(MultipartSegmentKind.EndOfPart, default);
        return true;
    }
}
