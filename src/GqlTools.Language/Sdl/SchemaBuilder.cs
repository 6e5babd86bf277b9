using System.Collections.Immutable;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;
using GqlTools.Language.Validation;

namespace GqlTools.Language.Sdl;

/// <summary>Builds a schema from a document in the schema definition language (specification section 3).</summary>
public static class SchemaBuilder
{
    /// <summary>Builds a schema.</summary>
    /// <param name="sdl">The document: definitions and extensions in any order.</param>
    /// <param name="bindings">Resolvers, codecs and the like; null for a schema that is only read.</param>
    /// <param name="parserOptions">Bounds on the document; null for the parser's defaults.</param>
    /// <returns>The schema; <see cref="SchemaValidator"/> tells whether it obeys all rules of the specification's section 3.</returns>
    /// <exception cref="GraphQLSyntaxException">The document cannot be read.</exception>
    /// <exception cref="SchemaException">The document contradicts itself, or a binding fits nothing in it.</exception>
    public static Schema Build(string sdl, SchemaBindings? bindings = null, ParserOptions? parserOptions = null) =>
        Build(Parser.Parse(sdl, parserOptions), bindings);

    /// <summary>Builds a schema from a document that has been read.</summary>
    /// <param name="document">The document: definitions and extensions in any order.</param>
    /// <param name="bindings">Resolvers, codecs and the like; null for a schema that is only read.</param>
    /// <returns>The schema; <see cref="SchemaValidator"/> tells whether it obeys all rules of the specification's section 3.</returns>
    /// <exception cref="SchemaException">The document contradicts itself, or a binding fits nothing in it.</exception>
    public static Schema Build(DocumentNode document, SchemaBindings? bindings = null)
    {
        ArgumentNullException.ThrowIfNull(document);
        var problems = DocumentValidator.ValidateSdl(document);
        if (problems.Count > 0)
            throw new SchemaException(problems);
        bindings ??= new SchemaBindings();
        var types = new SdlTypes(document, bindings);
        var named = types.BuildTypes();
        NamedType? query = null, mutation = null, subscription = null;
        var explicitRoots = types.SchemaDefinition is not null;
        foreach (var root in types.RootTypes)
        {
            var type = types.Resolve(root.Type);
            _ = root.Operation switch
            {
                OperationType.Query => query = type,
                OperationType.Mutation => mutation = type,
                _ => subscription = type,
            };
        }

        if (!explicitRoots)
        {
            // Without a schema definition the default names count, also beside a schema extension (specification section 3.3.1).
            query = types.Find("Query") ?? query;
            mutation = types.Find("Mutation") ?? mutation;
            subscription = types.Find("Subscription") ?? subscription;
        }

        var directives = types.BuildDirectives();
        var schema = new Schema(new SchemaConfiguration
        {
            Description = types.SchemaDefinition?.Description?.Value,
            Query = query,
            Mutation = mutation,
            Subscription = subscription,
            Types = named,
            Directives = directives.Concat(BuiltInDirectives.Specified.Where(known => directives.TrueForAll(own => own.Name != known.Name))),
            Syntax = types.SchemaDefinition,
            ExtensionSyntax = types.SchemaExtensions,
        });
        CheckBindings(schema, bindings);
        return schema;
    }

    private static void CheckBindings(Schema schema, SchemaBindings bindings)
    {
        var errors = new List<ValidationError>();
        foreach (var coordinate in bindings.Coordinates.Distinct())
        {
            var element = SchemaCoordinate.TryParse(coordinate, out var parsed) ? parsed.Resolve(schema) : null;
            if (element is null)
            {
                errors.Add(new("Bindings", $"A binding is for \"{coordinate}\", which the schema does not define.{Nearest(schema, coordinate)}", [])
                {
                    Coordinate = coordinate,
                });
            }
            else if (bindings.Misfit(coordinate, element) is { } wanted)
            {
                errors.Add(new("Bindings", $"A binding for \"{coordinate}\" needs {wanted}, but the schema has a {Kind(element)} there.", [])
                {
                    Coordinate = coordinate,
                });
            }
        }

        if (errors.Count > 0)
            throw new SchemaException(errors);
    }

    private static string Kind(ISchemaElement element) => element switch
    {
        NamedType type => $"{type.Kind} type",
        FieldDefinition => "field",
        EnumValueDefinition => "value of an enum",
        _ => "input field",
    };

    private static string Nearest(Schema schema, string coordinate)
    {
        var dot = coordinate.IndexOf('.', StringComparison.Ordinal);
        var typeName = dot < 0 ? coordinate : coordinate[..dot];
        var type = schema.FindType(typeName);
        if (type is null || dot < 0)
            return Suggestions.Sentence(typeName, schema.Types.Select(static known => known.Name));
        IEnumerable<string> members = type switch
        {
            CompositeType composite => composite.Fields.Select(static field => field.Name),
            EnumType enumType => enumType.Values.Select(static value => value.Name),
            _ => [],
        };
        return Suggestions.Sentence(coordinate[(dot + 1)..], members, $"{typeName}'s ");
    }
}
