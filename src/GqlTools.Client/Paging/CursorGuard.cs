namespace GqlTools.Client.Paging;

/// <summary>
/// Notices a walk that goes in a circle, of whatever length, by keeping one cursor (Brent's algorithm): every cursor is compared with one that is
/// replaced after 1, 2, 4, 8... pages.
/// </summary>
internal sealed class CursorGuard
{
    private string? _kept;
    private long _pages;
    private long _limit = 1;

    /// <summary>Whether this cursor was seen before. A circle is noticed at the latest when it was gone through twice.</summary>
    public bool IsRepeated(string cursor)
    {
        if (cursor == _kept) return true;
        if (++_pages < _limit) return false;
        (_kept, _pages, _limit) = (cursor, 0, _limit * 2);
        return false;
    }
}
