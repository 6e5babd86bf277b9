using System.Text;

namespace GqlTools.Language.Introspection;

/// <summary>The queries that ask a server for its schema (specification section 4).</summary>
public static class IntrospectionQuery
{
    /// <summary>The name of the operation of <see cref="Create"/>.</summary>
    public const string OperationName = "IntrospectionQuery";

    /// <summary>How many lists and non-nulls around a type the query can see: enough for lists of lists of lists, all non-null, and more.</summary>
    public const int DefaultTypeDepth = 9;

    private const int MaximumTypeDepth = 100;

    /// <summary>
    /// Asks what introspection itself can tell, with nothing that any server lacks; see <see cref="IntrospectionCapabilities.FromProbe"/>.
    /// </summary>
    public const string Probe =
        """
        query IntrospectionProbe {
          schema: __type(name: "__Schema") { ...Members }
          type: __type(name: "__Type") { ...Members }
          field: __type(name: "__Field") { ...Members }
          inputValue: __type(name: "__InputValue") { ...Members }
          directive: __type(name: "__Directive") { ...Members }
        }

        fragment Members on __Type {
          fields { name args { name } }
        }
        """;

    /// <summary>Writes the introspection query.</summary>
    /// <param name="capabilities">What the server knows; null for <see cref="IntrospectionCapabilities.September2025"/>.</param>
    /// <param name="typeDepth">How many lists and non-nulls around a type to ask for, 1 to 100.</param>
    /// <returns>A document with the one operation <see cref="OperationName"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="typeDepth"/> is not between 1 and 100.</exception>
    public static string Create(IntrospectionCapabilities? capabilities = null, int typeDepth = DefaultTypeDepth)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(typeDepth, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(typeDepth, MaximumTypeDepth);
        var can = capabilities ?? IntrospectionCapabilities.September2025;
        var description = can.Descriptions ? "description" : null;
        var inputDeprecation = can.InputValueDeprecation ? "isDeprecated deprecationReason" : null;
        var deprecatedInputs = can.InputValueDeprecation ? "(includeDeprecated: true)" : string.Empty;
        var deprecatedDirectives = can.DirectiveDeprecation ? "(includeDeprecated: true)" : string.Empty;

        var text = new StringBuilder();
        text.Append("query ").Append(OperationName).Append(" {\n  __schema {\n");
        Line(text, 2, can.SchemaDescription ? description : null);
        text.Append("    queryType { name kind }\n    mutationType { name kind }\n    subscriptionType { name kind }\n");
        text.Append("    types { ...FullType }\n");
        text.Append("    directives").Append(deprecatedDirectives).Append(" {\n      name\n");
        Line(text, 3, description);
        Line(text, 3, can.RepeatableDirectives ? "isRepeatable" : null);
        Line(text, 3, can.DirectiveDeprecation ? "isDeprecated deprecationReason" : null);
        text.Append("      locations\n      args").Append(deprecatedInputs).Append(" { ...InputValue }\n    }\n  }\n}\n\n");

        text.Append("fragment FullType on __Type {\n  kind\n  name\n");
        Line(text, 1, description);
        Line(text, 1, can.SpecifiedByUrl ? "specifiedByURL" : null);
        Line(text, 1, can.OneOf ? "isOneOf" : null);
        text.Append("  fields(includeDeprecated: true) {\n    name\n");
        Line(text, 2, description);
        text.Append("    args").Append(deprecatedInputs).Append(" { ...InputValue }\n");
        text.Append("    type { ...TypeRef }\n    isDeprecated\n    deprecationReason\n  }\n");
        text.Append("  inputFields").Append(deprecatedInputs).Append(" { ...InputValue }\n  interfaces { ...TypeRef }\n");
        text.Append("  enumValues(includeDeprecated: true) {\n    name\n");
        Line(text, 2, description);
        text.Append("    isDeprecated\n    deprecationReason\n  }\n  possibleTypes { ...TypeRef }\n}\n\n");

        text.Append("fragment InputValue on __InputValue {\n  name\n");
        Line(text, 1, description);
        text.Append("  type { ...TypeRef }\n  defaultValue\n");
        Line(text, 1, inputDeprecation);
        text.Append("}\n\nfragment TypeRef on __Type {\n  kind\n  name\n");
        for (var level = 1; level <= typeDepth; level++)
            text.Append(' ', 2 * level).Append("ofType {\n").Append(' ', (2 * level) + 2).Append("kind\n").Append(' ', (2 * level) + 2).Append("name\n");
        for (var level = typeDepth; level >= 1; level--)
            text.Append(' ', 2 * level).Append("}\n");
        return text.Append('}').ToString();
    }

    private static void Line(StringBuilder text, int indent, string? fields)
    {
        if (fields is not null)
            text.Append(' ', 2 * indent).Append(fields).Append('\n');
    }
}
