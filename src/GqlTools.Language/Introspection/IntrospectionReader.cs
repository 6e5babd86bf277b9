using System.Text.Json;
using GqlTools.Language.Sdl;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Introspection;

/// <summary>
/// Builds a schema from the answer to an introspection query (specification section 4). Tolerates what older and careless servers
/// leave out; refuses only what makes a type unknowable.
/// </summary>
public sealed class IntrospectionReader
{
    private readonly Dictionary<string, NamedType> _types = new(StringComparer.Ordinal);
    private readonly Action<string>? _tolerated;

    private IntrospectionReader(Action<string>? tolerated) => _tolerated = tolerated;

    /// <summary>Builds a schema.</summary>
    /// <param name="result">The whole answer, its <c>data</c> entry, or the object that has <c>__schema</c>.</param>
    /// <param name="tolerated">Is told, one sentence each, what was wrong with the answer but could be put right; null to ignore it.</param>
    /// <returns>The schema, without resolvers.</returns>
    /// <exception cref="SchemaException">The answer holds no schema, or one that refers to types it does not have.</exception>
    public static Schema Read(JsonElement result, Action<string>? tolerated = null)
    {
        var root = result;
        if (IsObject(root) && root.TryGetProperty("data", out var data))
            root = data;
        if (!IsObject(root) || !root.TryGetProperty("__schema", out var schema) || !IsObject(schema))
        {
            throw new SchemaException(
                "This is no introspection result: it has no \"__schema\" object, neither at its top nor under \"data\"."
                + (IsObject(result) && result.TryGetProperty("errors", out _) ? " The answer has errors; introspection may be switched off on this server." : string.Empty));
        }

        return new IntrospectionReader(tolerated).ReadSchema(schema);
    }

    /// <summary>Builds a schema from JSON text; see <see cref="Read(JsonElement, Action{string}?)"/>.</summary>
    /// <param name="json">The JSON text.</param>
    /// <param name="tolerated">Is told what was put right; null to ignore it.</param>
    /// <returns>The schema, without resolvers.</returns>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    /// <exception cref="SchemaException">The answer holds no schema, or one that refers to types it does not have.</exception>
    public static Schema Read(string json, Action<string>? tolerated = null)
    {
        using var document = JsonDocument.Parse(json);
        return Read(document.RootElement, tolerated);
    }

    private Schema ReadSchema(JsonElement schema)
    {
        if (!schema.TryGetProperty("types", out var types) || types.ValueKind != JsonValueKind.Array)
            throw new SchemaException("The introspection result has no list \"__schema.types\"; ask for it, a schema cannot be built without.");
        var named = new List<NamedType>();
        foreach (var item in types.EnumerateArray())
        {
            var name = Text(item, "name") ?? throw new SchemaException("A type in \"__schema.types\" has no name.");
            var type = BuiltInScalars.Find(name) ?? IntrospectionTypes.Find(name) ?? ReadType(name, item);
            if (_types.TryAdd(name, type))
                named.Add(type);
            else
                _tolerated?.Invoke($"The type \"{name}\" is listed twice; the first counts.");
        }

        return new Schema(new SchemaConfiguration
        {
            Description = Text(schema, "description"),
            Query = ReadRoot(schema, "queryType"),
            Mutation = ReadRoot(schema, "mutationType"),
            Subscription = ReadRoot(schema, "subscriptionType"),
            Types = named,
            Directives = schema.TryGetProperty("directives", out var directives) && directives.ValueKind == JsonValueKind.Array
                ? directives.EnumerateArray().Select(ReadDirective).ToArray()
                : null,
        });
    }

    private ObjectType? ReadRoot(JsonElement schema, string property)
    {
        if (!schema.TryGetProperty(property, out var root) || !IsObject(root))
            return null;
        var name = Text(root, "name") ?? throw new SchemaException($"\"__schema.{property}\" has no name.");
        return Find(name, property) as ObjectType
            ?? throw new SchemaException($"\"__schema.{property}\" names \"{name}\", which is no object type.", name);
    }

