using GqlTools.Client.Requests;

namespace GqlTools.Client.Coalescing;

/// <summary>
/// What makes two queries the same: the body's bytes (document, operation, variables, extensions), the request's own header fields, and the session's
/// epoch, which new credentials and every mutation end. The session's header fields never change, and so are the same for all.
/// </summary>
internal readonly struct RequestKey : IEquatable<RequestKey>
{
    private readonly ReadOnlyMemory<byte> _body;
    private readonly GqlRequest _request;
    private readonly long _epoch;
    private readonly int _hash;

    public RequestKey(PreparedRequest request, long epoch)
    {
        _body = request.Body;
        _request = request.Request;
        _epoch = epoch;
        var hash = default(HashCode);
        hash.AddBytes(_body.Span);
        hash.Add(epoch);
        foreach (var (name, value) in _request.Headers)
        {
            hash.Add(name, StringComparer.OrdinalIgnoreCase);
            hash.Add(value, StringComparer.Ordinal);
        }

        _hash = hash.ToHashCode();
    }

    /// <summary>What keeping the key costs, in bytes; the document's text is in the body.</summary>
    public long Bytes => _body.Length + _request.Headers.Sum(static header => sizeof(char) * (long)(header.Key.Length + header.Value.Length));

    public bool Equals(RequestKey other) =>
        _hash == other._hash
        && _epoch == other._epoch
        && _body.Span.SequenceEqual(other._body.Span)
        && _request.IdempotencyKey == other._request.IdempotencyKey
        && HasSameHeaders(other._request.Headers);

    public override bool Equals(object? obj) => obj is RequestKey other && Equals(other);

    public override int GetHashCode() => _hash;

    private bool HasSameHeaders(IReadOnlyList<KeyValuePair<string, string>> others)
    {
        var headers = _request.Headers;
        if (ReferenceEquals(headers, others)) return true;
        if (headers.Count != others.Count) return false;
        for (var index = 0; index < headers.Count; index++)
        {
            if (!string.Equals(headers[index].Key, others[index].Key, StringComparison.OrdinalIgnoreCase)
                || headers[index].Value != others[index].Value)
            {
                return false;
            }
        }

        return true;
    }
}
