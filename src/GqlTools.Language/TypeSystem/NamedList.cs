using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace GqlTools.Language.TypeSystem;

/// <summary>An immutable list of schema elements in the order of their definition, with look-up by name (case-sensitive).</summary>
/// <typeparam name="T">The kind of element.</typeparam>
public sealed class NamedList<T> : IReadOnlyList<T>
    where T : class, ISchemaElement
{
    /// <summary>Up to this many elements a scan is as fast as a hash table and takes no memory.</summary>
    private const int ScanLimit = 8;

    private readonly T[] _items;
    private readonly Dictionary<string, T>? _byName;

    /// <summary>Makes a list.</summary>
    /// <param name="items">The elements in order.</param>
    /// <exception cref="ArgumentException">Two elements have the same name.</exception>
    public NamedList(IEnumerable<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        _items = items.ToArray();
        if (_items.Length > ScanLimit)
        {
            _byName = new Dictionary<string, T>(_items.Length, StringComparer.Ordinal);
            foreach (var item in _items)
            {
                if (!_byName.TryAdd(item.Name, item))
                    throw Repeated(item.Name);
            }
        }
        else
        {
            for (var i = 1; i < _items.Length; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    if (_items[i].Name == _items[j].Name)
                        throw Repeated(_items[i].Name);
                }
            }
        }
    }

    /// <summary>The list without elements.</summary>
    [SuppressMessage("Design", "CA1000", Justification = "An immutable constant, as in the framework's own collections.")]
    public static NamedList<T> Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _items.Length;

    /// <inheritdoc/>
    public T this[int _index] => _items[_index];

    /// <summary>Finds an element.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The element, or null when there is none of that name.</returns>
    public T? Find(string name)
    {
        if (_byName is not null)
            return _byName.GetValueOrDefault(name);
        foreach (var item in _items)
        {
            if (item.Name == name)
                return item;
        }

        return null;
    }

    /// <summary>Finds an element.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="item">The element.</param>
    /// <returns>Whether there is one of that name.</returns>
    public bool TryFind(string name, [NotNullWhen(true)] out T? item)
    {
        item = Find(name);
        return item is not null;
    }

    /// <summary>Whether there is an element of that name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>True when there is.</returns>
    public bool Contains(string name) => Find(name) is not null;

    /// <summary>An enumerator without allocation.</summary>
    /// <returns>The enumerator.</returns>
    public Enumerator GetEnumerator() => new(_items);

    /// <summary>The elements as a span, for loops without allocation.</summary>
    /// <returns>The elements.</returns>
    public ReadOnlySpan<T> AsSpan() => _items;

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();

    private static ArgumentException Repeated(string name) =>
        new($"Two elements of one {typeof(T).Name} list are named \"{name}\"; names must be unique within their parent.");

    /// <summary>Walks the list in order.</summary>
    [SuppressMessage("Design", "CA1034", Justification = "The enumerator pattern of foreach.")]
    [SuppressMessage("Performance", "CA1815", Justification = "Enumerators are never compared.")]
    public struct Enumerator
    {
        private readonly T[] _items;
        private int _index;

        internal Enumerator(T[] items)
        {
            _items = items;
            _index = -1;
        }

        /// <summary>The current element.</summary>
        public readonly T Current => _items[_index];

        /// <summary>Goes to the next element.</summary>
        /// <returns>False at the end.</returns>
        public bool MoveNext() => ++_index < _items.Length;
    }
}
