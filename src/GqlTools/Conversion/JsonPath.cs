using System.Text;

namespace GqlTools.Conversion;

/// <summary>Writes paths as people write them: <c>.name</c>, and <c>['odd name']</c> where a name needs quoting.</summary>
internal static class JsonPath
{
    /// <summary>Appends the step to a property.</summary>
    /// <param name="path">The path so far.</param>
    /// <param name="name">The property's name.</param>
    public static void AppendProperty(StringBuilder path, string name)
    {
        bool isPlain = name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsLetterOrDigit(c) || c == '_');
        if (isPlain)
            path.Append('.').Append(name);
        else
            path.Append("['").Append(name.Replace("'", "''", StringComparison.Ordinal)).Append("']");
    }
}
