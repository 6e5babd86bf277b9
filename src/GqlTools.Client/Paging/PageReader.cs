using System.Globalization;
using GqlTools.Client.Responses;

namespace GqlTools.Client.Paging;

/// <summary>Finds the list in the answers of a plan, and what leads to the next page. Thread-safe.</summary>
/// <typeparam name="T">What JSON values become.</typeparam>
internal sealed class PageReader<T>(PagePlan plan, IPageNavigator<T> navigator)
{
    /// <summary>Reads one page.</summary>
    /// <param name="response">Its answer.</param>
    /// <param name="position">What fetched it; null for the first page.</param>
    /// <param name="asked">Elements it was asked for.</param>
    /// <param name="full">Elements of a page that is not the last; for offsets and page numbers.</param>
    public Page<T> Read(GqlResponse<T> response, string? position, int asked, int full)
    {
        var page = new Page<T> { Response = response };
        var value = response.Data;
        for (var depth = 0; depth < plan.Path.Count; depth++)
        {
            // A narrowed outer list has one element, which stands for itself.
            while (navigator.TryGetElements(value, out var elements))
            {
                if (elements.Count > 1) return page with { Problem = SeveralLists(depth, elements.Count) };
                value = elements.Count == 0 ? default : elements[0];
            }

            if (value is null) return Ended(page, position);
            if (!navigator.TryGetEntry(value, plan.Path[depth], out value)) return page with { Problem = $"The answer has no '{string.Join('.', plan.Path.Take(depth + 1))}'." };
        }

        if (value is null) return Ended(page, position);
        page = page with { Holder = value, Total = plan.TotalCount is { } name && navigator.TryGetEntry(value, name, out var total) ? Number(total) : null };
        return plan.PageBy == PageBy.Cursor ? ReadConnection(page, value, position) : ReadNumbered(page, value, position, asked, full);
    }

    private string SeveralLists(int depth, int count)
    {
        var list = string.Join('.', plan.Path.Take(depth));
        var several = $"'{list}' is a plain list, each of its {count} elements has a '{string.Join('.', plan.Path.Skip(depth))}' of its own, and a walk follows one.";
        return plan.QueryById is { } query
            ? $"{several} Ask for the ids in '{list}' first, and walk the list of each by its id, with this document:\n{query}"
            : $"{several} Walk them one by one: ask for the ids in '{list}' first and for each element by node(id:), where the server has that; else choose one element by the arguments of '{list}'.";
    }

    // Null at the first page is an answer: there is no such list. Later it is a list that went away.
    private Page<T> Ended(Page<T> page, string? position) =>
        position is null && page.Response.Errors.Count == 0 ? page : page with { Problem = $"'{plan.PathText}' is null." };

    private Page<T> ReadConnection(Page<T> page, T value, string? position)
    {
        var names = plan.PageInfo!;
        page = ReadList(page, value);
        if (!navigator.TryGetEntry(value, names.PageInfo, out var pageInfo) || pageInfo is null)
            return page with { Problem = page.Problem ?? $"'{plan.PathText}' has no '{names.PageInfo}', so nobody knows whether there is more." };
        page = page with { PageInfo = pageInfo };
        if (!navigator.TryGetEntry(pageInfo, names.HasMore, out var more) || !navigator.IsTrue(more)) return page;
        var cursor = navigator.TryGetEntry(pageInfo, names.Cursor, out var entry) ? navigator.GetText(entry) : null;
        if (cursor is null) return page with { Problem = page.Problem ?? $"'{plan.PathText}' says that there is more, but its '{names.Cursor}' is null." };
        return cursor == position
            ? page with { Problem = page.Problem ?? $"'{plan.PathText}' says that there is more, but gives the cursor '{cursor}' again by which this page was asked for." }
            : page with { Next = cursor };
    }

    private Page<T> ReadNumbered(Page<T> page, T value, string? position, int asked, int full)
    {
        page = ReadList(page, value);
        var count = page.Elements.Count;
        if (page.Problem is not null || count == 0 || count < Math.Min(asked, full)) return page;
        var number = long.Parse(position ?? plan.Start!, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return page with { Next = (number + (plan.PageBy == PageBy.Offset ? count : 1)).ToString(CultureInfo.InvariantCulture) };
    }

    private Page<T> ReadList(Page<T> page, T value)
    {
        T? at = value;
        var names = plan.ElementPath;
        for (var depth = 0; ; depth++)
        {
            if (navigator.TryGetElements(at, out var elements)) return page with { Elements = elements, NamesWithinElement = names.Count - depth };
            var place = string.Join('.', plan.Path.Concat(names.Take(depth)));
            if (at is null) return page with { Problem = $"'{place}' is null where a list was expected." };
            if (depth == names.Count) return page with { Problem = $"'{place}' is no list. Name the list with ResultPath." };
            if (!navigator.TryGetEntry(at, names[depth], out at)) return page with { Problem = $"'{place}' has no '{names[depth]}'." };
        }
    }

    private long? Number(T? value) =>
        long.TryParse(navigator.GetText(value), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
