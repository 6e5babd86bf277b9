namespace GqlTools.Client.Tests.Streaming;

/// <summary>Ways in which the same bytes may arrive.</summary>
internal static class Splitting
{
    private const int Seed = 20261122;

    /// <summary>The bytes in two pieces, for every place to cut; then one by one; then cut at random.</summary>
    public static IEnumerable<byte[][]> Of(byte[] bytes, int randomCount = 50)
    {
        for (var split = 0; split <= bytes.Length; split++) yield return [bytes[..split], bytes[split..]];
        yield return bytes.Select(single => new[] { single }).ToArray();
        var random = new Random(Seed);
        for (var number = 0; number < randomCount; number++) yield return AtRandom(bytes, random, 1 + random.Next(8));
    }

    /// <summary>The bytes in so many pieces of random lengths, some of them empty.</summary>
    public static byte[][] AtRandom(byte[] bytes, Random random, int pieces)
    {
        int[] cuts = [0, .. Enumerable.Range(0, pieces - 1).Select(_ => random.Next(bytes.Length + 1)).Order(), bytes.Length];
        return cuts.Skip(1).Zip(cuts, (end, start) => bytes[start..end]).ToArray();
    }

    /// <summary>Gives a reader one piece after the other, as much at a time as it has room for.</summary>
    public static IEnumerable<T> Feed<T>(byte[][] pieces, Func<Memory<byte>> getBuffer, Action<int> advance, Func<IEnumerable<T>> readAll)
    {
        foreach (var piece in pieces)
        {
            var rest = piece.AsMemory();
            do
            {
                var buffer = getBuffer();
                var count = Math.Min(buffer.Length, rest.Length);
                rest[..count].CopyTo(buffer);
                advance(count);
                rest = rest[count..];
                foreach (var read in readAll()) yield return read;
            }
            while (rest.Length > 0);
        }
    }
}
