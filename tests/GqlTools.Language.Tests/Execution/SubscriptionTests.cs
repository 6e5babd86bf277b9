using System.Runtime.CompilerServices;
using GqlTools.Language.Execution;
using GqlTools.Language.Sdl;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Tests.Execution;

public sealed class SubscriptionTests
{
    private const string Sdl = """
        type Query { x: Int }
        type Subscription { count(to: Int!): Count, other: Int, must: Int! }
        type Count { number: Int, twice: Int, must: Int! }
        """;

    [Fact]
    public async Task Each_event_is_executed_as_the_root_value()
    {
        var schema = Schema(context => new(Count(context.Argument<int>("to"))));

        var results = await Collect(schema, "subscription($to: Int!) { c: count(to: $to) { number twice } }", Run.Values("{'to': 3}"));

        Assert.Equal(
            ["{'data':{'c':{'number':1,'twice':2}}}", "{'data':{'c':{'number':2,'twice':4}}}", "{'data':{'c':{'number':3,'twice':6}}}"],
            results);
    }

    [Fact]
    public async Task An_error_in_one_event_does_not_end_the_stream()
    {
        var schema = SchemaBuilder.Build(Sdl, new SchemaBindings()
            .Subscribe("Subscription.must", _ => new(Values(1, null, 3)))
            .ResolveValue("Subscription.must", context => context.Source));

        var results = await Collect(schema, "subscription { must }");

        Assert.Equal("{'data':{'must':1}}", results[0]);
        Assert.EndsWith("'path':['must']}],'data':null}", results[1], StringComparison.Ordinal);
        Assert.Equal("{'data':{'must':3}}", results[2]);
    }

    [Fact]
    public async Task A_root_value_can_offer_the_stream_itself()
    {
        var results = await Collect(SchemaBuilder.Build(Sdl), "subscription { other }", null, new { other = Values(Run.Values("{'other': 5}")) });

        Assert.Equal(["{'data':{'other':5}}"], results);
    }

    [Theory]
    [InlineData("subscription { count(to: 1) { number } other }", "A subscription selects exactly one field of Subscription; this one selects 2 that exist.")]
    [InlineData("subscription { nothing }", "A subscription selects exactly one field of Subscription; this one selects 0 that exist.")]
    [InlineData("subscription { other }", "The field Subscription.other has no event stream to subscribe to.")]
    [InlineData("subscription { count { number } }", "The argument Subscription.count(to:) of type Int! is required, but was not given.")]
    [InlineData("subscription { count(to: -1) { number } }", "not below zero")]
    [InlineData("subscription($v: Int!) { count(to: $v) { number } }", "The variable $v of type Int! is required, but was not given.")]
    [InlineData("query { x }", "The operation is a query, not a subscription; it has one response and no stream.")]
    [InlineData("subscription { other @include(if: 5) }", "The argument @include(if:) of type Boolean! has a wrong value: 5 is no value of that type.")]
    public async Task A_subscription_that_cannot_begin_is_one_response_without_data(string query, string message)
    {
        var schema = Schema(context => context.Argument<int>("to") < 0 ? throw new FieldErrorException("not below zero") : new(Count(1)));
        var results = new List<ExecutionResult>();

        await foreach (var result in Executor.SubscribeAsync(Request(schema, query), TestContext.Current.CancellationToken))
            results.Add(result);

        var only = Assert.Single(results);
        Assert.False(only.HasData);
        Assert.Equal(message, Assert.Single(only.Errors).Message);
    }

    [Fact]
    public async Task Leaving_the_responses_closes_the_event_stream()
    {
        var closed = new TaskCompletionSource();
        var schema = Schema(_ => new(Endless(closed)));

        await foreach (var result in Executor.SubscribeAsync(Request(schema, "subscription { count(to: 1) { number } }"), TestContext.Current.CancellationToken))
        {
            Assert.True(result.HasData);
            break;
        }

        Assert.True(closed.Task.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Cancellation_ends_the_subscription_and_closes_the_event_stream()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var closed = new TaskCompletionSource();
        var schema = Schema(_ => new(Endless(closed)));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var result in Executor.SubscribeAsync(Request(schema, "subscription { count(to: 1) { number } }"), source.Token))
                await source.CancelAsync();
        });

        Assert.True(closed.Task.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task An_exception_of_the_event_stream_ends_the_responses_with_it()
    {
        var schema = Schema(_ => new(Breaks()));
        var received = 0;

        await Assert.ThrowsAsync<InvalidTimeZoneException>(async () =>
        {
            await foreach (var result in Executor.SubscribeAsync(Request(schema, "subscription { count(to: 1) { number } }"), TestContext.Current.CancellationToken))
                received++;
        });

        Assert.Equal(1, received);
    }

    private static Schema Schema(Func<ResolveContext, ValueTask<IAsyncEnumerable<object?>>> subscribe) => SchemaBuilder.Build(Sdl, new SchemaBindings()
        .Subscribe("Subscription.count", subscribe)
        .ResolveValue("Subscription.count", context => context.RootValue)
        .ResolveValue("Count.number", context => context.Source)
        .ResolveValue("Count.twice", context => (int)context.Source! * 2));

    private static ExecutionRequest Request(Schema schema, string query) => new() { Schema = schema, Document = Parser.Parse(query) };

    private static async Task<List<string>> Collect(Schema schema, string query, IReadOnlyDictionary<string, object?>? variables = null, object? rootValue = null)
    {
        var results = new List<string>();
        var request = Request(schema, query) with { Variables = variables, RootValue = rootValue };
        await foreach (var result in Executor.SubscribeAsync(request, TestContext.Current.CancellationToken))
            results.Add(Run.Json(result));
        return results;
    }

    private static async IAsyncEnumerable<object?> Count(int to)
    {
        for (var i = 1; i <= to; i++)
        {
            await Task.Yield();
            yield return i;
        }
    }

    private static async IAsyncEnumerable<object?> Values(params object?[] values)
    {
        foreach (var value in values)
        {
            await Task.Yield();
            yield return value;
        }
    }

    private static async IAsyncEnumerable<object?> Endless(TaskCompletionSource closed, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        try
        {
            yield return 1;
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        finally
        {
            closed.SetResult();
        }
    }

    private static async IAsyncEnumerable<object?> Breaks()
    {
        yield return 1;
        await Task.Yield();
        throw new InvalidTimeZoneException("the source broke");
    }
}
