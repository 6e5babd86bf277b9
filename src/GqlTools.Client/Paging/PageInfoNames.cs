namespace GqlTools.Client.Paging;

/// <summary>Response names by which a connection says whether there is more and where.</summary>
/// <param name="PageInfo">Of <c>pageInfo</c> in the connection.</param>
/// <param name="HasMore">Of <c>hasNextPage</c>, or <c>hasPreviousPage</c> for a walk backwards.</param>
/// <param name="Cursor">Of <c>endCursor</c>, or <c>startCursor</c> for a walk backwards.</param>
internal sealed record PageInfoNames(string PageInfo, string HasMore, string Cursor);
