using GqlTools.Language.Execution;
using GqlTools.Language.Sdl;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Tests.Execution;

public sealed class FieldErrorTests
{
    private const string Sdl = """
        type Query { a: A, must: A!, list: [A], mustList: [A!], allMust: [A!]!, ints: [Int!] , late: A, lateMust: A! }
        type A { ok: Int, fail: Int, mustFail: Int!, nothing: Int, mustNothing: Int!, late: Int, lateFail: Int, lateMustFail: Int!, a: A, mustA: A!, as: [A!] }
        """;

    // "late" resolvers really wait: they complete on another thread.
    private static readonly Schema Schema = SchemaBuilder.Build(Sdl, new SchemaBindings()
        .ResolveValue("Query.a", _ => "A").ResolveValue("Query.must", _ => "A")
        .ResolveValue("Query.list", _ => new[] { "A", null, "B" })
        .ResolveValue("Query.mustList", _ => new[] { "A", null, "B" })
        .ResolveValue("Query.allMust", _ => new[] { "A", null })
        .ResolveValue("Query.ints", _ => new object[] { 1, "x" })
        .Resolve("Query.late", Late("A")).Resolve("Query.lateMust", Late("A"))
        .ResolveValue("A.ok", _ => 1)
        .ResolveValue("A.fail", Fail).ResolveValue("A.mustFail", Fail)
        .ResolveValue("A.nothing", _ => null).ResolveValue("A.mustNothing", _ => null)
        .Resolve("A.late", Late(2)).Resolve("A.lateFail", LateFail).Resolve("A.lateMustFail", LateFail)
        .ResolveValue("A.a", _ => "A").ResolveValue("A.mustA", _ => "A").ResolveValue("A.as", _ => new[] { "A", "B" }));

    [Theory]
    [InlineData("{ a { fail ok } }", "{'a':{'fail':null,'ok':1}}", "a.fail: broken")]
    [InlineData("{ a { lateFail ok late } }", "{'a':{'lateFail':null,'ok':1,'late':2}}", "a.lateFail: broken late")]
    [InlineData("{ a { mustFail ok } }", "{'a':null}", "a.mustFail: broken")]
    [InlineData("{ a { ok lateMustFail } }", "{'a':null}", "a.lateMustFail: broken late")]
    [InlineData("{ a { mustNothing } }", "{'a':null}", "a.mustNothing: The field A.mustNothing of type Int! is null, which the type does not allow.")]
    [InlineData("{ a { nothing } }", "{'a':{'nothing':null}}", null)]
    [InlineData("{ a { a { mustA { mustA { mustFail } } } ok } }", "{'a':{'a':null,'ok':1}}", "a.a.mustA.mustA.mustFail: broken")]
    [InlineData("{ a { as { mustFail } ok } }", "{'a':{'as':null,'ok':1}}", "a.as[0].mustFail: broken")]
    [InlineData("{ a { as { lateMustFail } ok } }", "{'a':{'as':null,'ok':1}}", "a.as[0].lateMustFail: broken late")]
    [InlineData("{ must { mustFail } a { ok } }", "null", "must.mustFail: broken")]
    [InlineData("{ a { ok } lateMust { lateMustFail } }", "null", "lateMust.lateMustFail: broken late")]
    [InlineData("{ list { fail } }", "{'list':[{'fail':null},null,{'fail':null}]}", "list[0].fail: broken", "list[2].fail: broken")]
    [InlineData("{ list { mustFail } }", "{'list':[null,null,null]}", "list[0].mustFail: broken", "list[2].mustFail: broken")]
    [InlineData("{ mustList { ok } }", "{'mustList':null}", "mustList[1]: An item of the field Query.mustList of type A! is null, which the type does not allow.")]
    [InlineData("{ a { ok } allMust { ok } }", "null", "allMust[1]: An item of the field Query.allMust of type A! is null, which the type does not allow.")]
    [InlineData("{ ints }", "{'ints':null}", "ints[1]: Int must be a whole number, but found \"x\".")]
    [InlineData("{ a { fail mustFail } }", "{'a':null}", "a.fail: broken", "a.mustFail: broken")]
    [InlineData("{ a { mustFail fail } }", "{'a':null}", "a.mustFail: broken")]
    [InlineData("{ late { late fail lateFail } }", "{'late':{'late':2,'fail':null,'lateFail':null}}", "late.fail: broken", "late.lateFail: broken late")]
    [InlineData("{ x: a { y: fail } }", "{'x':{'y':null}}", "x.y: broken")]
    public async Task A_failed_field_is_null_or_takes_the_next_nullable_one_above_with_it(string query, string data, params string?[]? errors)
    {
        var result = await Run.Result(Schema, query);

        Assert.EndsWith($"'data':{data}}}", Run.Json(result), StringComparison.Ordinal);
        Assert.Equal(
            errors ?? [],
            result.Errors.Select(error => $"{string.Concat(error.Path!.Select(key => key is int index ? $"[{index}]" : $".{key}")).TrimStart('.')}: {error.Message}"));
    }

