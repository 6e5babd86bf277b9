using System.Collections.Concurrent;

namespace GqlTools.Client.Operations;

/// <summary>
/// Documents by their text, each read once. Two generations bound the memory: when the young one is full it becomes the old one, and the
/// old one goes; what is used again moves back to the young.
/// </summary>
public sealed class DocumentCache
{
    /// <summary>Documents in one generation. A script has tens; a thousand different texts is text built by concatenation.</summary>
    public const int GenerationSize = 1000;

    private ConcurrentDictionary<string, GqlDocument> _young = new(StringComparer.Ordinal);
    private ConcurrentDictionary<string, GqlDocument> _old = new(StringComparer.Ordinal);

    /// <summary>The document with this text, read now if need be.</summary>
    /// <param name="text">The document's text.</param>
    /// <exception cref="Failures.GqlException"><see cref="Failures.FailureKind.SyntaxError"/>. Documents that do not parse are not kept.</exception>
    public GqlDocument Get(string text)
    {
        var young = _young;
        if (young.TryGetValue(text, out var document)) return document;
        if (!_old.TryGetValue(text, out document)) document = GqlDocument.Parse(text);
        if (young.Count >= GenerationSize) young = Age(young);
        young[text] = document;
        return document;
    }

    private ConcurrentDictionary<string, GqlDocument> Age(ConcurrentDictionary<string, GqlDocument> full)
    {
        var fresh = new ConcurrentDictionary<string, GqlDocument>(StringComparer.Ordinal);
        if (Interlocked.CompareExchange(ref _young, fresh, full) != full) return _young;
        _old = full;
        return fresh;
    }
}
