using System.Globalization;
using GqlTools.Client.Failures;

namespace GqlTools.Client.Paging;

/// <summary>
/// Where a walk stands: which page is being handed out, how much of it, and which page comes next. It knows pages as numbers and cursors only; sending
/// and reading them is its owner's.
/// </summary>
internal sealed class WalkState
{
    private readonly PagePlan _plan;
    private readonly long? _maximum;
    private readonly CursorGuard _guard = new();
    private long _fetched;
    private int _toSkip;
    private int _consumed;
    private long _count;
    private bool _totalChanged;

    public WalkState(PagePlan plan, PagingOptions options)
    {
        _plan = plan;
        _maximum = options.MaximumCount;
        if (options.Start is not { } start) return;
        (Position, _toSkip, _count) = (start.Cursor, start.Consumed, start.Count);
        _fetched = start.Count - start.Consumed;
    }

    /// <summary>What fetched the page that is being handed out, or fetches it; null for the first.</summary>
    public string? Position { get; private set; }

    /// <summary>Elements that the page under way was asked for.</summary>
    public int Asked { get; private set; }

    /// <summary>
    /// Elements of a page that is not the last, where only that tells. A first page that is shorter than asked may be the most that the server gives, so
    /// it is what later pages are measured by.
    /// </summary>
    public int Full { get; private set; }

    /// <summary>What fetches the page after this one; null where this is the last that is needed.</summary>
    public string? ToFetch { get; private set; }

    /// <summary>Where to resume.</summary>
    public PageMark Mark => new(Position, _consumed, _count);

    /// <summary>Whether no more elements are wanted.</summary>
    public bool IsComplete => _count >= _maximum;

    /// <summary>Elements of the whole list as the server counts them.</summary>
    public long? Total { get; private set; }

    /// <summary>What to say about a total that is another than before, once.</summary>
    public string? TotalChange { get; private set; }

    /// <summary>Elements to ask the next page for: the last page is no larger than needed, unless pages are numbered, as all must be of one size then.</summary>
    public int Ask()
    {
        var size = _plan.PageSize ?? 0;
        if (_maximum is { } maximum && _plan is { PageBy: not PageBy.Page, PageSize: not null }) size = (int)Math.Min(size, maximum - _fetched);
        return Asked = size;
    }

    /// <summary>Takes a page in.</summary>
    /// <returns>The page, with a problem where its cursor leads in a circle.</returns>
    public Page<T> Take<T>(Page<T> page)
    {
        _fetched += page.Elements.Count;
        if (Full == 0 && _plan.PageSize is not null) Full = page.Elements.Count;
        CompareTotal(page.Total);
        if (page.Next is { } next && _guard.IsRepeated(next))
            page = page with { Next = null, Problem = $"'{_plan.PathText}' gives the cursor '{next}' again, which it gave pages before: the walk goes in a circle." };
        ToFetch = page.Problem is null && !(_fetched >= _maximum) ? page.Next : null;
        return page;
    }

    /// <summary>Passes over the elements of a page that an earlier walk has dealt with.</summary>
    /// <returns>The index of the first that it has not.</returns>
    public int Skip(int count)
    {
        _consumed = Math.Min(_toSkip, count);
        _toSkip -= _consumed;
        return _consumed;
    }

    /// <summary>Hands an element out.</summary>
    /// <returns>Where to resume after it.</returns>
    public PageMark Consume()
    {
        _consumed++;
        _count++;
        return Mark;
    }

    /// <summary>Goes on to the next page.</summary>
    public void Advance() => (Position, _consumed) = (ToFetch ?? Position, ToFetch is null ? _consumed : 0);

    /// <summary>Whether not even the first page came. Then its errors say it all, and each of them is the walk's end.</summary>
    public bool EndsAtStart<T>(Page<T> page) => page is { Problem: not null, Response.Errors.Count: > 0 } && Mark == default;

    /// <summary>The failure of the page under way, with where to resume.</summary>
    public GqlException Resumable(GqlException failure) => failure.Within($"{failure.Message} {Advice()}", new PageMark(Position, _toSkip, _count));

    /// <summary>A page that does not lead on.</summary>
    public GqlException Broken<T>(string problem, Responses.GqlResponse<T> response) =>
        new(FailureKind.PagingBroken, $"{problem} {Advice()}")
        {
            OperationName = response.Operation.Name,
            StatusCode = response.StatusCode,
            Errors = response.Errors,
            Attempts = response.Attempts,
            ResumeFrom = Mark,
        };

    /// <summary>What happened, for those who want to follow it.</summary>
    public string Describe<T>(Page<T> page) => string.Create(
        CultureInfo.InvariantCulture,
        $"Page at {Place}: {page.Elements.Count} elements of '{_plan.PathText}' in {page.Response.Duration.TotalMilliseconds:0} ms{(ToFetch is null ? "; it is the last" : "")}.");

    private string Place => (Position ?? _plan.Start) is { } position ? $"{_plan.PositionArgument}: {position}" : "the start";

    private string Advice() => string.Create(
        CultureInfo.InvariantCulture,
        $"The walk of '{_plan.PathText}' ended there. {_count:N0} elements were handed out; resume at {Place}{(_consumed > 0 ? $", past its first {_consumed:N0}" : "")}.");

    private void CompareTotal(long? total)
    {
        TotalChange = null;
        if (total is null) return;
        if (Total is { } before && before != total && !_totalChanged)
        {
            _totalChanged = true;
            TotalChange = string.Create(
                CultureInfo.InvariantCulture,
                $"The server counted {before:N0} elements of '{_plan.PathText}' before and counts {total:N0} now: the list changes while it is walked, and elements may be missing or come twice.");
        }

        Total = total;
    }
}
