namespace GqlTools.Client.Operations;

/// <summary>How far an operation is. Rate and time left are the reader's to compute: the events come as they are pulled.</summary>
/// <param name="Done">Items that were handed out so far, those before a resumed start included.</param>
/// <param name="Total">Items there are in all as far as is known; null where nobody says.</param>
public readonly record struct GqlProgress(long Done, long? Total);
