using System.Text.Json;

namespace GqlTools.Language.Introspection;

/// <summary>
/// Which parts of introspection a server knows. Older servers lack those that came with later editions of the specification, and
/// refuse a query that asks for them.
/// </summary>
public sealed record IntrospectionCapabilities
{
    /// <summary>What every server since 2016 knows.</summary>
    public static IntrospectionCapabilities Minimal { get; } = new();

    /// <summary>Everything of the September 2025 edition.</summary>
    public static IntrospectionCapabilities September2025 { get; } = new()
    {
        SchemaDescription = true,
        SpecifiedByUrl = true,
        RepeatableDirectives = true,
        InputValueDeprecation = true,
        OneOf = true,
    };

    /// <summary>Whether to ask for descriptions; leaving them out makes the answer of a large schema several times smaller. Default: true.</summary>
    public bool Descriptions { get; init; } = true;

    /// <summary>Whether <c>__Schema.description</c> is known (October 2021).</summary>
    public bool SchemaDescription { get; init; }

    /// <summary>Whether <c>__Type.specifiedByURL</c> is known (October 2021).</summary>
    public bool SpecifiedByUrl { get; init; }

    /// <summary>Whether <c>__Directive.isRepeatable</c> is known (October 2021).</summary>
    public bool RepeatableDirectives { get; init; }

    /// <summary>Whether arguments and input fields tell their deprecation (September 2025).</summary>
    public bool InputValueDeprecation { get; init; }

    /// <summary>Whether <c>__Type.isOneOf</c> is known (September 2025).</summary>
    public bool OneOf { get; init; }

    /// <summary>Whether directives tell their deprecation (a draft after September 2025).</summary>
    public bool DirectiveDeprecation { get; init; }

    /// <summary>Reads what a server answered to <see cref="IntrospectionQuery.Probe"/>.</summary>
    /// <param name="data">The <c>data</c> entry of the answer.</param>
    /// <returns>What the server admits; <see cref="Minimal"/> where the answer says nothing.</returns>
    public static IntrospectionCapabilities FromProbe(JsonElement data) => new()
    {
        SchemaDescription = HasField(data, "schema", "description", null),
        SpecifiedByUrl = HasField(data, "type", "specifiedByURL", null),
        RepeatableDirectives = HasField(data, "directive", "isRepeatable", null),
        InputValueDeprecation = HasField(data, "inputValue", "isDeprecated", null) && HasField(data, "type", "inputFields", "includeDeprecated")
            && HasField(data, "field", "args", "includeDeprecated") && HasField(data, "directive", "args", "includeDeprecated"),
        OneOf = HasField(data, "type", "isOneOf", null),
        DirectiveDeprecation = HasField(data, "directive", "isDeprecated", null) && HasField(data, "schema", "directives", "includeDeprecated"),
    };

    private static bool HasField(JsonElement data, string type, string field, string? argument) =>
        Items(data, type, "fields").Any(item => IsNamed(item, field)
            && (argument is null || Items(item, null, "args").Any(known => IsNamed(known, argument))));

    private static JsonElement.ArrayEnumerator Items(JsonElement parent, string? child, string list)
    {
        if (child is not null && (parent.ValueKind != JsonValueKind.Object || !parent.TryGetProperty(child, out parent)))
            return default;
        return parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(list, out var items) && items.ValueKind == JsonValueKind.Array
            ? items.EnumerateArray()
            : default;
    }

    private static bool IsNamed(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty("name", out var found) && found.ValueKind == JsonValueKind.String
        && found.ValueEquals(name);
}
