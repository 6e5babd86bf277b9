namespace GqlTools.Demo.Shop;

/// <summary>The arguments of a Relay connection (Relay Cursor Connections Specification, section 4).</summary>
internal sealed record PageArguments(int? First, string? After, int? Last, string? Before)
{
    public const int DefaultPageSize = 20;

    /// <summary>The positions the page covers: from <c>Start</c>, included, to <c>End</c>, excluded (section 4.4, EdgesToReturn).</summary>
    public (int Start, int End) RangeOf(int count, int maximumPageSize)
    {
        Check(nameof(First), First, maximumPageSize);
        Check(nameof(Last), Last, maximumPageSize);
        if (First is not null && Last is not null)
            throw new ArgumentException("A page is counted from the start with 'first' or from the end with 'last', not both.");
        var start = After is null ? 0 : Math.Min(count, Position(nameof(After), After) + 1);
        var end = Before is null ? count : Math.Clamp(Position(nameof(Before), Before), start, count);
        if (Last is { } last)
            start = Math.Max(start, end - last);
        else
            end = (int)Math.Min(end, (long)start + (First ?? Math.Min(DefaultPageSize, maximumPageSize)));
        return (start, end);
    }

    private static void Check(string name, int? size, int maximum)
    {
        if (size < 0 || size > maximum)
            throw new ArgumentException($"'{Spelled(name)}' is {size}; a page has from 0 to {maximum} items.");
    }

    private static int Position(string name, string cursor) => OpaqueText.TryReadCursor(cursor, out var index)
        ? index
        : throw new ArgumentException($"'{Spelled(name)}' is '{cursor}', which is no cursor of this connection. Give back an endCursor or startCursor as it came.");

    // Messages name arguments as the schema spells them.
    private static string Spelled(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
