using GqlTools.Language.Introspection;
using GqlTools.Language.Sdl;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Tests.Sdl;

public class SchemaBuilderTests
{
    private const string Shop = """
        "The shop."
        schema { query: Root mutation: Change }
        "Once or many times."
        directive @cost(weight: Int = 1, "Where." at: [Place!]) repeatable on FIELD_DEFINITION | ARGUMENT_DEFINITION
        type Root { "One product." product(id: ID!, "How." style: Style = PLAIN): Product @cost(weight: 3) node(id: ID!): Node search(where: Where = { name: "a", tags: ["x", "y"] }): [Found!]! }
        type Change { add(input: NewProduct!): Product }
        interface Node { id: ID! }
        interface Named implements Node { id: ID! name: String! }
        type Product implements Named & Node { id: ID! name: String! old: Int @deprecated old2(arg: Int @deprecated(reason: "no \"use\"")): Int @deprecated(reason: "gone") }
        type Shelf { at: Place }
        union Found = Product | Shelf
        enum Style { PLAIN FANCY @deprecated }
        enum Place { A B }
        scalar Url @specifiedBy(url: "https://example.org/url")
        input Where @oneOf { name: String tags: [String] }
        input NewProduct { name: String! = "new" parent: NewProduct style: Style = FANCY price: Float = -1.5 }
        extend type Shelf { width: Float }
        extend union Found = Change
        extend enum Place { C }
        extend input NewProduct { home: Url }
        """;

    [Fact]
    public void Builds_all_kinds_of_types_with_their_extensions()
    {
        var schema = SchemaBuilder.Build(Shop);
        Assert.Equal("Root", schema.Query!.Name);
        Assert.Equal("Change", schema.Mutation!.Name);
        Assert.Null(schema.Subscription);
        Assert.Equal("The shop.", schema.Description);
        var product = Assert.IsType<ObjectType>(schema.FindType("Product"));
        Assert.Equal(["Named", "Node"], product.Interfaces.Select(item => item.Name));
        Assert.Equal("No longer supported", product.Fields.Find("old")!.DeprecationReason);
        Assert.Equal(["at", "width"], ((ObjectType)schema.FindType("Shelf")!).Fields.Select(field => field.Name));
        Assert.Equal(["Product", "Shelf", "Change"], ((UnionType)schema.FindType("Found")!).Members.Select(item => item.Name));
        Assert.Equal("https://example.org/url", ((ScalarType)schema.FindType("Url")!).SpecifiedByUrl);
        Assert.True(((InputObjectType)schema.FindType("Where")!).IsOneOf);
        Assert.True(schema.FindDirective("cost")!.IsRepeatable);
        Assert.NotNull(schema.FindDirective("skip"));
    }

    [Fact]
    public void Elements_know_their_coordinates()
    {
        var schema = SchemaBuilder.Build(Shop);
        string[] coordinates = ["Root", "Root.product", "Root.product(style:)", "Style.FANCY", "NewProduct.price", "@cost", "@cost(at:)"];
        foreach (var coordinate in coordinates)
            Assert.Equal(coordinate, SchemaCoordinate.Parse(coordinate).Resolve(schema)!.Coordinate);
        Assert.Null(SchemaCoordinate.Parse("Root.missing").Resolve(schema));
        Assert.Throws<FormatException>(() => SchemaCoordinate.Parse("Root.a.b"));
    }

    [Fact]
    public void Prints_what_builds_the_same_schema_again()
    {
        var printed = SchemaPrinter.Print(SchemaBuilder.Build(Shop));
        Assert.Equal(printed, SchemaPrinter.Print(SchemaBuilder.Build(printed)));
        Assert.Contains("  product(\n    id: ID!\n\n    \"\"\"How.\"\"\"\n    style: Style = PLAIN\n  ): Product", printed, StringComparison.Ordinal);
        Assert.Contains("input Where @oneOf {", printed, StringComparison.Ordinal);
    }

    [Fact]
    public void Introspection_result_builds_the_same_schema_again()
    {
        var schema = SchemaBuilder.Build(Shop);
        var read = IntrospectionReader.Read(IntrospectionWriter.Write(schema));
        Assert.Equal(SchemaPrinter.Print(schema), SchemaPrinter.Print(read));
    }

