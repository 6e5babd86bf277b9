namespace GqlTools.Language.TypeSystem;

/// <summary>Where a directive may stand (specification section 3.13, <c>DirectiveLocation</c>).</summary>
public enum DirectiveLocation
{
    /// <summary>QUERY: a query operation.</summary>
    Query,

    /// <summary>MUTATION: a mutation operation.</summary>
    Mutation,

    /// <summary>SUBSCRIPTION: a subscription operation.</summary>
    Subscription,

    /// <summary>FIELD: a field of a selection set.</summary>
    Field,

    /// <summary>FRAGMENT_DEFINITION: a fragment definition.</summary>
    FragmentDefinition,

    /// <summary>FRAGMENT_SPREAD: a fragment spread.</summary>
    FragmentSpread,

    /// <summary>INLINE_FRAGMENT: an inline fragment.</summary>
    InlineFragment,

    /// <summary>VARIABLE_DEFINITION: a variable definition.</summary>
    VariableDefinition,

    /// <summary>SCHEMA: a schema definition or extension.</summary>
    Schema,

    /// <summary>SCALAR: a scalar type.</summary>
    Scalar,

    /// <summary>OBJECT: an object type.</summary>
    Object,

    /// <summary>FIELD_DEFINITION: a field of an object or interface type.</summary>
    FieldDefinition,

    /// <summary>ARGUMENT_DEFINITION: an argument of a field or directive.</summary>
    ArgumentDefinition,

    /// <summary>INTERFACE: an interface type.</summary>
    Interface,

    /// <summary>UNION: a union type.</summary>
    Union,

    /// <summary>ENUM: an enum type.</summary>
    Enum,

    /// <summary>ENUM_VALUE: an enum value.</summary>
    EnumValue,

    /// <summary>INPUT_OBJECT: an input object type.</summary>
    InputObject,

    /// <summary>INPUT_FIELD_DEFINITION: a field of an input object type.</summary>
    InputFieldDefinition,

    /// <summary>DIRECTIVE_DEFINITION: a directive definition (in the specification's draft after September 2025).</summary>
    DirectiveDefinition,
}
