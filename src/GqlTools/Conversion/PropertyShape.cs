using System.Text;
using System.Text.Json;

namespace GqlTools.Conversion;

/// <summary>
/// The order in which objects at one place of an answer name their properties, learnt from the first and followed by the rest.
/// </summary>
/// <remarks>
/// A node is one property name in its context: the names before it in the object, and the place of the object in the answer. Each node knows the
/// names that came after it, the latest first, so the next object of a list costs one comparison of bytes a name, with no hash, no new string, and no
/// search for names that collide: whether a PSObject can hold the names up to a node is settled when the node is made.
/// What does not repeat (objects used as maps) outgrows the bounds and is left to the caller's general way.
/// </remarks>
internal sealed class PropertyShape
{
    /// <summary>Longer objects are not followed past this property: making a node compares its name with all before it.</summary>
    private const int MaxProperties = 128;

    /// <summary>So many different names may follow one; a map has more, a selection set with fragments on abstract types fewer.</summary>
    private const int MaxFollowers = 12;

    /// <summary>Names that PowerShell keeps for itself: as note properties they would be lost, or would break the object.</summary>
    private static readonly string[] ReservedNames = ["psbase", "psadapted", "psextended", "psobject", "pstypenames"];

    private readonly PropertyShape? previous;
    private readonly byte[] utf8Name;
    private readonly int position;
    private PropertyShape? latest;
    private PropertyShape? firstFollower;
    private PropertyShape? sibling;
    private PropertyShape? value;
    private int followers;

    /// <summary>Creates the start of an object: no name yet.</summary>
    public PropertyShape()
    {
        Name = "";
        utf8Name = [];
    }

    private PropertyShape(PropertyShape previous, string name)
    {
        this.previous = previous;
        position = previous.position + 1;
        Name = name;
        utf8Name = Encoding.UTF8.GetBytes(name);
        NeedsDictionary = previous.NeedsDictionary || IsNoPropertyName(name) || previous.HasOtherSpellingOf(name);
    }

    /// <summary>The property's name; empty at the start of an object.</summary>
    public string Name { get; }

    /// <summary>Whether the names up to this one cannot all be properties of one PSObject.</summary>
    public bool NeedsDictionary { get; }

    /// <summary>The start of the objects that are this property's value, or elements of it.</summary>
    public PropertyShape Value => value ??= new PropertyShape();

    /// <summary>Whether PowerShell has no note property of this name.</summary>
    /// <param name="name">A name from the answer.</param>
    public static bool IsNoPropertyName(string name) =>
        name.Length == 0
        || ((name[0] | 0x20) == 'p' && ReservedNames.Contains(name, StringComparer.OrdinalIgnoreCase));

    /// <summary>The node of the name the reader stands on, if it has followed this one before.</summary>
    /// <param name="reader">Stands on a property name.</param>
    public PropertyShape? Follow(ref Utf8JsonReader reader)
    {
        if (latest is not { } next)
            return null;
        if (next.IsNamedBy(ref reader))
            return next;
        for (next = firstFollower; next is not null; next = next.sibling)
            if (next.IsNamedBy(ref reader))
                return latest = next;
        return null;
    }

    /// <summary>Makes the node of a name that has not followed this one before; null where nodes no longer pay.</summary>
    /// <param name="name">The name, as read.</param>
    public PropertyShape? Learn(string name)
    {
        if (followers == MaxFollowers || position == MaxProperties)
            return null;
        followers++;
        PropertyShape next = new(this, name) { sibling = firstFollower };
        return latest = firstFollower = next;
    }

    private bool IsNamedBy(ref Utf8JsonReader reader) =>
        reader.HasValueSequence || reader.ValueIsEscaped
            ? reader.ValueTextEquals(utf8Name)
            : reader.ValueSpan.SequenceEqual(utf8Name);

    private bool HasOtherSpellingOf(string name)
    {
        for (PropertyShape? shape = this; shape is not null; shape = shape.previous)
            if (string.Equals(shape.Name, name, StringComparison.OrdinalIgnoreCase) && shape.Name != name)
                return true;
        return false;
    }
}
