namespace GqlTools.Client.Streaming.WebSockets.Phoenix;

/// <summary>Compares texts by their bytes, so that a slice of a message can be looked up without becoming a string.</summary>
internal sealed class Utf8TextComparer : IEqualityComparer<ReadOnlyMemory<byte>>
{
    public static Utf8TextComparer Instance { get; } = new();

    public bool Equals(ReadOnlyMemory<byte> x, ReadOnlyMemory<byte> y) => x.Span.SequenceEqual(y.Span);

    public int GetHashCode(ReadOnlyMemory<byte> obj)
    {
        var hash = default(HashCode);
        hash.AddBytes(obj.Span);
        return hash.ToHashCode();
    }
}
