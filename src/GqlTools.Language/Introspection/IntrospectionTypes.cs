using GqlTools.Language.Execution;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Introspection;

/// <summary>
/// The types and meta-fields through which a schema describes itself (specification section 4.2), with resolvers that read the
/// schema the operation runs on. One set serves all schemas.
/// </summary>
public static class IntrospectionTypes
{
    /// <summary><c>__TypeKind</c>.</summary>
    public static EnumType TypeKind { get; } = new(
        "__TypeKind",
        [
            new("SCALAR", TypeSystem.TypeKind.Scalar) { Description = "A scalar; `specifiedByURL` may be set." },
            new("OBJECT", TypeSystem.TypeKind.Object) { Description = "An object; it has `fields` and `interfaces`." },
            new("INTERFACE", TypeSystem.TypeKind.Interface) { Description = "An interface; it has `fields`, `interfaces` and `possibleTypes`." },
            new("UNION", TypeSystem.TypeKind.Union) { Description = "A union; it has `possibleTypes`." },
            new("ENUM", TypeSystem.TypeKind.Enum) { Description = "An enum; it has `enumValues`." },
            new("INPUT_OBJECT", TypeSystem.TypeKind.InputObject) { Description = "An input object; it has `inputFields`." },
            new("LIST", TypeSystem.TypeKind.List) { Description = "A list; `ofType` is the type of its items." },
            new("NON_NULL", TypeSystem.TypeKind.NonNull) { Description = "A type without null; `ofType` is the type inside." },
        ])
    {
        Description = "The kinds of types.",
    };

