using GqlTools.Client.Failures;
using GqlTools.Client.Paging;
using GqlTools.Client.Responses;
using GqlTools.Client.Subscriptions;

namespace GqlTools.Client.Operations;

/// <summary>
/// One thing that an operation of many answers hands out. Operations are pulled, never pumped: whoever enumerates the events decides when the
/// next one is made. Only the members that <see cref="Kind"/> names have a value.
/// </summary>
/// <typeparam name="T">What <c>data</c>, and every part of it, becomes.</typeparam>
public readonly record struct GqlEvent<T>
{
    /// <summary>What the event tells.</summary>
    public GqlEventKind Kind { get; private init; }

    /// <summary>A part of the result.</summary>
    public T? Item { get; private init; }

    /// <summary>Response names that lead to the item, lists on the way left out; null for other kinds.</summary>
    public IReadOnlyList<string>? Path { get; private init; }

    /// <summary>A whole answer.</summary>
    public GqlResponse<T>? Response { get; private init; }

    /// <summary>Where to resume after this item or answer, once it is dealt with; null for other kinds.</summary>
    public PageMark? Mark { get; private init; }

    /// <summary>What failed.</summary>
    public GqlException? Failure { get; private init; }

    /// <summary>A warning, or a verbose line.</summary>
    public string? Text { get; private init; }

    /// <summary>Where events of a subscription may be missing, on a warning that says so; null for all else.</summary>
    public SubscriptionGap? Gap { get; private init; }

    /// <summary>How far the operation is.</summary>
    public GqlProgress Progress { get; private init; }

    internal static GqlEvent<T> OfItem(T? item, IReadOnlyList<string> path, PageMark mark) =>
        new() { Kind = GqlEventKind.Item, Item = item, Path = path, Mark = mark };

    internal static GqlEvent<T> OfResponse(GqlResponse<T> response, PageMark mark) => new() { Kind = GqlEventKind.Response, Response = response, Mark = mark };

    internal static GqlEvent<T> OfResponse(GqlResponse<T> response) => new() { Kind = GqlEventKind.Response, Response = response };

    internal static GqlEvent<T> OfGap(SubscriptionGap gap) => new() { Kind = GqlEventKind.Warning, Text = gap.Reason, Gap = gap };

    internal static GqlEvent<T> OfError(GqlException failure) => new() { Kind = GqlEventKind.Error, Failure = failure };

    internal static GqlEvent<T> OfWarning(string text) => new() { Kind = GqlEventKind.Warning, Text = text };

    internal static GqlEvent<T> OfVerbose(string text) => new() { Kind = GqlEventKind.Verbose, Text = text };

    internal static GqlEvent<T> OfProgress(long done, long? total) => new() { Kind = GqlEventKind.Progress, Progress = new GqlProgress(done, total) };
}
