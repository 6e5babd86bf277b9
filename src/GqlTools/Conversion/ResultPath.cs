using System.Collections;
using System.Management.Automation;

namespace GqlTools.Conversion;

/// <summary>
/// Picks a part of an answer's data by the names on the way to it, such as <c>users.nodes</c>. A list on the way means each of its elements;
/// null on the way, and a list that is empty, mean nothing.
/// </summary>
internal static class ResultPath
{
    /// <summary>The values at <paramref name="path"/>, the elements of a list one by one.</summary>
    /// <param name="data">What a reader made of <c>data</c>.</param>
    /// <param name="path">Response names, with dots between them.</param>
    /// <exception cref="ResultPathException">An object on the way has no such name, or a value there is no object.</exception>
    public static IEnumerable<object> Select(object? data, string path)
    {
        var names = path.Split('.');
        return SelectFrom(data, names, 0);
    }

    private static IEnumerable<object> SelectFrom(object? value, string[] names, int depth)
    {
        if (value is null) return [];
        if (value is object[] list) return list.SelectMany(element => SelectFrom(element, names, depth));
        return depth == names.Length ? [value] : SelectFrom(Entry(value, names, depth), names, depth + 1);
    }

    private static object? Entry(object value, string[] names, int depth)
    {
        var name = names[depth];
        var place = depth == 0 ? "The data" : $"'{string.Join('.', names.Take(depth))}'";
        if (value is IDictionary entries)
        {
            return entries.Contains(name) ? entries[name] : throw Missing(place, name, entries.Keys.Cast<string>());
        }

        if (value is not PSObject { BaseObject: PSCustomObject } source)
            throw new ResultPathException($"{place} is a value, so the result path '{string.Join('.', names)}' ends too late. Leave out '{string.Join('.', names.Skip(depth))}'.");
        return source.Properties[name] is { } property
            ? property.Value
            : throw Missing(place, name, source.Properties.Select(property => property.Name));
    }

    private static ResultPathException Missing(string place, string name, IEnumerable<string> names) =>
        new($"{place} has no '{name}'. It has: {string.Join(", ", names)}.");
}
