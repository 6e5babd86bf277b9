using System.Globalization;
using System.Text;

namespace GqlTools.Language.Execution;

/// <summary>
/// A position in the response, as a chain towards the root. Only composite and list positions have a node of their own; it also remembers whether
/// the position has become null, so that errors below it are no longer reported.
/// </summary>
internal sealed class ResponsePath(ResponsePath? parent, object key)
{
    private volatile bool _isNull;

    /// <summary>How many keys lead here.</summary>
    public int Depth { get; } = (parent?.Depth ?? 0) + 1;

    /// <summary>The keys from the root to <paramref name="key"/> below <paramref name="parent"/>.</summary>
    public static IReadOnlyList<object> ToList(ResponsePath? parent, object key)
    {
        var keys = new object[(parent?.Depth ?? 0) + 1];
        keys[^1] = key;
        for (var path = parent; path is not null; path = path.Parent)
            keys[path.Depth - 1] = path.Key;
        return keys;
    }

    /// <summary>The keys from the root to a position.</summary>
    public static IReadOnlyList<object> ToList(ResponsePath? path) => path is null ? [] : ToList(path.Parent, path.Key);

    /// <summary>The path as text, such as <c>products[2].price</c>.</summary>
    public static string ToText(IReadOnlyList<object> path)
    {
        var text = new StringBuilder();
        foreach (var key in path)
        {
            if (key is int index)
                text.Append('[').Append(index.ToString(CultureInfo.InvariantCulture)).Append(']');
            else
                text.Append(text.Length == 0 ? string.Empty : ".").Append(key);
        }

        return text.ToString();
    }

    public void MarkNull() => _isNull = true;

    /// <summary>Whether a position or one it lies in has become null.</summary>
    public static bool IsNulled(ResponsePath? path)
    {
        for (; path is not null; path = path.Parent)
        {
            if (path._isNull)
                return true;
        }

        return false;
    }

    private ResponsePath? Parent { get; } = parent;

    private object Key { get; } = key;
}
