using System.Collections.Immutable;
using System.Text.Json;

namespace GqlTools.Language.Execution;

/// <summary>One more part of a response that is delivered incrementally.</summary>
public sealed class IncrementalUpdate
{
    private readonly Delivered _delivered;

    internal IncrementalUpdate(PendingResult target, bool isStream, Delivered delivered, ImmutableArray<PendingResult> pending, bool hasNext)
    {
        Target = target;
        IsStream = isStream;
        _delivered = delivered;
        Pending = pending;
        HasNext = hasNext;
    }

    /// <summary>What the update belongs to.</summary>
    public PendingResult Target { get; }

    /// <summary>What is to come from now on as well.</summary>
    public ImmutableArray<PendingResult> Pending { get; }

    /// <summary>Whether the update brings fields or an item.</summary>
    public bool HasValue => _delivered.HasValue;

    /// <summary>The fields of a fragment; or null.</summary>
    public ResponseObject? Data => _delivered.Data;

    /// <summary>The next item of a list; or null.</summary>
    public object? Item => _delivered.Item;

    /// <summary>The place of <see cref="Item"/> in its list.</summary>
    public int Index => _delivered.Index;

    /// <summary>The errors within the value; or, where there is none, those that ended the target.</summary>
    public ImmutableArray<ExecutionError> Errors => _delivered.Errors;

    /// <summary>Whether the target ends with this update.</summary>
    public bool IsCompleted => _delivered.IsCompleted;

    /// <summary>Whether updates follow.</summary>
    public bool HasNext { get; }

    /// <summary>Whether the target is the rest of a list; else it is a fragment.</summary>
    public bool IsStream { get; }

    /// <summary>Writes the update as JSON.</summary>
    /// <param name="writer">Receives one JSON object.</param>
    /// <param name="format">The form it has.</param>
    public void WriteTo(Utf8JsonWriter writer, IncrementalFormat format)
    {
        ArgumentNullException.ThrowIfNull(writer);
        IncrementalWriter.Write(writer, this, format);
    }
}
