using System.Globalization;
using System.Text.Json;
using GqlTools.Demo.Http;

namespace GqlTools.Demo.Uploads;

/// <summary>Puts files in the places of the variables that a form's map names, where the operations have null.</summary>
internal static class UploadMap
{
    private const string VariablesMember = "variables";

    public static (IReadOnlyList<GraphQLRequest> Requests, bool IsBatch) Apply(
        GraphQLRequest[] requests, bool isBatch, IEnumerable<(string[] Paths, UploadedFile File)> files)
    {
        var roots = requests.Select(request => new Dictionary<string, object?> { [VariablesMember] = ToTree(request.Variables) }).ToArray();
        foreach (var (paths, file) in files)
        {
            foreach (var path in paths)
            {
                object? root = isBatch ? roots : roots[0];
                Put(root, path.Split('.'), file, path);
            }
        }

        return ([.. requests.Zip(roots, static (request, root) => request with { VariablesWithFiles = root[VariablesMember] as Dictionary<string, object?> })], isBatch);
    }

    private static void Put(object? parent, ReadOnlySpan<string> keys, UploadedFile file, string path)
    {
        while (keys.Length > 1)
        {
            parent = Child(parent, keys[0], path);
            keys = keys[1..];
        }

        if (Child(parent, keys[0], path) is not null)
            throw NotThere(path);
        if (parent is Dictionary<string, object?> fields)
            fields[keys[0]] = file;
        else if (parent is List<object?> items)
            items[int.Parse(keys[0], CultureInfo.InvariantCulture)] = file;
        else
            throw NotThere(path);
    }

    private static object? Child(object? parent, string key, string path) => parent switch
    {
        Dictionary<string, object?> fields when fields.TryGetValue(key, out var child) => child,
        IReadOnlyList<object?> items when int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < items.Count => items[index],
        _ => throw NotThere(path),
    };

    private static RequestRefusedException NotThere(string path) =>
        UploadReader.Malformed($"The map's path '{path}' leads to no null in the operations.");

    private static object? ToTree(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().ToDictionary(static member => member.Name, static member => ToTree(member.Value)),
        JsonValueKind.Array => value.EnumerateArray().Select(ToTree).ToList(),
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        _ => value,
    };
}
