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

    private readonly T[] items;
    private readonly Dictionary<string, T>? byName;

    /// <summary>Makes a list.</summary>
    /// <param name="items">The elements in order.</param>
    /// <exception cref="ArgumentException">Two elements have the same name.</exception>
    public NamedList(IEnumerable<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        this.items = items.ToArray();
        if (this.items.Length > ScanLimit)
        {
            byName = new Dictionary<string, T>(this.items.Length, StringComparer.Ordinal);
            foreach (var item in this.items)
            {
                if (!byName.TryAdd(item.Name, item))
                    throw Repeated(item.Name);
            }
        }
        else
        {
            for (var i = 1; i < this.items.Length; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    if (this.items[i].Name == this.items[j].Name)
                        throw Repeated(this.items[i].Name);
                }
            }
        }
    }

    /// <summary>The list without elements.</summary>
    [SuppressMessage("Design", "CA1000", Justification = "An immutable constant, as in the framework's own collections.")]
    public static NamedList<T> Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => items.Length;

    /// <inheritdoc/>
    public T this[int index] => items[index];

    /// <summary>Finds an element.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The element, or null when there is none of that name.</returns>
    public T? Find(string name)
    {
        if (byName is not null)
            return byName.GetValueOrDefault(name);
        foreach (var item in items)
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
    public Enumerator GetEnumerator() => new(items);

    /// <summary>The elements as a span, for loops without allocation.</summary>
    /// <returns>The elements.</returns>
    public ReadOnlySpan<T> AsSpan() => items;

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => ((IEnumerable<T>)items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => items.GetEnumerator();

    private static ArgumentException Repeated(string name) =>
        new($"Two elements of one {typeof(T).Name} list are named \"{name}\"; names must be unique within their parent.");

    /// <summary>Walks the list in order.</summary>
    [SuppressMessage("Design", "CA1034", Justification = "The enumerator pattern of foreach.")]
    [SuppressMessage("Performance", "CA1815", Justification = "Enumerators are never compared.")]
    public struct Enumerator
    {
        private readonly T[] items;
        private int index;

        internal Enumerator(T[] items)
        {
            this.items = items;
            index = -1;
        }

        /// <summary>The current element.</summary>
        public readonly T Current => items[index];

        /// <summary>Goes to the next element.</summary>
        /// <returns>False at the end.</returns>
        public bool MoveNext() => ++index < items.Length;
    }
}
