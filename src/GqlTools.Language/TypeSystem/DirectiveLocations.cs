namespace GqlTools.Language.TypeSystem;

/// <summary>The names of directive locations as they stand in documents (specification section 3.13).</summary>
public static class DirectiveLocations
{
    private static readonly string[] Names =
    [
        "QUERY", "MUTATION", "SUBSCRIPTION", "FIELD", "FRAGMENT_DEFINITION", "FRAGMENT_SPREAD", "INLINE_FRAGMENT", "VARIABLE_DEFINITION",
        "SCHEMA", "SCALAR", "OBJECT", "FIELD_DEFINITION", "ARGUMENT_DEFINITION", "INTERFACE", "UNION", "ENUM", "ENUM_VALUE", "INPUT_OBJECT",
        "INPUT_FIELD_DEFINITION", "DIRECTIVE_DEFINITION",
    ];

    /// <summary>All names, in the order of <see cref="DirectiveLocation"/>.</summary>
    public static IReadOnlyList<string> All => Names;

    /// <summary>The name of a location.</summary>
    /// <param name="location">The location.</param>
    /// <returns>For example <c>FIELD_DEFINITION</c>.</returns>
    public static string ToName(this DirectiveLocation location) => Names[(int)location];

    /// <summary>Reads a name.</summary>
    /// <param name="name">For example <c>FIELD_DEFINITION</c>; case-sensitive.</param>
    /// <param name="location">The location.</param>
    /// <returns>Whether the name is a location's.</returns>
    public static bool TryParse(string name, out DirectiveLocation location)
    {
        var index = Array.IndexOf(Names, name);
        location = (DirectiveLocation)Math.Max(index, 0);
        return index >= 0;
    }
}
