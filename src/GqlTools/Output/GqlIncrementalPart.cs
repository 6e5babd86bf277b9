using System.Text.Json;
using GqlTools.Client.Responses;
using GqlTools.Client.Streaming.Incremental;
using GqlTools.Conversion;

namespace GqlTools.Output;

/// <summary>A part of an answer, as <c>Invoke-GqlQuery -Incremental</c> writes it.</summary>
public sealed class GqlIncrementalPart
{
    internal GqlIncrementalPart(GqlAnswerPart<object?> part, object? value, IReadOnlyList<GqlQueryError> errors)
    {
        Kind = part.Kind;
        Path = part.PathText;
        PathSegments = part.Path;
        Label = part.Label;
        StartIndex = part.StartIndex;
        if (part.Kind == IncrementalPartKind.Streamed) Items = value as IReadOnlyList<object?>;
        else Data = value;
        Errors = errors;
        Extensions = part.Extensions is { } extensions ? PSObjectReader.Parse(JsonSerializer.SerializeToUtf8Bytes(extensions)) : null;
        HasNext = part.HasNext;
        OperationName = part.Response.Operation.Name;
        Variables = part.Response.Request.Tag;
    }

    /// <summary>Initial for the first part; Deferred for fields, Streamed for items of a list, Failed for what the server gives up, Supplement for errors alone.</summary>
    public IncrementalPartKind Kind { get; }

    /// <summary>Where it belongs in the data, such as <c>users[3].posts</c>: the object that gets the fields, or the list that gets the items. Empty for the first part.</summary>
    public string Path { get; }

    /// <summary>The same, segment by segment: names as text, indexes of lists as numbers.</summary>
    public IReadOnlyList<object> PathSegments { get; }

    /// <summary>The label of its <c>@defer</c> or <c>@stream</c>; null where it has none.</summary>
    public string? Label { get; }

    /// <summary>The data of the first part, or the fields of a deferred fragment; null for items, and where the fragment failed.</summary>
    public object? Data { get; }

    /// <summary>Further items of a streamed list; null for other parts.</summary>
    public IReadOnlyList<object?>? Items { get; }

    /// <summary>The index of the first of <see cref="Items"/> in its list, where the server says it; else they follow those that came before.</summary>
    public long? StartIndex { get; }

    /// <summary>The GraphQL errors of this part; empty for none.</summary>
    public IReadOnlyList<GqlQueryError> Errors { get; }

    /// <summary>The part's <c>extensions</c>, or null.</summary>
    public object? Extensions { get; }

    /// <summary>Whether more may follow. True even for the last part where the server says only afterwards that it was the last.</summary>
    public bool HasNext { get; }

    /// <summary>The operation's name; null for an anonymous one.</summary>
    public string? OperationName { get; }

    /// <summary>What was given as the request's variables: the pipeline's object, or -Variables.</summary>
    public object? Variables { get; }
}
