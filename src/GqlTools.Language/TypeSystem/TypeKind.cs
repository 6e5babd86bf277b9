namespace GqlTools.Language.TypeSystem;

/// <summary>The kinds of types (specification section 4.2, <c>__TypeKind</c>).</summary>
public enum TypeKind
{
    /// <summary>A leaf with a textual or numeric value.</summary>
    Scalar,

    /// <summary>A set of fields.</summary>
    Object,

    /// <summary>A set of fields that object types promise to have.</summary>
    Interface,

    /// <summary>One of a list of object types.</summary>
    Union,

    /// <summary>A leaf with one value out of a list of names.</summary>
    Enum,

    /// <summary>A set of input fields.</summary>
    InputObject,

    /// <summary>A list of another type.</summary>
    List,

    /// <summary>Another type without null.</summary>
    NonNull,
}
