using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace GqlTools.Client.Streaming;

/// <summary>
/// The operations that are under way on one stream. Clients name them freely, so ours are named by positive numbers, which are read and compared
/// without a string.
/// </summary>
internal sealed class OperationIds
{
    /// <summary>No operation's id: what an id becomes that the client never gave.</summary>
    public const long None = 0;

    /// <summary>Digits of the largest id.</summary>
    public const int MaximumDigits = 19;

    /// <summary>Bytes of one escaped character of an id, such as <c>\u0031</c>.</summary>
    private const int EscapedBytes = 6;

    private readonly HashSet<long> _active = [];

    /// <summary>How many are under way.</summary>
    public int Count => _active.Count;

    /// <summary>Begins one.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="id"/> is not positive.</exception>
    /// <exception cref="InvalidOperationException">An operation with this id is under way: the server would close the connection.</exception>
    public void Begin(long id)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(id);
        if (!_active.Add(id)) throw new InvalidOperationException($"An operation with the id {id} is under way on this connection.");
    }

    /// <summary>Ends one.</summary>
    /// <returns>Whether it was under way.</returns>
    public bool End(long id) => _active.Remove(id);

    /// <summary>Whether it is under way.</summary>
    public bool IsActive(long id) => _active.Contains(id);

    /// <summary>The id that <paramref name="reader"/> stands on, a string or, from lax servers, a number.</summary>
    /// <returns><see cref="None"/> where it is no id of ours.</returns>
    public static long Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number) return reader.TryGetInt64(out var number) && number > 0 ? number : None;
        if (reader.TokenType != JsonTokenType.String) return None;
        if (!reader.ValueIsEscaped) return Parse(reader.ValueSpan);
        if (reader.ValueSpan.Length > MaximumDigits * EscapedBytes) return None;
        Span<byte> text = stackalloc byte[MaximumDigits * EscapedBytes];
        try
        {
            return Parse(text[..reader.CopyString(text)]);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair.
            return None;
        }
    }

    /// <summary>The id that <paramref name="text"/> is.</summary>
    /// <returns><see cref="None"/> where it is none of ours.</returns>
    public static long Parse(ReadOnlySpan<byte> text) =>
        text.Length > 0 && text[0] is >= (byte)'1' and <= (byte)'9' && Utf8Parser.TryParse(text, out long id, out var length) && length == text.Length
            ? id
            : None;

    /// <summary>Writes an id's digits.</summary>
    public static void Write(IBufferWriter<byte> output, long id)
    {
        Utf8Formatter.TryFormat(id, output.GetSpan(MaximumDigits), out var length);
        output.Advance(length);
    }
}