    // The members are read when they are first needed: by then all types are known. The elements stay alive until the schema is built,
    // as the schema reads all members at once.
    private NamedType ReadType(string name, JsonElement item)
    {
        var description = Text(item, "description");
        switch (Text(item, "kind"))
        {
            case "SCALAR":
                return new ScalarType(name) { Description = description, SpecifiedByUrl = Text(item, "specifiedByURL") };
            case "OBJECT":
                return new ObjectType(name, () => ReadFields(name, item), () => ReadTypes(name, item, "interfaces")) { Description = description };
            case "INTERFACE":
                return new InterfaceType(name, () => ReadFields(name, item), () => ReadTypes(name, item, "interfaces")) { Description = description };
            case "UNION":
                return new UnionType(name, () => ReadTypes(name, item, "possibleTypes")) { Description = description };
            case "ENUM":
                return new EnumType(name, Unique(name, Items(item, "enumValues").Select(value => new EnumValueDefinition(Name(value, name))
                {
                    Description = Text(value, "description"),
                    DeprecationReason = Deprecation(value),
                })))
                {
                    Description = description,
                };
            case "INPUT_OBJECT":
                return new InputObjectType(name, () => ReadInputValues(name, item, "inputFields"))
                {
                    Description = description,
                    IsOneOf = item.TryGetProperty("isOneOf", out var isOneOf) && isOneOf.ValueKind == JsonValueKind.True,
                };
            case var kind:
                throw new SchemaException(
                    $"The type \"{name}\" has the kind {(kind is null ? "null" : $"\"{kind}\"")}; a type's kind is SCALAR, OBJECT, INTERFACE, UNION, ENUM or INPUT_OBJECT.",
                    name);
        }
    }

    private IEnumerable<FieldDefinition> ReadFields(string typeName, JsonElement type) => Unique(typeName, Items(type, "fields").Select(item =>
    {
        var name = Name(item, typeName);
        return new FieldDefinition(name, ReadTypeReference(item, $"{typeName}.{name}"), ReadInputValues($"{typeName}.{name}", item, "args"))
        {
            Description = Text(item, "description"),
            DeprecationReason = Deprecation(item),
        };
    }));

    private IEnumerable<InputValueDefinition> ReadInputValues(string parent, JsonElement item, string property) =>
        Unique(parent, Items(item, property).Select(value =>
        {
            var name = Name(value, parent);
            return new InputValueDefinition(name, ReadTypeReference(value, $"{parent}.{name}"))
            {
                Description = Text(value, "description"),
                DeprecationReason = Deprecation(value),
                DefaultValue = ReadDefault(value, $"{parent}.{name}"),
            };
        }));

    private ValueNode? ReadDefault(JsonElement value, string coordinate)
    {
        if (Text(value, "defaultValue") is not { } text)
            return null;
        try
        {
            return Parser.ParseConstantValue(text);
        }
        catch (GraphQLSyntaxException problem)
        {
            _tolerated?.Invoke($"The default value of \"{coordinate}\" is no GraphQL value and is taken as a text: {problem.Problem}.");
            return new StringValueNode(text);
        }
    }

    private IEnumerable<NamedType> ReadTypes(string typeName, JsonElement type, string property) =>
        Items(type, property).Select(item => Find(Name(item, typeName), typeName));

    private GraphQLType ReadTypeReference(JsonElement item, string coordinate)
    {
        if (!item.TryGetProperty("type", out var reference))
            throw new SchemaException($"\"{coordinate}\" has no type in the introspection result.", coordinate);
        var wrappers = new Stack<bool>();
        while (true)
        {
            if (!IsObject(reference))
            {
                throw new SchemaException(
                    $"The type of \"{coordinate}\" has more lists and non-nulls than the introspection query asked for; ask with a larger type depth.", coordinate);
            }

            var kind = Text(reference, "kind");
            if (kind is not ("LIST" or "NON_NULL"))
                break;
            wrappers.Push(kind == "LIST");
            reference = reference.TryGetProperty("ofType", out var inner) ? inner : default;
        }

        GraphQLType type = Find(Name(reference, coordinate), coordinate);
        while (wrappers.TryPop(out var isList))
            type = isList ? type.List() : type.NonNull();
        return type;
    }

    private NamedType Find(string name, string coordinate) =>
        _types.GetValueOrDefault(name)
        ?? BuiltInScalars.Find(name)
        ?? IntrospectionTypes.Find(name)
        ?? throw new SchemaException($"\"{coordinate}\" refers to the type \"{name}\", which the introspection result does not describe.", coordinate);

    private DirectiveDefinition ReadDirective(JsonElement item)
    {
        var name = Name(item, "__schema.directives");
        return new DirectiveDefinition(name, ReadLocations(item, name), ReadInputValues($"@{name}", item, "args"))
        {
            Description = Text(item, "description"),
            DeprecationReason = Deprecation(item),
            IsRepeatable = IsTrue(item, "isRepeatable"),
        };
    }

    private List<DirectiveLocation> ReadLocations(JsonElement item, string name)
    {
        var locations = new List<DirectiveLocation>();
        foreach (var location in Items(item, "locations"))
        {
            if (location.ValueKind == JsonValueKind.String && DirectiveLocations.TryParse(location.GetString()!, out var known))
                locations.Add(known);
            else
                _tolerated?.Invoke($"The directive \"@{name}\" has the unknown location {location.GetRawText()}; it is left out.");
        }

        // Servers of the edition of 2015 had three flags in the place of locations.
        if (IsTrue(item, "onOperation"))
            locations.AddRange([DirectiveLocation.Query, DirectiveLocation.Mutation, DirectiveLocation.Subscription]);
        if (IsTrue(item, "onField"))
            locations.Add(DirectiveLocation.Field);
        if (IsTrue(item, "onFragment"))
            locations.AddRange([DirectiveLocation.FragmentDefinition, DirectiveLocation.FragmentSpread, DirectiveLocation.InlineFragment]);
        return locations.Distinct().ToList();
    }

    private IEnumerable<T> Unique<T>(string parent, IEnumerable<T> items)
        where T : ISchemaElement
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (seen.Add(item.Name))
                yield return item;
            else
                _tolerated?.Invoke($"\"{parent}\" lists \"{item.Name}\" twice; the first counts.");
        }
    }

    private static string Name(JsonElement item, string parent) =>
        Text(item, "name") is { Length: > 0 } name ? name : throw new SchemaException($"Something in \"{parent}\" has no name in the introspection result.", parent);

    private static string? Deprecation(JsonElement item) =>
        Text(item, "deprecationReason") ?? (IsTrue(item, "isDeprecated") ? BuiltInDirectives.DefaultDeprecationReason : null);

    private static bool IsTrue(JsonElement item, string property) =>
        IsObject(item) && item.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.True;

    private static string? Text(JsonElement item, string property) =>
        IsObject(item) && item.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static JsonElement.ArrayEnumerator Items(JsonElement item, string property) =>
        IsObject(item) && item.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : default;

    private static bool IsObject(JsonElement element) => element.ValueKind == JsonValueKind.Object;
}
