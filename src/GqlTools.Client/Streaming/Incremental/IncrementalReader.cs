using GqlTools.Client.Failures;
using GqlTools.Client.Responses;

namespace GqlTools.Client.Streaming.Incremental;

/// <summary>
/// Reads the messages of an incrementally delivered answer, in any of the three formats that servers write, into parts that are the same for all. It does
/// no I/O: a message is a part of a multipart answer, or the payload of a <c>next</c>.
/// <para>
/// The oldest format (2020) sends patches <c>{ data, path, label }</c> one by one; that of 2022 sends <c>incremental: [{ data | items, path, label }]</c>, where the
/// path of items ends with the index of the first; the newest announces what is pending under an id, sends <c>incremental: [{ id, subPath, data | items }]</c>
/// and says when an id is completed. A message may mix them; each object says by its own keys what it is. Keys that no format has are ignored. A server
/// that inlines what was deferred announces nothing and is done with its first message.
/// </para>
/// <para>
/// It keeps nothing of the answer but what is pending, so that an answer of any length streams through it; <see cref="IncrementalMerge"/> keeps the whole.
/// </para>
/// </summary>
/// <param name="limits">Bounds of the answer.</param>
public sealed class IncrementalReader(AnswerLimits limits)
{
    // Levels of a message above a value: the message, the list "incremental", its entry.
    private const int EnvelopeDepth = 3;

    private readonly Dictionary<string, Pending> _pending = [];
    private readonly HashSet<string> _deadLists = [];
    private bool _begun;

    /// <summary>Whether more messages are to come. True until one says otherwise.</summary>
    public bool HasNext { get; private set; } = true;

    /// <summary>Reads a message.</summary>
    /// <param name="message">The message's JSON; the parts' values are slices of it.</param>
    /// <returns>The parts in their order; none for a message that only says that nothing follows.</returns>
    /// <exception cref="GqlException">
    /// <see cref="FailureKind.AnswerMalformed"/>, <see cref="FailureKind.AnswerTooDeep"/>, or <see cref="FailureKind.AnswerNotGraphQL"/> where the first message
    /// has neither data nor errors.
    /// </exception>
    public IReadOnlyList<IncrementalPart> Read(ReadOnlyMemory<byte> message)
    {
        if (!HasNext) throw IncrementalEntry.Malformed("a message follows the one that said it was the last");
        try
        {
            return ReadParts(message);
        }
        catch (InvalidOperationException exception)
        {
            // What System.Text.Json throws at a text that is half a surrogate pair.
            throw IncrementalEntry.Malformed(exception.Message);
        }
    }

    private List<IncrementalPart> ReadParts(ReadOnlyMemory<byte> message)
    {
        var entry = IncrementalEntry.Read(message, limits.MaximumDepth + EnvelopeDepth);
        var parts = new List<IncrementalPart>();
        ReadMessage(entry, parts);
        foreach (var pending in IncrementalEntry.Split(entry.Pending)) Announce(pending);
        foreach (var increment in IncrementalEntry.Split(entry.Incremental)) ReadIncrement(IncrementalEntry.Read(increment, int.MaxValue), parts);
        foreach (var completed in IncrementalEntry.Split(entry.Completed)) ReadCompleted(IncrementalEntry.Read(completed, int.MaxValue), parts);
        HasNext = entry.HasNext;
        return parts;
    }

    private void ReadMessage(in IncrementalEntry entry, List<IncrementalPart> parts)
    {
        if (!_begun)
        {
            if (entry.Data.IsEmpty && entry.Errors.IsEmpty)
                throw new GqlException(FailureKind.AnswerNotGraphQL, "The first part of the answer has neither 'data' nor 'errors'. Does the URI lead to a GraphQL endpoint?");
            _begun = true;
            parts.Add(Part(IncrementalPartKind.Initial, [], null, entry.Data, entry));
            return;
        }

        if (IncrementalEntry.PathOrNull(entry.Path) is { } path)
        {
            AddPart(path, IncrementalEntry.Text(entry.Label), entry, startsAtIndex: true, parts);
            return;
        }

        if (!entry.Data.IsEmpty) throw IncrementalEntry.Malformed("a later message has 'data' without a path");
        if (IncrementalEntry.ErrorList(entry.Errors).Count > 0 || IncrementalEntry.ObjectOrNull(entry.Extensions) is not null)
            parts.Add(Part(IncrementalPartKind.Supplement, [], null, default, entry));
    }

    private void Announce(ReadOnlyMemory<byte> json)
    {
        var entry = IncrementalEntry.Read(json, int.MaxValue);
        if (IncrementalEntry.Text(entry.Id) is not { } id) throw IncrementalEntry.Malformed("an entry of 'pending' has no id");
        _pending[id] = new Pending(IncrementalEntry.PathOrNull(entry.Path) ?? [], IncrementalEntry.Text(entry.Label));
    }

    private void ReadIncrement(in IncrementalEntry entry, List<IncrementalPart> parts)
    {
        if (IncrementalEntry.Text(entry.Id) is not { } id)
        {
            AddPart(IncrementalEntry.PathOrNull(entry.Path) ?? [], IncrementalEntry.Text(entry.Label), entry, startsAtIndex: true, parts);
            return;
        }

        if (!_pending.TryGetValue(id, out var pending)) throw IncrementalEntry.Malformed($"an entry of 'incremental' has the id '{id}', and nothing is pending by that id");
        IReadOnlyList<object> path = IncrementalEntry.PathOrNull(entry.SubPath) is { Length: > 0 } rest ? [.. pending.Path, .. rest] : pending.Path;
        AddPart(path, pending.Label, entry, startsAtIndex: false, parts);
    }

    private void ReadCompleted(in IncrementalEntry entry, List<IncrementalPart> parts)
    {
        if (IncrementalEntry.Text(entry.Id) is not { } id || !_pending.Remove(id, out var pending)) return;
        if (IncrementalEntry.ErrorList(entry.Errors).Count > 0) parts.Add(Part(IncrementalPartKind.Failed, pending.Path, pending.Label, default, entry));
    }

    private void AddPart(IReadOnlyList<object> path, string? label, in IncrementalEntry entry, bool startsAtIndex, List<IncrementalPart> parts)
    {
        if (entry.Items.IsEmpty)
        {
            var failed = entry.Data.IsEmpty || IncrementalEntry.IsNull(entry.Data);
            parts.Add(Part(failed ? IncrementalPartKind.Failed : IncrementalPartKind.Deferred, path, label, entry.Data, entry));
            return;
        }

        long? start = null;
        if (startsAtIndex && path is [.., long index])
        {
            start = index;
            path = path.Take(path.Count - 1).ToArray();
        }

        if (_deadLists.Count > 0 && _deadLists.Contains(GqlError.FormatPath(path))) return;
        var isDead = IncrementalEntry.IsNull(entry.Items);
        if (isDead) _deadLists.Add(GqlError.FormatPath(path));
        parts.Add(Part(isDead ? IncrementalPartKind.Failed : IncrementalPartKind.Streamed, path, label, entry.Items, entry) with { StartIndex = start });
    }

    private static IncrementalPart Part(IncrementalPartKind kind, IReadOnlyList<object> path, string? label, ReadOnlyMemory<byte> value, in IncrementalEntry entry) =>
        new(kind, path, label)
        {
            Value = value,
            Errors = IncrementalEntry.ErrorList(entry.Errors),
            Extensions = IncrementalEntry.ObjectOrNull(entry.Extensions),
        };

    private sealed record Pending(IReadOnlyList<object> Path, string? Label);
}
