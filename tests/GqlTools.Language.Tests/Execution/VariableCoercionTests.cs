using GqlTools.Language.Execution;
using GqlTools.Language.Sdl;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Tests.Execution;

public sealed class VariableCoercionTests
{
    private static readonly Schema Schema = SchemaBuilder.Build("""
        type Query {
          show(int: Int, must: Int!, defaulted: Int = 5, mustDefaulted: Int! = 6, input: Order, list: [Int], lists: [[Int!]!], by: By, size: Size): String
          optional(a: Int, b: Int = 2, c: Int! = 3, input: Order = { items: [{ sku: "d" }] }, list: [Int!], id: ID, float: Float): String
        }
        input Order { items: [Item!]!, note: String = "none", rush: Boolean, deep: Order }
        input Item { sku: String!, count: Int! = 1 }
        input By @oneOf { id: ID, name: String }
        enum Size { S M }
        """,
        new SchemaBindings()
            .ResolveValue("Query.show", context => PrintArguments(context))
            .ResolveValue("Query.optional", context => PrintArguments(context)));

    [Theory]
    [InlineData("$a: Int", "a: $a", "{}", "{b: 2, c: 3, input: {items: [{sku: 'd', count: 1}], note: 'none'}}")]
    [InlineData("$a: Int", "a: $a", "{'a': null}", "{a: null, b: 2, c: 3, input: {items: [{sku: 'd', count: 1}], note: 'none'}}")]
    [InlineData("$a: Int = 7", "a: $a, input: null", "{}", "{a: 7, b: 2, c: 3, input: null}")]
    [InlineData("$a: Int = 7", "a: $a, input: null", "{'a': null}", "{a: null, b: 2, c: 3, input: null}")]
    [InlineData("$a: Int", "b: $a, input: null", "{}", "{b: 2, c: 3, input: null}")]
    [InlineData("$a: Int", "b: $a, input: null", "{'a': null}", "{b: null, c: 3, input: null}")]
    [InlineData("$a: Int", "c: $a, input: null", "{}", "{b: 2, c: 3, input: null}")]
    [InlineData("$a: Int! = 9", "c: $a, input: null", "{}", "{b: 2, c: 9, input: null}")]
    [InlineData("$a: [Int!]", "list: $a, input: null", "{'a': 4}", "{b: 2, c: 3, input: null, list: [4]}")]
    [InlineData("$a: Int!", "list: [1, $a], input: null", "{'a': 4}", "{b: 2, c: 3, input: null, list: [1, 4]}")]
    [InlineData("$a: String, $b: Int", "input: {items: {sku: 'x'}, note: $a, deep: {items: []}}", "{}", "{b: 2, c: 3, input: {items: [{sku: 'x', count: 1}], note: 'none', deep: {items: [], note: 'none'}}}")]
    [InlineData("$o: Order", "input: $o", "{'o': {'items': [{'sku': 's', 'count': 2}, {'sku': 't'}], 'rush': true}}", "{b: 2, c: 3, input: {items: [{sku: 's', count: 2}, {sku: 't', count: 1}], note: 'none', rush: true}}")]
    [InlineData("$o: Order = {items: {sku: 'e'}}", "input: $o", "{}", "{b: 2, c: 3, input: {items: [{sku: 'e', count: 1}], note: 'none'}}")]
    public async Task Arguments_are_what_variables_and_defaults_make_of_them(string declared, string arguments, string variables, string seen)
    {
        var query = $"query({declared}) {{ optional({arguments}) }}".Replace('\'', '"');

        var result = await Run.Result(Schema, query, variables: Run.Values(variables));

        Assert.Empty(result.Errors);
        Assert.Equal(seen.Replace('\'', '"'), result.Data!["optional"]);
    }

