using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace GqlTools.Conversion;

/// <summary>Builds objects with note properties, the quickest way PowerShell 7.4 and later offer to the public.</summary>
/// <remarks>
/// Adding a property to a PSObject stores a copy of what is added, made by <see cref="PSMemberInfo.Copy"/>. This property's copies are plain note
/// properties with the name and value set here: one object a property instead of two, and no copying of base fields. The names are checked before
/// (<see cref="PropertyShape.NeedsDictionary"/>), so PowerShell's own checks (reserved names, type data) are told to stay away.
/// </remarks>
internal sealed class NotePropertyTemplate : PSNoteProperty
{
    private string name = nameof(NotePropertyTemplate);
    private object? value;

    /// <summary>Creates the template; it never becomes part of an object itself.</summary>
    public NotePropertyTemplate()
        : base(nameof(NotePropertyTemplate), null)
    {
    }

    /// <summary>Builds an object.</summary>
    /// <param name="properties">Its properties, in order. Names that are equal name one property, and the last value wins.</param>
    public PSObject Build(ReadOnlySpan<PSObjectReader.Entry> properties)
    {
        if (properties.IsEmpty)
            return new PSObject();
        PSObject built = NewPSObject(properties.Length);
        PSMemberInfoCollection<PSPropertyInfo> members = built.Properties;
        foreach (PSObjectReader.Entry property in properties)
        {
            name = property.Name;
            value = property.Value;
            members.Add(this, preValidated: true);
        }
        return built;
    }

    /// <inheritdoc/>
    public override PSMemberInfo Copy() => new PSNoteProperty(name, value);

    /// <summary>PSObject's constructor with a capacity, public since PowerShell 6 but not part of PowerShellStandard; bound when first called.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern PSObject NewPSObject(int instanceMemberCapacity);
}
