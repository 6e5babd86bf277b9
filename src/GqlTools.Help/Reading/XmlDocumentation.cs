using System.Reflection;
using System.Xml.Linq;

namespace GqlTools.Help.Reading;

/// <summary>The documentation comments of an assembly and of those that it references, as the compiler wrote them.</summary>
internal sealed class XmlDocumentation
{
    private readonly Dictionary<string, XElement> _members = new(StringComparer.Ordinal);

    /// <summary>Reads documentation files.</summary>
    /// <param name="files">Their paths; what is not there is passed over, as most packages come without.</param>
    public XmlDocumentation(IEnumerable<string> files)
    {
        foreach (var file in files.Where(File.Exists))
            foreach (var member in XDocument.Load(file, LoadOptions.PreserveWhitespace).Descendants("member"))
                _members.TryAdd(member.Attribute("name")!.Value, member);
    }

    /// <summary>The comment of a type; null without one.</summary>
    public XElement? Of(Type type) => Resolve($"T:{NameOf(type)}");

    /// <summary>The comment of a field, such as an enum's; null without one.</summary>
    public XElement? Of(FieldInfo field) => Resolve($"F:{NameOf(field.DeclaringType!)}.{field.Name}");

    /// <summary>The comment of a property; null without one. One that only says inheritdoc is that of the base class's property.</summary>
    public XElement? Of(PropertyInfo property)
    {
        for (var type = property.DeclaringType; type is not null; type = type.BaseType)
        {
            if (type.GetProperty(property.Name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly) is null) continue;
            if (Resolve($"P:{NameOf(type)}.{property.Name}") is { } member && member.Element("inheritdoc") is null) return member;
        }

        return null;
    }

    private XElement? Resolve(string id)
    {
        var member = _members.GetValueOrDefault(id);
        return member?.Element("inheritdoc")?.Attribute("cref")?.Value is { } source ? _members.GetValueOrDefault(source) : member;
    }

    private static string NameOf(Type type) => (type.FullName ?? type.Name).Replace('+', '.');
}
