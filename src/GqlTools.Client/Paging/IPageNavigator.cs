using System.Diagnostics.CodeAnalysis;

namespace GqlTools.Client.Paging;

/// <summary>
/// How paging looks into the values that a caller's reader makes. Pages are read once, straight into <typeparamref name="T"/>; paging needs no more of
/// them than this. Thread-safe: it keeps nothing.
/// </summary>
/// <typeparam name="T">What JSON values become. JSON null becomes null.</typeparam>
public interface IPageNavigator<T>
{
    /// <summary>Finds an entry of an object.</summary>
    /// <param name="value">Any value.</param>
    /// <param name="name">The entry's name.</param>
    /// <param name="entry">Its value, which may be null.</param>
    /// <returns>False where the value is no object or has no such entry.</returns>
    bool TryGetEntry(T? value, string name, out T? entry);

    /// <summary>Reads the elements of a list.</summary>
    /// <param name="value">Any value.</param>
    /// <param name="elements">The elements in order.</param>
    /// <returns>False where the value is no list.</returns>
    bool TryGetElements(T? value, [NotNullWhen(true)] out IReadOnlyList<T?>? elements);

    /// <summary>The text of a string or number, as the server wrote it; null for anything else.</summary>
    /// <param name="value">Any value.</param>
    string? GetText(T? value);

    /// <summary>Whether a value is true.</summary>
    /// <param name="value">Any value.</param>
    bool IsTrue(T? value);

    /// <summary>Replaces the value of an entry that is there.</summary>
    /// <param name="value">An object.</param>
    /// <param name="name">The entry's name.</param>
    /// <param name="entry">The new value; it may stand in another object until now.</param>
    void SetEntry(T value, string name, T? entry);

    /// <summary>Replaces the elements of a list that is an object's entry.</summary>
    /// <param name="value">An object.</param>
    /// <param name="name">The list's name.</param>
    /// <param name="elements">The new elements, which may be the old ones or stand in other lists until now.</param>
    void SetElements(T value, string name, IReadOnlyList<T?> elements);
}
