namespace GqlTools.Binding;

/// <summary>Tells the form of a schema from the path it goes to.</summary>
internal static class GqlSchemaFormats
{
    /// <summary>The form that the path's extension stands for; the schema definition language for every other.</summary>
    public static GqlSchemaFormat OfPath(string? path) => System.IO.Path.GetExtension(path)?.ToLowerInvariant() switch
    {
        ".json" => GqlSchemaFormat.Json,
        ".html" or ".htm" => GqlSchemaFormat.Html,
        _ => GqlSchemaFormat.Sdl,
    };
}
