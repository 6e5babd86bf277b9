using System.Text.Json;
using GqlTools.Client.Responses;

namespace GqlTools.Client.Streaming.Incremental;

/// <summary>One part of an incrementally delivered answer, the same whichever format it came in.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Path">
/// Where it belongs in <c>data</c>: the object that gets the fields, or the list that gets the items; <see cref="string"/> for a response name,
/// <see cref="long"/> for a list index. Empty for the answer itself.
/// </param>
/// <param name="Label">The label of its <c>@defer</c> or <c>@stream</c>; null where it has none.</param>
public sealed record IncrementalPart(IncrementalPartKind Kind, IReadOnlyList<object> Path, string? Label)
{
    /// <summary>
    /// JSON in UTF-8: <c>data</c> or the fields as an object, the items as a list, or <c>null</c>; empty where there is none. A slice of the message: it is good only until the
    /// message's memory is used again.
    /// </summary>
    public ReadOnlyMemory<byte> Value { get; init; }

    /// <summary>Whether there is a value other than <c>null</c>.</summary>
    public bool HasValue => !Value.IsEmpty && !IncrementalEntry.IsNull(Value);

    /// <summary>The index of the first item in its list, where the server says it; null where items follow those that came before.</summary>
    public long? StartIndex { get; init; }

    /// <summary>The GraphQL errors of this part, in the server's order; empty for none.</summary>
    public IReadOnlyList<GqlError> Errors { get; init; } = [];

    /// <summary>The <c>extensions</c> of this part, or null.</summary>
    public JsonElement? Extensions { get; init; }

    /// <summary><see cref="Path"/> as text, such as <c>users[3].posts</c>; empty for the answer itself.</summary>
    public string PathText => GqlError.FormatPath(Path);
}
