namespace GqlTools.Language.Syntax;

/// <summary>The places a directive can be applied to. Specification section 3.13.</summary>
internal static class DirectiveLocationNames
{
    public static bool Contains(ReadOnlySpan<char> name) => name is
        "QUERY" or "MUTATION" or "SUBSCRIPTION" or "FIELD" or "FRAGMENT_DEFINITION" or "FRAGMENT_SPREAD" or "INLINE_FRAGMENT"
        or "VARIABLE_DEFINITION" or "SCHEMA" or "SCALAR" or "OBJECT" or "FIELD_DEFINITION" or "ARGUMENT_DEFINITION" or "INTERFACE" or "UNION"
        or "ENUM" or "ENUM_VALUE" or "INPUT_OBJECT" or "INPUT_FIELD_DEFINITION";
}
