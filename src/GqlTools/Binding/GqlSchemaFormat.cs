namespace GqlTools.Binding;

/// <summary>The forms in which a schema is written.</summary>
public enum GqlSchemaFormat
{
    /// <summary>Schema definition language.</summary>
    Sdl,

    /// <summary>The answer to an introspection query, in JSON.</summary>
    Json,

    /// <summary>A self-contained page for people.</summary>
    Html,
}
