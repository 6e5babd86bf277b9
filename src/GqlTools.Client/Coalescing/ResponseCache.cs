using System.Diagnostics.CodeAnalysis;
using GqlTools.Client.Responses;

namespace GqlTools.Client.Coalescing;

/// <summary>
/// Complete answers to queries, for a time and up to a number of bytes; what was used longest ago goes first. Any thread may use it. Answers
/// are kept as the bytes of their data, so that nobody gets an object that another caller can change.
/// </summary>
internal sealed class ResponseCache(TimeSpan lifetime, long maximumBytes, TimeProvider clock)
{
    /// <summary>What an entry costs beside its bytes: the response, its parsed header fields, key and nodes. An estimate on the high side.</summary>
    private const long EntryOverheadBytes = 2048;

    private readonly object _lock = new();
    private readonly Dictionary<RequestKey, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = new();
    private long _bytes;

    /// <summary>What the entries take, in bytes.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock) return _bytes;
        }
    }

    public bool TryGet(in RequestKey key, [NotNullWhen(true)] out GqlResponse<ReadOnlyMemory<byte>>? response, out TimeSpan age)
    {
        lock (_lock)
        {
            response = null;
            age = default;
            if (!_entries.TryGetValue(key, out var node)) return false;
            age = clock.GetElapsedTime(node.Value.Stored);
            if (age >= lifetime)
            {
                Remove(node);
                return false;
            }

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            response = node.Value.Response;
            return true;
        }
    }

    public void Add(in RequestKey key, GqlResponse<ReadOnlyMemory<byte>> response)
    {
        var bytes = EntryOverheadBytes + key.Bytes + response.Data.Length + (response.Extensions?.GetRawText().Length ?? 0);
        if (bytes > maximumBytes) return;
        lock (_lock)
        {
            if (_entries.TryGetValue(key, out var known)) Remove(known);
            while (_bytes + bytes > maximumBytes) Remove(_byUse.Last!);
            _entries[key] = _byUse.AddFirst(new Entry(key, response, bytes, clock.GetTimestamp()));
            _bytes += bytes;
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _entries.Clear();
            _byUse.Clear();
            _bytes = 0;
        }
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        _byUse.Remove(node);
        _entries.Remove(node.Value.Key);
        _bytes -= node.Value.Bytes;
    }

    private sealed record Entry(RequestKey Key, GqlResponse<ReadOnlyMemory<byte>> Response, long Bytes, long Stored);
}