    [Fact]
    public async Task An_error_names_path_locations_and_extensions()
    {
        var schema = SchemaBuilder.Build("type Query { a: [A] } type A { b: Int }", new SchemaBindings()
            .ResolveValue("Query.a", _ => new[] { 1 })
            .ResolveValue("A.b", _ => throw new FieldErrorException("no", new Dictionary<string, object?> { ["code"] = "NO", ["retry"] = 5 })));

        Assert.Equal(
            "{'errors':[{'message':'no','locations':[{'line':2,'column':3},{'line':3,'column':3}],'path':['a',0,'c'],'extensions':{'code':'NO','retry':5}}],'data':{'a':[{'c':null}]}}",
            await Run.Json(schema, "{ a {\n  c: b\n  c: b\n} }"));
    }

    [Fact]
    public async Task The_exception_of_a_resolver_is_kept_for_logs_and_out_of_the_response()
    {
        var result = await Run.Result(Schema, "{ a { fail } }");

        Assert.IsType<InvalidTimeZoneException>(Assert.Single(result.Errors).Exception);
        Assert.DoesNotContain("InvalidTimeZone", Run.Json(result), StringComparison.Ordinal);
        Assert.Equal("broken (at a.fail)", result.Errors[0].ToString());
    }

    [Fact]
    public async Task A_resolver_may_return_its_exception()
    {
        var schema = SchemaBuilder.Build("type Query { a: [Int] }", new SchemaBindings().ResolveValue("Query.a", _ => new object[] { 1, new InvalidTimeZoneException("returned") }));

        Assert.Equal("{'errors':[{'message':'returned','locations':[{'line':1,'column':3}],'path':['a',1]}],'data':{'a':[1,null]}}", await Run.Json(schema, "{ a }"));
    }

    [Fact]
    public async Task A_failing_object_waits_for_its_other_fields()
    {
        var release = new TaskCompletionSource<object?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var schema = SchemaBuilder.Build("type Query { slow: Int, fail: Int! }", new SchemaBindings()
            .Resolve("Query.slow", _ => new ValueTask<object?>(release.Task))
            .ResolveValue("Query.fail", _ => throw new InvalidTimeZoneException("fails")));

        var running = Run.Result(schema, "{ slow fail }").AsTask();
        Assert.False(running.IsCompleted);
        release.SetResult(1);
        Assert.Equal("{'errors':[{'message':'fails','locations':[{'line':1,'column':8}],'path':['fail']}],'data':null}", Run.Json(await running));
    }

    private static object? Fail(ResolveContext context) => throw new InvalidTimeZoneException("broken");

    private static async ValueTask<object?> LateFail(ResolveContext context)
    {
        await Task.Yield();
        throw new InvalidTimeZoneException("broken late");
    }

    private static Func<ResolveContext, ValueTask<object?>> Late(object? value) => async _ =>
    {
        await Task.Yield();
        return value;
    };
}
