using System.Net.Mime;
using System.Text.Json;
using GqlTools.Demo.Shop;
using GqlTools.Demo.Streaming.Answers;
using GqlTools.Demo.Throttling;
using GqlTools.Demo.Uploads;
using GqlTools.Language.Execution;
using GqlTools.Language.Syntax;

namespace GqlTools.Demo.Http;

/// <summary>
/// GraphQL over HTTP (draft), and what is built on it: batches, uploads, persisted documents, answers that stream. Reads a request, has it
/// executed, writes the answer; what it refuses is answered with a GraphQL error, too, so that every body a client sees has one shape.
/// </summary>
internal sealed class GraphQLEndpoint(
    DemoServerOptions options, DemoServerCounters counters, GraphQLEngine engine, ThrottleGate throttles, StreamedAnswer streaming,
    EventStreamConnections eventStreams)
{
    private const string AllowedMethods = "GET, POST";

    private readonly UploadReader _uploads = new(options, counters.Streams);

    public async Task HandleAsync(HttpContext context)
    {
        var accepted = AcceptHeader.Read(context.Request.Headers.Accept);
        try
        {
            if (EventStreamConnections.IsMeant(context))
                await eventStreams.HandleAsync(context, accepted.EventStream);
            else if (accepted.IsNothing)
                throw new RequestRefusedException(StatusCodes.Status406NotAcceptable, $"The answer can be {MediaTypeNames.Application.Json} or application/graphql-response+json; 'Accept' wants neither.");
            else if (HttpMethods.IsPost(context.Request.Method))
                await PostAsync(context, accepted);
            else if (HttpMethods.IsGet(context.Request.Method))
                await GetAsync(context, accepted);
            else
                throw NotAllowed(context, AllowedMethods, $"GraphQL is asked by GET or POST, not {context.Request.Method}.");
        }
        catch (RequestRefusedException refused)
        {
            await RequestBody.DrainAsync(context);
            await AnswerWriter.RefuseAsync(context, accepted.SingleOrUsual, refused.Status, refused.Message);
        }
        catch (RequestThrottledException throttled)
        {
            await throttles.RefuseAsync(context, throttled.Refusal);
        }
    }

    private async Task PostAsync(HttpContext context, AcceptedForms accepted)
    {
        if (RequestReader.IsForm(context.Request.ContentType))
        {
            if (options.RequirePreflight)
                RequestReader.RequirePreflight(context);
            var (requests, isBatch) = await _uploads.ReadAsync(context);
            await (isBatch ? AnswerBatchAsync(context, accepted, requests) : AnswerAsync(context, accepted, requests[0]));
            return;
        }

        var body = await RequestReader.ReadBodyAsync(context);
        try
        {
            using var json = RequestReader.Parse(body);
            if (json.RootElement.ValueKind == JsonValueKind.Array)
                await AnswerBatchAsync(context, accepted, RequestReader.ReadBatch(json.RootElement, options));
            else
                await AnswerAsync(context, accepted, GraphQLRequest.Read(json.RootElement));
        }
        finally
        {
            // Only now: strings of the JSON document still lay in the buffer.
            context.Request.BodyReader.AdvanceTo(body.End);
        }
    }

    private Task GetAsync(HttpContext context, AcceptedForms accepted)
    {
        if (options.RequirePreflight)
            RequestReader.RequirePreflight(context);
        return AnswerAsync(context, accepted, RequestReader.ReadUri(context, options.MaximumUriLength));
    }

    private async Task AnswerBatchAsync(HttpContext context, AcceptedForms accepted, IReadOnlyList<GraphQLRequest> requests)
    {
        var operations = requests.Select(engine.Find).ToArray();
        throttles.Throttle?.ChargeOrThrow(operations.Aggregate(default(RequestPrice), (sum, operation) => sum.Plus(engine.PriceOf(operation))), context.Response.Headers);
        var outcomes = await Task.WhenAll(operations.Select(operation => ExecuteAsync(operation, context).AsTask()));
        await AnswerWriter.WriteBatchAsync(context, accepted.SingleOrUsual, outcomes);
    }

    private async Task AnswerAsync(HttpContext context, AcceptedForms accepted, GraphQLRequest request)
    {
        var operation = engine.Find(request);
        if (operation.Type == OperationType.Mutation && HttpMethods.IsGet(context.Request.Method))
            throw NotAllowed(context, HttpMethods.Post, "A mutation is sent by POST.");
        throttles.Throttle?.ChargeOrThrow(engine.PriceOf(operation), context.Response.Headers);
        if (FormatFor(context, operation, accepted) is { } format)
        {
            var refusal = await streaming.SendAsync(context, format, engine.RunAsync(operation, new ShopRequest(context), context.RequestAborted));
            if (refusal is not null)
                await AnswerWriter.WriteAsync(context, accepted.SingleOrUsual, refusal.Value);
            return;
        }

        if (accepted.Incremental is { } incremental)
            await AnswerIncrementallyAsync(context, accepted, operation, incremental);
        else
            await AnswerWriter.WriteAsync(context, accepted.SingleOrUsual, await ExecuteAsync(operation, context));
    }

    private async Task AnswerIncrementallyAsync(HttpContext context, AcceptedForms accepted, RequestedOperation operation, IncrementalFormat incremental)
    {
        var (outcome, more) = await engine.ExecuteIncrementallyAsync(operation, new ShopRequest(context), context.RequestAborted);
        if (throttles.Throttle is { } throttle)
            outcome = Settle(throttle, operation, outcome);
        if (more is null)
            await AnswerWriter.WriteAsync(context, accepted.SingleOrUsual, outcome);
        else
            await streaming.SendAsync(context, new MultipartIncrementalFormat(StreamedAnswer.ScriptOf(context), incremental), GraphQLEngine.PartsAsync(outcome, more, incremental, context.RequestAborted));
    }

    private ValueTask<GraphQLOutcome> ExecuteAsync(RequestedOperation operation, HttpContext context) => throttles.Throttle is { } throttle
        ? SettleAsync(throttle, operation, context)
        : engine.ExecuteAsync(operation, new ShopRequest(context), context.RequestAborted);

    private async ValueTask<GraphQLOutcome> SettleAsync(IThrottle throttle, RequestedOperation operation, HttpContext context) =>
        Settle(throttle, operation, await engine.ExecuteAsync(operation, new ShopRequest(context), context.RequestAborted));

    private GraphQLOutcome Settle(IThrottle throttle, RequestedOperation operation, GraphQLOutcome outcome)
    {
        var (points, extensions) = throttle.Settle(engine.PriceOf(operation), outcome.CountObjects());
        counters.PointsWereCharged(points);
        return outcome.WithExtensions(extensions);
    }

    // A client that takes nothing but events gets even a single result as one.
    private static IStreamFormat? FormatFor(HttpContext context, RequestedOperation operation, AcceptedForms accepted)
    {
        var isSubscription = operation.Type == OperationType.Subscription;
        if (accepted.EventStream && (isSubscription || accepted.Single is null))
            return new EventStreamFormat();
        return isSubscription && accepted.MultipartSubscription ? new MultipartSubscriptionFormat(StreamedAnswer.ScriptOf(context)) : null;
    }

    private static RequestRefusedException NotAllowed(HttpContext context, string allowed, string message)
    {
        context.Response.Headers.Allow = allowed;
        return new RequestRefusedException(StatusCodes.Status405MethodNotAllowed, message);
    }
}
