using System.Reflection;

namespace GqlTools.Help.Reading;

/// <summary>Reads attributes from metadata, where no attribute object can be made.</summary>
internal static class AttributeReading
{
    private const string Automation = "System.Management.Automation.";

    /// <summary>The attributes of a name in System.Management.Automation.</summary>
    public static IEnumerable<CustomAttributeData> Attributes(this MemberInfo member, string name) =>
        member.CustomAttributes.Where(attribute => attribute.AttributeType.FullName == $"{Automation}{name}Attribute");

    /// <summary>The first attribute of a name in System.Management.Automation; null without one.</summary>
    public static CustomAttributeData? Attribute(this MemberInfo member, string name) => member.Attributes(name).FirstOrDefault();

    /// <summary>The value of a named argument; <paramref name="fallback"/> where it is not given.</summary>
    public static T Named<T>(this CustomAttributeData attribute, string name, T fallback) =>
        attribute.NamedArguments.Where(argument => argument.MemberName == name).Select(argument => (T)argument.TypedValue.Value!).DefaultIfEmpty(fallback).First();

    /// <summary>The positional arguments, those of an array one by one.</summary>
    public static IEnumerable<object?> Values(this CustomAttributeData attribute) =>
        attribute.ConstructorArguments.SelectMany(argument =>
            argument.Value is IEnumerable<CustomAttributeTypedArgument> elements ? elements.Select(element => element.Value) : [argument.Value]);
}
