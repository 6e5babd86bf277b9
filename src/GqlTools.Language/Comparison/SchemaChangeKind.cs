namespace GqlTools.Language.Comparison;

/// <summary>The kinds of changes between two schemas. Those up to <see cref="InputFieldDefaultValueAdded"/> are the ones graphql-js tells apart.</summary>
public enum SchemaChangeKind
{
    /// <summary>Breaking: a type is gone.</summary>
    TypeRemoved,

    /// <summary>Breaking: a type is of another kind.</summary>
    TypeChangedKind,

    /// <summary>Breaking: a union lost a member.</summary>
    TypeRemovedFromUnion,

    /// <summary>Breaking: an enum lost a value.</summary>
    ValueRemovedFromEnum,

    /// <summary>Breaking: an input object has a new field that must be given.</summary>
    RequiredInputFieldAdded,

    /// <summary>Breaking: a type no longer implements an interface.</summary>
    ImplementedInterfaceRemoved,

    /// <summary>Breaking: a field or input field is gone.</summary>
    FieldRemoved,

    /// <summary>Breaking: a field or input field has a type that does not fit the old one.</summary>
    FieldChangedKind,

    /// <summary>Breaking: a field has a new argument that must be given.</summary>
    RequiredArgAdded,

    /// <summary>Breaking: an argument of a field is gone.</summary>
    ArgRemoved,

    /// <summary>Breaking: an argument has a type that does not take what the old one took.</summary>
    ArgChangedKind,

    /// <summary>Breaking: a directive is gone.</summary>
    DirectiveRemoved,

    /// <summary>Breaking: an argument of a directive is gone.</summary>
    DirectiveArgRemoved,

    /// <summary>Breaking: a directive has a new argument that must be given.</summary>
    RequiredDirectiveArgAdded,

    /// <summary>Breaking: a directive can no longer stand more than once in one place.</summary>
    DirectiveRepeatableRemoved,

    /// <summary>Breaking: a directive can no longer stand in a place.</summary>
    DirectiveLocationRemoved,

    /// <summary>Dangerous: an enum has a new value, which clients may not know.</summary>
    ValueAddedToEnum,

    /// <summary>Dangerous: a union has a new member, which clients may not know.</summary>
    TypeAddedToUnion,

    /// <summary>Dangerous: an input object has a new field that may be left out.</summary>
    OptionalInputFieldAdded,

    /// <summary>Dangerous: a field has a new argument that may be left out.</summary>
    OptionalArgAdded,

    /// <summary>Dangerous: a type implements another interface; fragments on it now apply.</summary>
    ImplementedInterfaceAdded,

    /// <summary>Dangerous: an argument's default is another one or gone.</summary>
    ArgDefaultValueChange,

    /// <summary>Dangerous: an input field's default is another one or gone.</summary>
    InputFieldDefaultValueChange,

    /// <summary>Safe: a description is another one.</summary>
    DescriptionChanged,

    /// <summary>Safe: a new type.</summary>
    TypeAdded,

    /// <summary>Safe: a new directive.</summary>
    DirectiveAdded,

    /// <summary>Safe: a new field.</summary>
    FieldAdded,

    /// <summary>Safe: a directive can now stand more than once in one place.</summary>
    DirectiveRepeatableAdded,

    /// <summary>Safe: a directive can stand in another place as well.</summary>
    DirectiveLocationAdded,

    /// <summary>Safe: a directive has a new argument that may be left out.</summary>
    OptionalDirectiveArgAdded,

    /// <summary>Safe: a field or input field has another type that fits the old one.</summary>
    FieldChangedKindSafe,

    /// <summary>Safe: an argument has another type that takes what the old one took.</summary>
    ArgChangedKindSafe,

    /// <summary>Safe: an argument has a default now.</summary>
    ArgDefaultValueAdded,

    /// <summary>Safe: an input field has a default now.</summary>
    InputFieldDefaultValueAdded,

    /// <summary>Breaking: a kind of operation is gone or has another root type.</summary>
    RootTypeChanged,

    /// <summary>Safe: a new kind of operation.</summary>
    RootTypeAdded,

    /// <summary>Breaking: an input object takes exactly one of its fields now.</summary>
    OneOfAdded,

    /// <summary>Safe: an input object takes more than one of its fields now.</summary>
    OneOfRemoved,

    /// <summary>Safe: an element is deprecated now, or for another reason.</summary>
    DeprecationAdded,

    /// <summary>Safe: an element is no longer deprecated.</summary>
    DeprecationRemoved,
}