    [Fact]
    public void Wrapping_types_are_the_same_object_each_time()
    {
        var schema = SchemaBuilder.Build("type Query { a: [Int!]! b: [Int!]! }");
        Assert.Same(schema.Query!.Fields[0].Type, schema.Query.Fields[1].Type);
        Assert.Equal("[Int!]!", schema.Query.Fields[0].Type.ToString());
    }

    [Fact]
    public void Default_root_names_count_without_a_schema_definition()
    {
        var schema = SchemaBuilder.Build("type Query { a: Int } type Mutation { a: Int } type Subscription { a: Int }");
        Assert.Equal(("Query", "Mutation", "Subscription"), (schema.Query!.Name, schema.Mutation!.Name, schema.Subscription!.Name));
        Assert.Null(SchemaBuilder.Build("schema { query: Query } type Query { a: Int } type Mutation { a: Int }").Mutation);
    }

    [Fact]
    public void Unknown_type_is_refused_with_its_place_and_a_suggestion()
    {
        var error = Assert.Single(Assert.Throws<SchemaException>(() => SchemaBuilder.Build("type Query {\n  a: Prodct }\ntype Product { a: Int }")).Errors);
        Assert.Equal((2, 6), (error.Locations[0].Line, error.Locations[0].Column));
        Assert.Contains("Did you mean \"Product\"?", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bindings_reach_fields_scalars_enum_values_and_abstract_types()
    {
        var schema = SchemaBuilder.Build(Shop, new SchemaBindings()
            .ResolveValue("Root.product", _ => 1)
            .Scalar("Url", parseValue: value => new Uri((string)value))
            .EnumValue("Style.FANCY", 7)
            .ResolveType("Node", (_, _) => "Product"));
        Assert.NotNull(schema.Query!.Fields.Find("product")!.Resolve);
        Assert.Equal(7, ((EnumType)schema.FindType("Style")!).Values.Find("FANCY")!.Value);
        Assert.Equal(7, ((InputObjectType)schema.FindType("NewProduct")!).Fields.Find("style")!.GetDefault());
        Assert.NotNull(((InterfaceType)schema.FindType("Node")!).ResolveType);
        Assert.Equal(new Uri("https://a.example"), ((ScalarType)schema.FindType("Url")!).ParseValue("https://a.example"));
    }

    [Fact]
    public void Binding_of_an_unknown_coordinate_is_refused_with_a_suggestion()
    {
        var exception = Assert.Throws<SchemaException>(() => SchemaBuilder.Build(Shop, new SchemaBindings().ResolveValue("Root.prodct", _ => 1)));
        Assert.Equal("Root.prodct", exception.Errors[0].Coordinate);
        Assert.Contains("Did you mean Root's \"product\"?", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Binding_of_the_wrong_kind_is_refused() =>
        Assert.Contains(
            "needs a field",
            Assert.Throws<SchemaException>(() => SchemaBuilder.Build(Shop, new SchemaBindings().ResolveValue("Style", _ => 1))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Possible_types_and_sub_types_follow_interfaces_and_unions()
    {
        var schema = SchemaBuilder.Build(Shop);
        var node = (InterfaceType)schema.FindType("Node")!;
        var product = schema.FindType("Product")!;
        Assert.Equal(["Product"], schema.GetPossibleTypes(node).Select(type => type.Name));
        Assert.Equal(["Named"], schema.GetImplementingInterfaces(node).Select(type => type.Name));
        Assert.True(schema.IsSubType(product.NonNull().List(), node.List()));
        Assert.False(schema.IsSubType(node, product));
        Assert.False(schema.IsSubType(product.List(), node));
        Assert.True(schema.Overlap((CompositeType)schema.FindType("Found")!, node));
        Assert.False(schema.Overlap((CompositeType)schema.FindType("Shelf")!, node));
    }

    [Fact]
    public void A_chain_of_ten_thousand_types_overflows_no_stack()
    {
        var sdl = "type Query { next: T0 }\n" + string.Join('\n', Enumerable.Range(0, 10_000).Select(i => $"type T{i} {{ next: T{(i + 1) % 10_000} }}"));
        var schema = SchemaBuilder.Build(sdl);
        Assert.Equal(10_000 + 1 + 8 + 2, schema.Types.Count);
        Assert.Equal(10_001, SchemaPrinter.Print(schema).Split("type ").Length - 1);
        Assert.Equal(schema.Types.Count, IntrospectionReader.Read(IntrospectionWriter.Write(schema, indented: false)).Types.Count);
    }
}
