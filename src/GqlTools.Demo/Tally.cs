namespace GqlTools.Demo;

/// <summary>A number that any thread may add to.</summary>
internal sealed class Tally
{
    private long _value;

    public long Value => Interlocked.Read(ref _value);

    public long Add(long amount) => Interlocked.Add(ref _value, amount);
}
