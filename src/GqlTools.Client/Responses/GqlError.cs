using System.Globalization;
using System.Text;
using System.Text.Json;

namespace GqlTools.Client.Responses;

/// <summary>One entry of an answer's <c>errors</c> (GraphQL specification, September 2025, section 7.1.2).</summary>
/// <param name="Message">The server's description.</param>
/// <param name="Locations">Places in the document; empty where the server names none.</param>
/// <param name="Path">Response path: <see cref="string"/> for a response name, <see cref="long"/> for a list index; null where none.</param>
/// <param name="Extensions">The error's <c>extensions</c>, or null.</param>
public sealed record GqlError(
    string Message,
    IReadOnlyList<GqlErrorLocation> Locations,
    IReadOnlyList<object>? Path,
    JsonElement? Extensions)
{
    /// <summary>
    /// <c>extensions.code</c>, the name by which servers class their errors, else the member <c>type</c> that GitHub has in its place; null where there
    /// is neither.
    /// </summary>
    public string? Code => Extensions is { ValueKind: JsonValueKind.Object } extensions ? TextOf(extensions, "code") ?? Type : Type;

    /// <summary>The error's member <c>type</c>, which is GitHub's, or <c>errorType</c>, which is AppSync's; null where there is neither.</summary>
    public string? Type { get; init; }

    /// <summary>The path as text, such as <c>users[3].email</c>; null where the error has none.</summary>
    public string? PathText => Path is null ? null : FormatPath(Path);

    /// <summary>Reads the value of <c>errors</c>. What a server writes beside the specification is passed over, not refused.</summary>
    /// <param name="errors">An array of error objects, or a single one as some servers send.</param>
    public static IReadOnlyList<GqlError> ReadAll(JsonElement errors) => errors.ValueKind switch
    {
        JsonValueKind.Array => errors.EnumerateArray().Select(Read).ToArray(),
        JsonValueKind.Null or JsonValueKind.Undefined => [],
        _ => [Read(errors)],
    };

    private static GqlError Read(JsonElement error)
    {
        if (error.ValueKind != JsonValueKind.Object) return new GqlError(error.ToString(), [], null, null);
        var message = error.TryGetProperty("message", out var text) ? TextOf(text) : error.GetRawText();
        return new GqlError(
            message,
            error.TryGetProperty("locations", out var locations) ? ReadLocations(locations) : [],
            error.TryGetProperty("path", out var path) ? ReadPath(path) : null,
            error.TryGetProperty("extensions", out var extensions) && extensions.ValueKind != JsonValueKind.Null ? extensions : null)
        {
            Type = TextOf(error, "type") ?? TextOf(error, "errorType"),
        };
    }

    // A text that was cut in the middle of a surrogate pair is no reason to lose the error: it is shown as it is written.
    private static string TextOf(JsonElement text)
    {
        try
        {
            return text.ToString();
        }
        catch (InvalidOperationException)
        {
            return text.GetRawText().Trim('"');
        }
    }

    private static string? TextOf(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    private static GqlErrorLocation[] ReadLocations(JsonElement locations) =>
        locations.ValueKind != JsonValueKind.Array
            ? []
            : locations.EnumerateArray()
                .Where(location => location.ValueKind == JsonValueKind.Object)
                .Select(location => new GqlErrorLocation(ReadNumber(location, "line"), ReadNumber(location, "column")))
                .ToArray();

    private static int ReadNumber(JsonElement location, string name) =>
        location.TryGetProperty(name, out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var value)
            ? value
            : 0;

    /// <summary>A response path as <see cref="Path"/> has it; null where <paramref name="path"/> is no list.</summary>
    internal static object[]? ReadPath(JsonElement path) =>
        path.ValueKind != JsonValueKind.Array
            ? null
            : path.EnumerateArray()
                .Select(segment => segment.ValueKind == JsonValueKind.Number && segment.TryGetInt64(out var index)
                    ? (object)index
                    : segment.ToString())
                .ToArray();

    /// <summary>A response path as text, such as <c>users[3].email</c>.</summary>
    internal static string FormatPath(IReadOnlyList<object> path)
    {
        var text = new StringBuilder();
        foreach (var segment in path)
        {
            if (segment is long index) text.Append(CultureInfo.InvariantCulture, $"[{index}]");
            else text.Append(text.Length == 0 ? "" : ".").Append(segment);
        }

        return text.ToString();
    }
}
