namespace GqlTools.Client.Paging;

/// <summary>
/// A place in a walk, from which another walk of the same document and variables goes on. It names the page by where the page starts, so that a walk
/// resumes in its middle: the page is fetched again and its first <paramref name="Consumed"/> elements are passed over.
/// </summary>
/// <param name="Cursor">What fetches the page: a cursor, or an offset or page number as text; null for the walk's first page.</param>
/// <param name="Consumed">Elements of that page that are dealt with.</param>
/// <param name="Count">Elements of the whole walk that are dealt with.</param>
public readonly record struct PageMark(string? Cursor, int Consumed, long Count);