    /// <summary><c>__DirectiveLocation</c>.</summary>
    public static EnumType DirectiveLocation { get; } = new(
        "__DirectiveLocation",
        Enum.GetValues<DirectiveLocation>().Select(static location => new EnumValueDefinition(location.ToName(), location)
        {
            Description = $"{location.ToName()}: {location switch
            {
                TypeSystem.DirectiveLocation.Query or TypeSystem.DirectiveLocation.Mutation or TypeSystem.DirectiveLocation.Subscription => "an operation of that kind.",
                <= TypeSystem.DirectiveLocation.VariableDefinition => "a part of an executable document.",
                _ => "a part of a schema document.",
            }}",
        }))
    {
        Description = "The places of a document where a directive can stand.",
    };

    /// <summary><c>__EnumValue</c>.</summary>
    public static ObjectType EnumValue { get; } = new("__EnumValue", static () =>
    [
        Named<EnumValueDefinition>(),
        Described<EnumValueDefinition>(),
        .. Deprecation<EnumValueDefinition>(),
    ])
    {
        Description = "One value of an enum.",
    };

    /// <summary><c>__InputValue</c>.</summary>
    public static ObjectType InputValue { get; } = new("__InputValue", static () =>
    [
        Named<InputValueDefinition>(),
        Described<InputValueDefinition>(),
        Field<InputValueDefinition>("type", Type!.NonNull(), static (value, _) => value.Type),
        Field<InputValueDefinition>(
            "defaultValue",
            BuiltInScalars.String,
            static (value, _) => value.DefaultValue is null ? null : Printer.Print(value.DefaultValue),
            "The default value as it would stand in a document."),
        .. Deprecation<InputValueDefinition>(),
    ])
    {
        Description = "An argument of a field or directive, or a field of an input object.",
    };

    /// <summary><c>__Field</c>.</summary>
    public static ObjectType FieldType { get; } = new("__Field", static () =>
    [
        Named<FieldDefinition>(),
        Described<FieldDefinition>(),
        FilteredField<FieldDefinition, InputValueDefinition>("args", InputValue.NonNull().List().NonNull(), static (field, _) => field.Arguments),
        Field<FieldDefinition>("type", Type!.NonNull(), static (field, _) => field.Type),
        .. Deprecation<FieldDefinition>(),
    ])
    {
        Description = "A field of an object or interface.",
    };

    /// <summary><c>__Type</c>.</summary>
    public static ObjectType Type { get; } = new("__Type", static () =>
    [
        Field<GraphQLType>("kind", TypeKind.NonNull(), static (type, _) => type.Kind),
        Field<GraphQLType>("name", BuiltInScalars.String, static (type, _) => (type as NamedType)?.Name),
        Field<GraphQLType>("description", BuiltInScalars.String, static (type, _) => (type as NamedType)?.Description),
        Field<GraphQLType>("specifiedByURL", BuiltInScalars.String, static (type, _) => (type as ScalarType)?.SpecifiedByUrl),
        FilteredField<GraphQLType, FieldDefinition>(
            "fields", FieldType.NonNull().List(), static (type, _) => type is ObjectType or InterfaceType ? ((CompositeType)type).Fields : null),
        Field<GraphQLType>(
            "interfaces", Type!.NonNull().List(), static (type, _) => type is ObjectType or InterfaceType ? ((CompositeType)type).Interfaces : null),
        Field<GraphQLType>(
            "possibleTypes",
            Type!.NonNull().List(),
            static (type, context) => type is NamedType { IsAbstract: true } ? context.Schema.GetPossibleTypes((CompositeType)type) : null),
        FilteredField<GraphQLType, EnumValueDefinition>("enumValues", EnumValue.NonNull().List(), static (type, _) => (type as EnumType)?.Values),
        FilteredField<GraphQLType, InputValueDefinition>(
            "inputFields", InputValue.NonNull().List(), static (type, _) => (type as InputObjectType)?.Fields),
        Field<GraphQLType>("ofType", Type!, static (type, _) => type switch
        {
            ListType list => list.ItemType,
            NonNullType nonNull => nonNull.InnerType,
            _ => null,
        }),
        Field<GraphQLType>("isOneOf", BuiltInScalars.Boolean, static (type, _) => (type as InputObjectType)?.IsOneOf),
    ])
    {
        Description = "A type of the schema; which of the fields have a value depends on its kind.",
    };

    /// <summary><c>__Directive</c>.</summary>
    public static ObjectType Directive { get; } = new("__Directive", static () =>
    [
        Named<DirectiveDefinition>(),
        Described<DirectiveDefinition>(),
        Field<DirectiveDefinition>("isRepeatable", BuiltInScalars.Boolean.NonNull(), static (directive, _) => directive.IsRepeatable),
        Field<DirectiveDefinition>("locations", DirectiveLocation.NonNull().List().NonNull(), static (directive, _) => directive.Locations),
        FilteredField<DirectiveDefinition, InputValueDefinition>(
            "args", InputValue.NonNull().List().NonNull(), static (directive, _) => directive.Arguments),
        .. Deprecation<DirectiveDefinition>(),
    ])
    {
        Description = "A directive of the schema.",
    };

    /// <summary><c>__Schema</c>.</summary>
    public static ObjectType Schema { get; } = new("__Schema", static () =>
    [
        Field<Schema>("description", BuiltInScalars.String, static (schema, _) => schema.Description),
        Field<Schema>("types", Type.NonNull().List().NonNull(), static (schema, _) => schema.Types, "All types."),
        Field<Schema>("queryType", Type.NonNull(), static (schema, _) => schema.Query, "The root type of queries."),
        Field<Schema>("mutationType", Type, static (schema, _) => schema.Mutation, "The root type of mutations, if there are any."),
        Field<Schema>("subscriptionType", Type, static (schema, _) => schema.Subscription, "The root type of subscriptions, if there are any."),
        FilteredField<Schema, DirectiveDefinition>(
            "directives", Directive.NonNull().List().NonNull(), static (schema, _) => schema.Directives, "All directives."),
    ])
    {
        Description = "The types and directives of a GraphQL service.",
    };

    /// <summary>The meta-field <c>__schema</c> of the query root type.</summary>
    public static FieldDefinition SchemaField { get; } = new("__schema", Schema.NonNull())
    {
        Description = "The schema of this service.",
        Resolve = static context => new(context.Schema),
    };

    /// <summary>The meta-field <c>__type(name:)</c> of the query root type.</summary>
    public static FieldDefinition TypeField { get; } = new("__type", Type, [new("name", BuiltInScalars.String.NonNull())])
    {
        Description = "One type of this service.",
        Resolve = static context => new(context.Arguments["name"] is string name ? context.Schema.FindType(name) : null),
    };

    /// <summary>The meta-field <c>__typename</c> of every composite type.</summary>
    public static FieldDefinition TypeNameField { get; } = new("__typename", BuiltInScalars.String.NonNull())
    {
        Description = "The name of the object's type.",
        Resolve = static context => new(context.ParentType.Name),
    };

    /// <summary>Finds an introspection type.</summary>
    /// <param name="name">A type's name.</param>
    /// <returns>The type, or null when none of the eight has that name.</returns>
    public static NamedType? Find(string name) => name switch
    {
        "__Schema" => Schema,
        "__Directive" => Directive,
        "__DirectiveLocation" => DirectiveLocation,
        "__Type" => Type,
        "__Field" => FieldType,
        "__InputValue" => InputValue,
        "__EnumValue" => EnumValue,
        "__TypeKind" => TypeKind,
        _ => null,
    };

    /// <summary>Whether a name is that of an introspection type.</summary>
    /// <param name="name">A type's name.</param>
    /// <returns>True for the eight types of this class.</returns>
    public static bool Contains(string name) => name is "__Schema" or "__Directive" or "__DirectiveLocation" or "__Type" or "__Field"
        or "__InputValue" or "__EnumValue" or "__TypeKind";

    private static FieldDefinition Field<T>(string name, GraphQLType type, Func<T, ResolveContext, object?> read, string? description = null) =>
        new(name, type)
        {
            Description = description,
            Resolve = context => new(read((T)context.Source!, context)),
        };

    private static FieldDefinition FilteredField<T, TItem>(
        string name, GraphQLType type, Func<T, ResolveContext, IReadOnlyList<TItem>?> read, string? description = null)
        where TItem : class, ISchemaElement =>
        new(name, type, [new("includeDeprecated", BuiltInScalars.Boolean.NonNull()) { DefaultValue = new BooleanValueNode(false) }])
        {
            Description = description,
            Resolve = context =>
            {
                var items = read((T)context.Source!, context);
                return new(items is null || context.Arguments.GetValueOrDefault("includeDeprecated") is true || items.All(static item => item.DeprecationReason is null)
                    ? items
                    : items.Where(static item => item.DeprecationReason is null).ToArray());
            },
        };

    private static FieldDefinition Named<T>()
        where T : ISchemaElement => Field<T>("name", BuiltInScalars.String.NonNull(), static (element, _) => element.Name);

    private static FieldDefinition Described<T>()
        where T : ISchemaElement => Field<T>("description", BuiltInScalars.String, static (element, _) => element.Description);

    private static FieldDefinition[] Deprecation<T>()
        where T : ISchemaElement =>
    [
        Field<T>("isDeprecated", BuiltInScalars.Boolean.NonNull(), static (element, _) => element.DeprecationReason is not null),
        Field<T>("deprecationReason", BuiltInScalars.String, static (element, _) => element.DeprecationReason),
    ];
}
