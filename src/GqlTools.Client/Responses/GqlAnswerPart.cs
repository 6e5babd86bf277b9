using System.Text.Json;
using GqlTools.Client.Failures;
using GqlTools.Client.Streaming.Incremental;

namespace GqlTools.Client.Responses;

/// <summary>A part of an answer that was delivered incrementally, as it came. An answer that came in one piece is a single part.</summary>
/// <typeparam name="T">What <c>data</c>, and every part of it, becomes.</typeparam>
public sealed class GqlAnswerPart<T>
{
    internal GqlAnswerPart(GqlResponse<T> response, IncrementalPart part, T? value, bool hasNext)
    {
        Response = response;
        Kind = part.Kind;
        Path = part.Path;
        Label = part.Label;
        StartIndex = part.StartIndex;
        Value = value;
        HasValue = part.HasValue;
        Errors = part.Errors;
        Extensions = part.Extensions;
        HasNext = hasNext;
    }

    private GqlAnswerPart(GqlResponse<T> response, bool hasNext)
    {
        Response = response;
        Kind = IncrementalPartKind.Initial;
        Path = [];
        Value = response.Data;
        HasValue = response.HasData;
        Errors = response.Errors;
        Extensions = response.Extensions;
        HasNext = hasNext;
    }

    /// <summary>What it is.</summary>
    public IncrementalPartKind Kind { get; }

    /// <summary>
    /// Where it belongs in <c>data</c>: the object that gets the fields, or the list that gets the items; <see cref="string"/> for a response name,
    /// <see cref="long"/> for a list index. Empty for the answer itself.
    /// </summary>
    public IReadOnlyList<object> Path { get; }

    /// <summary><see cref="Path"/> as text, such as <c>users[3].posts</c>; empty for the answer itself.</summary>
    public string PathText => GqlError.FormatPath(Path);

    /// <summary>The label of its <c>@defer</c> or <c>@stream</c>; null where it has none.</summary>
    public string? Label { get; }

    /// <summary>The index of the first item in its list, where the server says it; null where items follow those that came before.</summary>
    public long? StartIndex { get; }

    /// <summary>The data, the fields as an object, or the items as a list.</summary>
    public T? Value { get; }

    /// <summary>Whether <see cref="Value"/> is there and not null.</summary>
    public bool HasValue { get; }

    /// <summary>The GraphQL errors of this part, in the server's order; empty for none.</summary>
    public IReadOnlyList<GqlError> Errors { get; }

    /// <summary>The <c>extensions</c> of this part, or null.</summary>
    public JsonElement? Extensions { get; }

    /// <summary>
    /// Whether more may follow. True even for the last part where the server says only afterwards that it was the last.
    /// </summary>
    public bool HasNext { get; }

    /// <summary>The answer that it is a part of: status, header fields and attempts; its data is that of the first part, its duration the time to it.</summary>
    public GqlResponse<T> Response { get; }

    internal static GqlAnswerPart<T> First(GqlResponse<T> response, bool hasNext) => new(response, hasNext);

    internal static GqlAnswerPart<T> Whole(GqlResponse<T> response) => new(response, hasNext: false);

    /// <summary>One of <see cref="Errors"/> as an exception, for who reports errors one by one.</summary>
    /// <param name="error">The error.</param>
    public GqlException ToException(GqlError error) => Response.ToException(error);
}
