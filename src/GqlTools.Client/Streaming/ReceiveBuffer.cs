using System.Buffers;
using System.Globalization;
using GqlTools.Client.Failures;

namespace GqlTools.Client.Streaming;

/// <summary>
/// Bytes that have arrived and are not used up, in one pooled array: what the readers of this room share. Bytes move to the front of the array only when
/// its end is reached, and the array doubles only when it is full, so that a long value costs what it is long, however small its pieces are.
/// </summary>
internal sealed class ReceiveBuffer : IDisposable
{
    private const int InitialBytes = 4096;

    /// <summary>An array larger than this is given back once it is empty: one large message must not be paid for as long as the stream lives.</summary>
    private const int MaximumIdleBytes = 256 * 1024;

    private readonly long _maximumBytes;
    private readonly string _unit;
    private byte[] _array = ArrayPool<byte>.Shared.Rent(InitialBytes);
    private int _start;
    private int _end;

    /// <summary>Makes an empty buffer.</summary>
    /// <param name="maximumBytes">How many unused bytes it may hold.</param>
    /// <param name="unit">What the bytes are, for the message when they are too many, such as "A server-sent event".</param>
    public ReceiveBuffer(long maximumBytes, string unit)
    {
        _maximumBytes = maximumBytes;
        _unit = unit;
    }

    /// <summary>How many bytes are unused.</summary>
    public int Length => _end - _start;

    /// <summary>The unused bytes; good until <see cref="GetMemory"/>.</summary>
    public ReadOnlySpan<byte> Span => _array.AsSpan(_start, Length);

    /// <summary>The unused bytes, for who changes them in place.</summary>
    public Span<byte> WritableSpan => _array.AsSpan(_start, Length);

    /// <summary>Some of the unused bytes; good until <see cref="GetMemory"/>.</summary>
    public ReadOnlyMemory<byte> Slice(int start, int length) => _array.AsMemory(_start + start, length);

    /// <summary>Where the next bytes go; never empty. Slices handed out before are no longer good.</summary>
    /// <exception cref="GqlException"><see cref="FailureKind.AnswerTooLarge"/>.</exception>
    public Memory<byte> GetMemory()
    {
        if (Length > _maximumBytes)
        {
            throw new GqlException(
                FailureKind.AnswerTooLarge,
                string.Create(CultureInfo.InvariantCulture, $"{_unit} is larger than the session's limit of {_maximumBytes:N0} bytes. Ask for less at once, or raise the limit (MaximumAnswerBytes)."));
        }

        if (_start == _end)
        {
            _start = _end = 0;
            if (_array.Length > MaximumIdleBytes)
            {
                ArrayPool<byte>.Shared.Return(_array);
                _array = ArrayPool<byte>.Shared.Rent(InitialBytes);
            }
        }
        else if (_end == _array.Length)
        {
            // Less than half in use: room is made by moving, at a cost that the bytes used up since the last move have paid.
            var target = Length <= _array.Length / 2 ? _array : ArrayPool<byte>.Shared.Rent(_array.Length * 2);
            Span.CopyTo(target);
            if (!ReferenceEquals(target, _array)) ArrayPool<byte>.Shared.Return(_array);
            _array = target;
            _end -= _start;
            _start = 0;
        }

        return _array.AsMemory(_end);
    }

    /// <summary>Says how many bytes came.</summary>
    public void Advance(int count) => _end += count;

    /// <summary>Says how many of the unused bytes are used up. Slices stay good.</summary>
    public void Consume(int count) => _start += count;

    /// <summary>Gives the array back.</summary>
    public void Dispose()
    {
        var array = Interlocked.Exchange(ref _array, []);
        _start = _end = 0;
        if (array.Length > 0) ArrayPool<byte>.Shared.Return(array);
    }
}
