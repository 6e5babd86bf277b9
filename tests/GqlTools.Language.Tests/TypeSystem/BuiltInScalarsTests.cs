using System.Numerics;
using System.Text.Json;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Tests.TypeSystem;

public class BuiltInScalarsTests
{
    public static TheoryData<string, object, object?> Serialized => new()
    {
        { "Int", 5, 5 }, { "Int", 5L, 5 }, { "Int", 5.0, 5 }, { "Int", 5m, 5 }, { "Int", "7", 7 }, { "Int", true, 1 }, { "Int", (short)3, 3 }, { "Int", new BigInteger(9), 9 },
        { "Float", 5, 5.0 }, { "Float", 1.5m, 1.5 }, { "Float", "2.5", 2.5 }, { "Float", 1.5f, 1.5 },
        { "String", "x", "x" }, { "String", 5, "5" }, { "String", 1.5, "1.5" }, { "String", true, "true" }, { "String", 3.0, "3" }, { "String", 'c', "c" },
        { "Boolean", true, true }, { "Boolean", 0, false }, { "Boolean", 2.5, true },
        { "ID", "x", "x" }, { "ID", 5, "5" }, { "ID", 5.0, "5" }, { "ID", long.MaxValue, "9223372036854775807" },
        { "ID", Guid.Empty, "00000000-0000-0000-0000-000000000000" },
    };

    [Theory]
    [MemberData(nameof(Serialized))]
    public void Results_become_values_of_the_scalar(string type, object result, object? expected) =>
        Assert.Equal(expected, BuiltInScalars.Find(type)!.Serialize(result));

    [Theory]
    [InlineData("Int", 1.5)]
    [InlineData("Int", 3_000_000_000L)]
    [InlineData("Int", "")]
    [InlineData("Int", "x")]
    [InlineData("Float", double.NaN)]
    [InlineData("Float", "x")]
    [InlineData("String", double.PositiveInfinity)]
    [InlineData("Boolean", "true")]
    [InlineData("ID", 1.5)]
    [InlineData("ID", true)]
    public void Other_results_are_refused_with_what_was_found(string type, object result)
    {
        var exception = Assert.Throws<CoercionException>(() => BuiltInScalars.Find(type)!.Serialize(result));
        Assert.StartsWith(type + " must be ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_elements_are_read_as_what_they_hold()
    {
        using var json = JsonDocument.Parse("""{ "i": 5, "s": "x", "b": true }""");
        Assert.Equal(5, BuiltInScalars.Int.Serialize(json.RootElement.GetProperty("i")));
        Assert.Equal("x", BuiltInScalars.String.Serialize(json.RootElement.GetProperty("s")));
        Assert.Equal(true, BuiltInScalars.Boolean.Serialize(json.RootElement.GetProperty("b")));
    }

    [Fact]
    public void Schemas_made_in_code_refuse_two_things_of_one_name()
    {
        Assert.Throws<ArgumentException>(() => new EnumType("E", [new("A"), new("A")]));
        var query = new ObjectType("Query", () => [new FieldDefinition("a", new ScalarType("S")), new FieldDefinition("b", new ScalarType("S"))]);
        Assert.Contains("Two types are named \"S\"", Assert.Throws<ArgumentException>(() => new Schema(new SchemaConfiguration { Query = query })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Types_made_in_code_may_refer_to_each_other()
    {
        ObjectType? person = null;
        person = new ObjectType("Person", () => [new FieldDefinition("friends", person!.NonNull().List())]);
        var schema = new Schema(new SchemaConfiguration { Query = new ObjectType("Query", () => [new FieldDefinition("me", person)]) });
        Assert.Equal("[Person!]", ((ObjectType)schema.FindType("Person")!).Fields[0].Type.ToString());
        Assert.Equal("Person.friends", person.Fields[0].Coordinate);
    }
}
