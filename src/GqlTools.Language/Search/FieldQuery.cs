namespace GqlTools.Language.Search;

/// <summary>Which fields to find: of object, interface and input types. What is not set matches everything.</summary>
public sealed record FieldQuery
{
    /// <summary>Whether a field's name is wanted.</summary>
    public Func<string, bool>? Name { get; init; }

    /// <summary>Whether the name of the type that has the field is wanted.</summary>
    public Func<string, bool>? Parent { get; init; }

    /// <summary>Whether the name of the type that the field gives, without lists and non-nulls, is wanted.</summary>
    public Func<string, bool>? Type { get; init; }

    /// <summary>Whether the field has an argument of a wanted name.</summary>
    public Func<string, bool>? Argument { get; init; }

    /// <summary>A text that the description must hold, whatever its case.</summary>
    public string? Description { get; init; }

    /// <summary>Whether only deprecated fields are wanted (true), only others (false), or both (null).</summary>
    public bool? Deprecated { get; init; }
}
