using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace GqlTools.Language.Execution;

/// <summary>
/// An object of a response: response names with values, in the order of the document (specification section 7.2.2). Objects of one selection
/// share their names. Look-up by name is a scan; walk the object where speed matters.
/// </summary>
[SuppressMessage("Naming", "CA1710", Justification = "The specification's word: a response is made of objects.")]
public sealed class ResponseObject : IReadOnlyDictionary<string, object?>
{
    private readonly string[] _names;
    private readonly object?[] _values;

    internal ResponseObject(string[] names, object?[] values)
    {
        _names = names;
        _values = values;
    }

    /// <inheritdoc/>
    public int Count => _names.Length;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _names;

    /// <inheritdoc/>
    public IEnumerable<object?> Values => _values;

    /// <inheritdoc/>
    public object? this[string key] =>
        TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"The response object has no field \"{key}\".");

    /// <inheritdoc/>
    public bool ContainsKey(string key) => Array.IndexOf(_names, key) >= 0;

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out object? value)
    {
        var index = Array.IndexOf(_names, key);
        value = index >= 0 ? _values[index] : null;
        return index >= 0;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var i = 0; i < _names.Length; i++)
            yield return new KeyValuePair<string, object?>(_names[i], _values[i]);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal ReadOnlySpan<string> Names => _names;

    internal object? ValueAt(int index) => _values[index];
}
