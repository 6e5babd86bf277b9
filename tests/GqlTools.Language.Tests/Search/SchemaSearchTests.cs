using GqlTools.Language.Search;
using GqlTools.Language.Sdl;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Tests.Search;

public sealed class SchemaSearchTests
{
    private static readonly Schema Shop = SchemaBuilder.Build(
        """
        type Query { product(filter: Filter): Product price: Money }
        interface Node { id: ID! }
        "What is sold."
        type Product implements Node { id: ID! price: Money! old: Int @deprecated }
        type Money { amount: Int }
        input Filter { price: Int "By name." name: String }
        union Thing = Product | Money
        """);

    [Fact]
    public void Types_are_found_by_name_kind_description_and_use()
    {
        Assert.Equal(["Product"], Types(new TypeQuery { Name = name => name.StartsWith('P') }));
        Assert.Equal(["Filter"], Types(new TypeQuery { Kinds = [TypeKind.InputObject] }));
        Assert.Equal(["Product"], Types(new TypeQuery { Description = "SOLD" }));
        Assert.Equal(["Query", "Product", "Thing"], Types(new TypeQuery { Uses = name => name == "Money" }));
        Assert.Equal(["Query"], Types(new TypeQuery { Uses = name => name == "Filter" }));
        Assert.Equal(["Product"], Types(new TypeQuery { PossibleTypeOf = "Node" }));
        Assert.Empty(Types(new TypeQuery { PossibleTypeOf = "Nothing" }));
    }

    [Fact]
    public void Types_of_introspection_are_found_only_on_request()
    {
        Assert.DoesNotContain("__Type", Types(new TypeQuery()));
        Assert.Contains("__Type", Types(new TypeQuery { IncludeIntrospection = true }));
    }

    [Fact]
    public void Fields_are_found_by_name_type_parent_argument_description_and_deprecation()
    {
        Assert.Equal(["Query.price", "Product.price", "Filter.price"], Fields(new FieldQuery { Name = name => name == "price" }));
        Assert.Equal(["Query.price", "Product.price"], Fields(new FieldQuery { Type = name => name == "Money" }));
        Assert.Equal(["Money.amount"], Fields(new FieldQuery { Parent = name => name == "Money" }));
        Assert.Equal(["Query.product"], Fields(new FieldQuery { Argument = name => name == "filter" }));
        Assert.Equal(["Filter.name"], Fields(new FieldQuery { Description = "by NAME" }));
        Assert.Equal(["Product.old"], Fields(new FieldQuery { Deprecated = true }));
        Assert.DoesNotContain("Product.old", Fields(new FieldQuery { Deprecated = false }));
    }

    private static IEnumerable<string> Types(TypeQuery query) => SchemaSearch.FindTypes(Shop, query).Select(type => type.Name);

    private static IEnumerable<string> Fields(FieldQuery query) => SchemaSearch.FindFields(Shop, query).Select(field => field.Coordinate);
}
