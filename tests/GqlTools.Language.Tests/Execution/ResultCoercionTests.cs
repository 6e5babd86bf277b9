using System.Numerics;
using System.Text.Json;
using GqlTools.Language.Execution;
using GqlTools.Language.Sdl;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Tests.Execution;

public sealed class ResultCoercionTests
{
    public static TheoryData<string, object, string> Values => new()
    {
        { "Int", 1, "1" },
        { "Int", -2147483648L, "-2147483648" },
        { "Int", 1.0, "1" },
        { "Int", "12", "12" },
        { "Int", true, "1" },
        { "Float", 1, "1" },
        { "Float", 0.1, "0.1" },
        { "Float", 1.5m, "1.5" },
        { "Float", "2.5", "2.5" },
        { "String", "a\"b\n", "'a\\'b\\n'" },
        { "String", 12, "'12'" },
        { "String", true, "'true'" },
        { "Boolean", true, "true" },
        { "Boolean", 0, "false" },
        { "ID", "x", "'x'" },
        { "ID", 12345678901L, "'12345678901'" },
        { "Size", "S", "'S'" },
        { "Size", 10, "'M'" },
        { "Any", 12345678901234567890m, "12345678901234567890" },
        { "Any", BigInteger.Parse("123456789012345678901234567890", System.Globalization.CultureInfo.InvariantCulture), "123456789012345678901234567890" },
        { "Any", (byte)5, "5" },
        { "Any", ulong.MaxValue, "18446744073709551615" },
        { "Any", 1.5f, "1.5" },
        { "Any", new Dictionary<string, object?> { ["b"] = new object?[] { 1, null, "x" }, ["a"] = new Dictionary<string, object?>() }, "{'b':[1,null,'x'],'a':{}}" },
        { "Any", new List<int> { 1, 2 }, "[1,2]" },
        { "Any", JsonSerializer.SerializeToElement(new { deep = new[] { 1.50m } }), "{'deep':[1.50]}" },
        { "Upper", "abc", "'ABC'" },
        { "Int", JsonSerializer.SerializeToElement("12"), "12" },
        { "String", JsonSerializer.SerializeToElement(1.5m), "'1.5'" },
        { "Boolean", JsonSerializer.SerializeToElement(true), "true" },
        { "ID", JsonSerializer.SerializeToElement(12345678901234567890m), "'12345678901234567890'" },
        { "Size", JsonSerializer.SerializeToElement("S"), "'S'" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public async Task A_leaf_is_written_as_its_type_says(string type, object value, string json) =>
        Assert.Equal($"{{'data':{{'value':{json}}}}}", await Json(type, value));

    public static TheoryData<string, object, string> WrongValues => new()
    {
        { "Int", 2147483648L, "Int must be between -2147483648 and 2147483647, but found 2147483648." },
        { "Int", 1.5, "Int must be a whole number, but found 1.5." },
        { "Int", "one", "Int must be a whole number, but found \"one\"." },
        { "Float", double.NaN, "Float must be a finite number, but found NaN." },
        { "Boolean", "yes", "Boolean must be true or false, but found \"yes\"." },
        { "ID", 1.5, "ID must be a text or a whole number, but found 1.5." },
        { "Size", "XL", "The enum Size has no value for \"XL\"." },
        { "Any", double.PositiveInfinity, "The scalar Any serialized to Infinity (System.Double), which has no form in JSON; its Serialize must return a plain value." },
        { "Any", new Version(1, 2), "The scalar Any serialized to 1.2 (System.Version), which has no form in JSON; its Serialize must return a plain value." },
        { "Upper", 5, "only texts" },
        { "Upper", "", "The scalar Upper has no form for \"\": its Serialize returned null." },
    };

    [Theory]
    [MemberData(nameof(WrongValues))]
    public async Task A_leaf_that_is_not_of_its_type_is_an_error_of_its_field(string type, object value, string message)
    {
        var result = await Run.Result(Schema(type, value), "{ value }");

        Assert.Null(result.Data!["value"]);
        var error = Assert.Single(result.Errors);
        Assert.Equal(message, error.Message);
        Assert.Equal(["value"], error.Path);
    }

    [Fact]
    public async Task A_response_object_is_an_ordered_dictionary()
    {
        var data = (await Run.Result(SchemaBuilder.Build("type Query { b: Int a: Int c: Int }"), "{ b a x: c }", new { a = 1, b = 2, c = 3 })).Data!;

        Assert.Equal(["b", "a", "x"], data.Keys);
        Assert.Equal([2, 1, 3], data.Values);
        Assert.Equal(3, data.Count);
        Assert.Equal(3, data["x"]);
        Assert.True(data.ContainsKey("a"));
        Assert.False(data.TryGetValue("c", out _));
        Assert.Throws<KeyNotFoundException>(() => data["c"]);
        Assert.Equal([new("b", 2), new("a", 1), new("x", 3)], data);
    }

    [Fact]
    public void A_refused_request_is_written_without_data_and_with_its_extensions_last()
    {
        var refused = ExecutionResult.FromRequestErrors(new ExecutionError("no") { Extensions = new Dictionary<string, object?> { ["code"] = "X" } })
            .WithExtensions(new Dictionary<string, object?> { ["cost"] = 3 });

        Assert.Equal("{'errors':[{'message':'no','extensions':{'code':'X'}}],'extensions':{'cost':3}}", Run.Json(refused));
    }

    private static Task<string> Json(string type, object value) => Run.Json(Schema(type, value), "{ value }");

    private static Schema Schema(string type, object value) => SchemaBuilder.Build(
        $"type Query {{ value: {type} }} scalar Any scalar Upper enum Size {{ S M }}",
        new SchemaBindings()
            .ResolveValue("Query.value", _ => value)
            .EnumValue("Size.M", 10)
            .Scalar("Upper", serialize: text => text switch
            {
                "" => null,
                string word => word.ToUpperInvariant(),
                _ => throw new InvalidTimeZoneException("only texts"),
            }));
}
