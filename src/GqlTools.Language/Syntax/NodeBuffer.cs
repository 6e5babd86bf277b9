using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace GqlTools.Language.Syntax;

/// <summary>
/// A stack in which the parser gathers the nodes of a list before it knows how many there are. Lists nest: an inner one begins on top of
/// the outer one and is taken off before the outer goes on. One array serves a whole document, so that a list costs only its final array.
/// </summary>
internal struct NodeBuffer<T>
    where T : SyntaxNode
{
    private const int InitialCapacity = 8;

    private T[]? _items;

    /// <summary>How many nodes the buffer holds; remember it as the beginning of a new list.</summary>
    public int Count { get; private set; }

    /// <summary>Puts a node on top.</summary>
    public void Add(T node)
    {
        var items = _items;
        if (items is null || Count == items.Length)
        {
            Array.Resize(ref _items, Math.Max(InitialCapacity, Count * 2));
            items = _items!;
        }

        items[Count++] = node;
    }

    /// <summary>Takes off the nodes since <paramref name="start"/>.</summary>
    public ImmutableArray<T> Take(int start)
    {
        var taken = _items.AsSpan(start, Count - start).ToArray();
        Count = start;
        return ImmutableCollectionsMarshal.AsImmutableArray(taken);
    }
}
