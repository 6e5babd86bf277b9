using System.Text.Json;
using GqlTools.Client.Responses;
using GqlTools.Conversion;

namespace GqlTools.Output;

/// <summary>A GraphQL error as PowerShell sees it: target of its error record, entry of a whole response's <c>Errors</c>.</summary>
public sealed class GqlQueryError
{
    internal GqlQueryError(GqlError error, string? operationName)
    {
        Message = error.Message;
        Operation = operationName;
        Path = error.PathText;
        Locations = error.Locations;
        Code = error.Code;
        Extensions = error.Extensions is { } extensions ? PSObjectReader.Parse(JsonSerializer.SerializeToUtf8Bytes(extensions)) : null;
    }

    /// <summary>The server's description.</summary>
    public string Message { get; }

    /// <summary>The operation's name; null for an anonymous one.</summary>
    public string? Operation { get; }

    /// <summary>Response path, such as <c>users[3].email</c>; null where the error has none.</summary>
    public string? Path { get; }

    /// <summary>Lines and columns in the document.</summary>
    public IReadOnlyList<GqlErrorLocation> Locations { get; }

    /// <summary><c>extensions.code</c>, or null.</summary>
    public string? Code { get; }

    /// <summary>The error's <c>extensions</c>, or null.</summary>
    public object? Extensions { get; }

    /// <summary>Operation, path and location.</summary>
    public override string ToString()
    {
        var place = Path is null ? "" : $" at {Path}";
        var location = Locations.Count == 0 ? "" : $" ({string.Join(", ", Locations)})";
        return $"{Operation ?? "(anonymous)"}{place}{location}";
    }
}
