using System.Buffers;
using System.Globalization;
using System.Text.Json;
using GqlTools.Client.Failures;

namespace GqlTools.Client.Responses;

/// <summary>
/// Reads a GraphQL answer while its bytes arrive.
/// <para>
/// It does no I/O: the owner fills <see cref="GetBuffer"/>, says how much with <see cref="Advance"/>, and ends with <see cref="Complete"/>.
/// Every call of <see cref="Advance"/> reads as far as the bytes go. Only the bytes of an unfinished token stay in the buffer, or of
/// an unfinished value where <typeparamref name="T"/>'s reader wants values whole, so that a large answer is never held as text.
/// </para>
/// </summary>
/// <typeparam name="T">What <c>data</c> becomes.</typeparam>
public sealed class AnswerReader<T> : IDisposable
{
    /// <summary>Bytes of the first buffer: most answers fit.</summary>
    private const int InitialBufferBytes = 4096;

    private readonly IJsonValueReader<T> _dataReader;
    private readonly AnswerLimits _limits;
    private readonly bool _arrayIsData;
    private byte[] _buffer = [];
    private int _filled;
    private long _received;
    private JsonReaderState _state;
    private Position _position = Position.BeforeAnswer;
    private T? _data;
    private bool _hasDataEntry;
    private bool _hasData;
    private bool _hasErrors;
    private IReadOnlyList<GqlError> _errors = [];
    private JsonElement? _extensions;

    /// <summary>Makes a reader for one answer.</summary>
    /// <param name="dataReader">Makes the value of <c>data</c>; used for this answer only.</param>
    /// <param name="limits">Bounds of the answer.</param>
    /// <param name="arrayIsData">Whether an array in place of an answer, which answers an array of requests, is read whole as if it were <c>data</c>.</param>
    public AnswerReader(IJsonValueReader<T> dataReader, AnswerLimits limits, bool arrayIsData = false)
    {
        _arrayIsData = arrayIsData;
        _dataReader = dataReader;
        _limits = limits;
        _state = new JsonReaderState(new JsonReaderOptions { MaxDepth = limits.MaximumDepth });
    }

    private enum Position
    {
        BeforeAnswer,
        BetweenEntries,
        InData,
        InArray,
        InErrors,
        InExtensions,
        InUnknown,
        AfterAnswer,
    }

    /// <summary>Reads an answer whose bytes are all there, such as the payload of a message, where they lie: no buffer is taken.</summary>
    /// <param name="bytes">The whole answer in UTF-8.</param>
    /// <returns>What the answer holds.</returns>
    /// <exception cref="GqlException">As for <see cref="Advance"/> and <see cref="Complete"/>.</exception>
    public Answer<T> ReadWhole(ReadOnlySpan<byte> bytes)
    {
        _received = bytes.Length;
        Take(bytes);
        return Complete();
    }

    /// <summary>Where the next bytes go; never empty.</summary>
    public Memory<byte> GetBuffer()
    {
        if (_filled == _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(InitialBufferBytes, _buffer.Length * 2));
            _buffer.AsSpan(0, _filled).CopyTo(larger);
            if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        return _buffer.AsMemory(_filled);
    }

    /// <summary>Reads the bytes that came into the buffer.</summary>
    /// <param name="count">How many came.</param>
    /// <exception cref="GqlException">
    /// <see cref="FailureKind.AnswerMalformed"/>, <see cref="FailureKind.AnswerNotGraphQL"/>, <see cref="FailureKind.AnswerTooLarge"/> or
    /// <see cref="FailureKind.AnswerTooDeep"/>.
    /// </exception>
    public void Advance(int count)
    {
        _filled += count;
        _received += count;
        var consumed = Take(_buffer.AsSpan(0, _filled));
        _buffer.AsSpan(consumed, _filled - consumed).CopyTo(_buffer);
        _filled -= consumed;
    }

    /// <summary>Says that no more bytes come.</summary>
    /// <returns>What the answer holds.</returns>
    /// <exception cref="GqlException"><see cref="FailureKind.AnswerTruncated"/>, where the answer's JSON is not complete.</exception>
    public Answer<T> Complete()
    {
        if (_position != Position.AfterAnswer)
        {
            throw new GqlException(
                FailureKind.AnswerTruncated,
                _received == 0
                    ? "The answer has no body where a GraphQL answer was expected."
                    : string.Create(CultureInfo.InvariantCulture, $"The answer ends in the middle of its JSON, after {_received:N0} bytes."));
        }

        return new Answer<T>(_hasDataEntry, _hasData, _data, _hasErrors, _errors, _extensions);
    }