    [Theory]
    [InlineData("$a: Int!", "{}", "The variable $a of type Int! is required, but was not given.")]
    [InlineData("$a: Int!", "{'a': null}", "The variable $a has a wrong value: Null is no value of type Int!.")]
    [InlineData("$a: Int", "{'a': 'x'}", "The variable $a has a wrong value: Int must be a whole number, but found \"x\".")]
    [InlineData("$a: Int", "{'a': 2147483648}", "The variable $a has a wrong value: Int must be between -2147483648 and 2147483647, but found 2147483648.")]
    [InlineData("$a: [Int!]", "{'a': [1, null, 2.5]}", "The variable $a[1] has a wrong value: Null is no value of type Int!.", "The variable $a[2] has a wrong value: Int must be a whole number, but found 2.5.")]
    [InlineData("$input: Order", "{'input': {'items': [{'sku': 'a'}, {'sku': 'b'}, {'sku': 5}]}}", "The variable $input.items[2].sku has a wrong value: String must be a text, but found 5.")]
    [InlineData("$input: Order", "{'input': {}}", "The variable $input has a wrong value: The field \"items\" of type [Item!]! is required in Order, but was not given.")]
    [InlineData("$input: Order", "{'input': {'items': [], 'notes': 1}}", "The variable $input has a wrong value: Order has no field \"notes\". Did you mean \"note\" or \"items\"?")]
    [InlineData("$input: Order", "{'input': 'text'}", "The variable $input has a wrong value: Order must be an object, but found \"text\".")]
    [InlineData("$by: By", "{'by': {}}", "The variable $by has a wrong value: By is a OneOf input object: give exactly one of its fields, and not null.")]
    [InlineData("$by: By", "{'by': {'id': 1, 'name': 'x'}}", "The variable $by has a wrong value: By is a OneOf input object: give exactly one of its fields, and not null.")]
    [InlineData("$by: By", "{'by': {'id': null}}", "The variable $by has a wrong value: By is a OneOf input object: give exactly one of its fields, and not null.")]
    [InlineData("$size: Size", "{'size': 'L'}", "The variable $size has a wrong value: \"L\" is no value of the enum Size. Did you mean the enum value \"M\" or \"S\"?")]
    [InlineData("$a: Query", "{}", "The variable $a is declared with the type Query, which is no input type.")]
    [InlineData("$a: [Nothing]", "{}", "The variable $a is declared with the type [Nothing], which the schema does not have.")]
    [InlineData("$a: Int = \"x\"", "{}", "The default of the variable $a is no value of its type Int.")]
    [InlineData("$a: Int!, $b: Int!", "{}", "The variable $a of type Int! is required, but was not given.", "The variable $b of type Int! is required, but was not given.")]
    public async Task Wrong_variables_are_errors_with_the_path_to_each_and_nothing_is_executed(string declared, string variables, params string[] messages)
    {
        var result = await Run.Result(Schema, $"query({declared}) {{ optional }}", variables: Run.Values(variables));

        Assert.False(result.HasData);
        Assert.Equal(messages, result.Errors.Select(error => error.Message));
        Assert.All(result.Errors, error => Assert.Equal(1, Assert.Single(error.Locations).Line));
    }

    [Fact]
    public async Task At_most_as_many_problems_are_reported_as_the_limit_says()
    {
        var request = new ExecutionRequest
        {
            Schema = Schema,
            Document = Parser.Parse("query($a: [Int!]) { optional(list: $a) }"),
            Variables = new Dictionary<string, object?> { ["a"] = Enumerable.Repeat("x", 1000).ToList<object?>() },
            CancellationToken = TestContext.Current.CancellationToken,
        };

        var result = await Executor.ExecuteAsync(request);
        Assert.Equal(51, result.Errors.Length);
        Assert.Equal("The variables have more problems than the 50 shown.", result.Errors[^1].Message);
        Assert.Equal(1000, (await Executor.ExecuteAsync(request with { Limits = new ExecutionLimits { MaxVariableProblems = 1000 } })).Errors.Length);
    }

    [Fact]
    public async Task Variables_nobody_declared_are_ignored() =>
        Assert.Empty((await Run.Result(Schema, "{ optional }", variables: Run.Values("{'zzz': 1}"))).Errors);

    [Theory]
    [InlineData("show", "The argument Query.show(must:) of type Int! is required, but was not given.")]
    [InlineData("show(must: null)", "The argument Query.show(must:) of type Int! has a wrong value: null is no value of that type.")]
    [InlineData("show(must: \"x\")", "The argument Query.show(must:) of type Int! has a wrong value: \"x\" is no value of that type.")]
    [InlineData("show(must: $v)", "The argument Query.show(must:) of type Int! is required, but was not given.")]
    [InlineData("show(must: $null)", "The argument Query.show(must:) of type Int! has a wrong value: the variable $null is null.")]
    [InlineData("show(must: 1, size: L)", "The argument Query.show(size:) of type Size has a wrong value: L is no value of that type.")]
    [InlineData("show(must: 1, by: {id: 1, name: \"x\"})", "The argument Query.show(by:) of type By has a wrong value: {id: 1, name: \"x\"} is no value of that type.")]
    [InlineData("show @skip(if: $null)", "The argument @skip(if:) of type Boolean! has a wrong value: the variable $null is null.")]
    [InlineData("show @include", "The argument @include(if:) of type Boolean! is required, but was not given.")]
    public async Task A_wrong_argument_of_an_unvalidated_document_is_an_error(string selection, string message)
    {
        var result = await Run.Result(Schema, $"query($v: Int, $null: Int) {{ {selection} }}", variables: Run.Values("{'null': null}"));

        Assert.Equal(message, Assert.Single(result.Errors).Message);
    }

    [Fact]
    public void Variables_can_be_checked_without_executing()
    {
        var operation = Assert.IsType<OperationDefinitionNode>(Parser.Parse("query($a: Int = 3, $s: Size, $f: Float, $id: ID) { optional }").Definitions[0]);

        var coerced = VariableCoercion.Coerce(Schema, operation, Run.Values("{'s': 'M', 'f': 1, 'id': 5}"));

        Assert.Empty(coerced.Errors);
        Assert.Equal([("a", 3), ("f", 1.0), ("id", "5"), ("s", "M")], coerced.Values.OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value!)));
    }

    private static string PrintArguments(ResolveContext context) => Show(context.Arguments);

    private static string Show(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        bool truth => truth ? "true" : "false",
        IReadOnlyDictionary<string, object?> fields => $"{{{string.Join(", ", fields.Select(field => $"{field.Key}: {Show(field.Value)}"))}}}",
        System.Collections.IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(Show))}]",
        _ => value.ToString()!,
    };
}