    /// <summary>Gives the buffer back.</summary>
    public void Dispose()
    {
        var buffer = Interlocked.Exchange(ref _buffer, []);
        if (buffer.Length > 0) ArrayPool<byte>.Shared.Return(buffer);
    }

    private int Take(ReadOnlySpan<byte> bytes)
    {
        if (_received > _limits.MaximumBytes)
        {
            throw new GqlException(
                FailureKind.AnswerTooLarge,
                string.Create(CultureInfo.InvariantCulture, $"The answer is larger than the session's limit of {_limits.MaximumBytes:N0} bytes. Ask for less at once, or raise the limit (MaximumAnswerBytes)."));
        }

        var reader = new Utf8JsonReader(bytes, isFinalBlock: false, _state);
        try
        {
            while (Step(ref reader))
            {
            }
        }
        catch (JsonException exception)
        {
            throw Malformed(exception);
        }

        _state = reader.CurrentState;
        return (int)reader.BytesConsumed;
    }

    private bool Step(ref Utf8JsonReader reader)
    {
        switch (_position)
        {
            case Position.BeforeAnswer:
                var ahead = reader;
                if (!ahead.Read()) return false;
                if (_arrayIsData && ahead.TokenType == JsonTokenType.StartArray)
                {
                    // The data reader wants to stand before its value.
                    _position = Position.InArray;
                    return true;
                }

                reader = ahead;
                if (reader.TokenType != JsonTokenType.StartObject) throw NotAnObject();
                _position = Position.BetweenEntries;
                return true;

            case Position.BetweenEntries:
                if (!reader.Read()) return false;
                _position = reader.TokenType == JsonTokenType.EndObject ? Position.AfterAnswer : EntryAt(ref reader);
                return true;

            case Position.InData:
                if (!_dataReader.TryRead(ref reader, out var data)) return false;
                _hasDataEntry = true;
                _hasData = reader.TokenType != JsonTokenType.Null;
                _data = data;
                break;

            case Position.InArray:
                if (!_dataReader.TryRead(ref reader, out _data)) return false;
                _hasDataEntry = _hasData = true;
                _position = Position.AfterAnswer;
                return true;

            case Position.InErrors:
                if (!JsonElement.TryParseValue(ref reader, out var errors)) return false;
                _errors = GqlError.ReadAll(errors.Value);
                _hasErrors = errors.Value.ValueKind != JsonValueKind.Null;
                break;

            case Position.InExtensions:
                if (!JsonElement.TryParseValue(ref reader, out var extensions)) return false;
                _extensions = extensions.Value.ValueKind == JsonValueKind.Null ? null : extensions;
                break;

            case Position.InUnknown:
                if (!reader.TrySkip()) return false;
                break;

            default:
                return reader.Read();
        }

        _position = Position.BetweenEntries;
        return true;
    }

    private static Position EntryAt(ref Utf8JsonReader reader) =>
        reader.TextIs("data"u8) ? Position.InData
        : reader.TextIs("errors"u8) ? Position.InErrors
        : reader.TextIs("extensions"u8) ? Position.InExtensions
        : Position.InUnknown;

    private static GqlException NotAnObject() =>
        new(FailureKind.AnswerNotGraphQL, "The answer is JSON, but no object with 'data' or 'errors'. Does the URI lead to a GraphQL endpoint?");

    private GqlException Malformed(JsonException exception)
    {
        // System.Text.Json has one exception type for both; only its (never translated) text tells them apart.
        if (exception.Message.Contains("maximum configured depth", StringComparison.Ordinal))
        {
            return new GqlException(
                FailureKind.AnswerTooDeep,
                $"The answer nests deeper than the session's limit of {_limits.MaximumDepth} levels. Ask for less depth, or raise the limit (MaximumAnswerDepth).",
                exception);
        }

        var line = (int)(exception.LineNumber ?? 0) + 1;
        var column = (int)(exception.BytePositionInLine ?? 0) + 1;
        return new GqlException(
            FailureKind.AnswerMalformed,
            $"The answer is not valid JSON at line {line}, byte {column}: {JsonText.Problem(exception)}",
            exception)
        {
            Line = line,
            Column = column,
        };
    }
}
