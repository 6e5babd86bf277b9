using System.Buffers;
using System.Net.Mime;
using System.Text.Json;
using GqlTools.Demo.Throttling;
using Microsoft.Net.Http.Headers;

namespace GqlTools.Demo.Http;

/// <summary>
/// GraphQL over HTTP (draft): methods, media types and status codes around the engine. Reads a request, has it executed, writes the answer;
/// what it refuses is answered with a GraphQL error, too, so that every body a client sees has one shape.
/// </summary>
internal sealed class GraphQLEndpoint(DemoServerOptions options, DemoServerCounters counters, ThrottleGate throttles)
{
    private const int StatusPartialSuccess = 294; // GraphQL over HTTP, section Status Codes: data and errors
    private const string AllowedMethods = "GET, POST";

    private static readonly JsonDocumentOptions RequestJson = new() { MaxDepth = 256 };
    private static readonly JsonWriterOptions ResponseJson = new() { SkipValidation = true, MaxDepth = int.MaxValue, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly GraphQLEngine _engine = new(options, counters);

    public async Task HandleAsync(HttpContext context)
    {
        var mediaType = AcceptHeader.Choose(context.Request.Headers.Accept);
        try
        {
            if (mediaType is null)
                throw new RequestRefusedException(StatusCodes.Status406NotAcceptable, $"The answer can be {MediaTypeNames.Application.Json} or application/graphql-response+json; 'Accept' wants neither.");
            if (HttpMethods.IsPost(context.Request.Method))
                await PostAsync(context, mediaType.Value);
            else if (HttpMethods.IsGet(context.Request.Method))
                await GetAsync(context, mediaType.Value);
            else
                throw NotAllowed(context, AllowedMethods, $"GraphQL is asked by GET or POST, not {context.Request.Method}.");
        }
        catch (RequestRefusedException refused)
        {
            await RequestBody.DrainAsync(context);
            await RefuseAsync(context, mediaType ?? ResponseMediaType.GraphQLResponse, refused.Status, refused.Message);
        }
        catch (RequestThrottledException throttled)
        {
            await throttles.RefuseAsync(context, throttled.Refusal);
        }
    }

    private async Task PostAsync(HttpContext context, ResponseMediaType mediaType)
    {
        CheckContentType(context.Request.ContentType);
        var body = await ReadBodyAsync(context);
        try
        {
            using var json = Parse(body);
            if (json.RootElement.ValueKind == JsonValueKind.Array)
                await AnswerBatchAsync(context, mediaType, json.RootElement);
            else
                await AnswerAsync(context, mediaType, GraphQLRequest.Read(json.RootElement));
        }
        finally
        {
            // Only now: strings of the JSON document still lay in the buffer.
            context.Request.BodyReader.AdvanceTo(body.End);
        }
    }

    private async Task GetAsync(HttpContext context, ResponseMediaType mediaType)
    {
        var parameters = context.Request.Query;
        using var variables = JsonParameter("variables");
        using var extensions = JsonParameter("extensions");
        var query = Parameter("query") ?? throw new RequestRefusedException(StatusCodes.Status422UnprocessableEntity, "The request has no 'query'.");
        var request = new GraphQLRequest(query, Parameter("operationName"), variables?.RootElement ?? default);
        await AnswerAsync(context, mediaType, request);

        // An empty parameter counts as absent (GraphQL over HTTP, section GET).
        string? Parameter(string name) => parameters.TryGetValue(name, out var value) && value.ToString() is { Length: > 0 } text ? text : null;

        JsonDocument? JsonParameter(string name)
        {
            if (Parameter(name) is not { } text)
                return null;
            var document = Parse(new ReadOnlySequence<byte>(System.Text.Encoding.UTF8.GetBytes(text)));
            if (document.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Null)
                return document;
            document.Dispose();
            throw new RequestRefusedException(StatusCodes.Status422UnprocessableEntity, $"'{name}' is a JSON object, not {text}.");
        }
    }

    private async Task AnswerBatchAsync(HttpContext context, ResponseMediaType mediaType, JsonElement batch)
    {
        if (!options.AllowBatching)
            throw new RequestRefusedException(StatusCodes.Status422UnprocessableEntity, "A request is a JSON object, not an array: this server takes no batches.");
        if (batch.GetArrayLength() > options.MaximumBatchSize)
            throw new RequestRefusedException(StatusCodes.Status413PayloadTooLarge, $"A batch has at most {options.MaximumBatchSize} requests, not {batch.GetArrayLength()}.");
        var requests = new List<GraphQLRequest>();
        foreach (var item in batch.EnumerateArray())
            requests.Add(GraphQLRequest.Read(item));
        throttles.Throttle?.ChargeOrThrow(requests.Aggregate(default(RequestPrice), (sum, request) => sum.Plus(_engine.PriceOf(request))), context.Response.Headers);
        var outcomes = await Task.WhenAll(requests.Select(request => ExecuteAsync(request, context).AsTask()));
        context.Response.ContentType = AcceptHeader.NameOf(mediaType);
        using (var writer = new Utf8JsonWriter(context.Response.BodyWriter, ResponseJson))
        {
            writer.WriteStartArray();
            foreach (var outcome in outcomes)
                outcome.Write(writer);
            writer.WriteEndArray();
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private async Task AnswerAsync(HttpContext context, ResponseMediaType mediaType, GraphQLRequest request)
    {
        throttles.Throttle?.ChargeOrThrow(_engine.PriceOf(request), context.Response.Headers);
        var outcome = await ExecuteAsync(request, context);
        if (outcome.Kind == OutcomeKind.MutationByGet)
            throw NotAllowed(context, HttpMethods.Post, "A mutation is sent by POST.");
        context.Response.ContentType = AcceptHeader.NameOf(mediaType);
        context.Response.StatusCode = StatusOf(outcome.Kind, mediaType);
        using (var writer = new Utf8JsonWriter(context.Response.BodyWriter, ResponseJson))
            outcome.Write(writer);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private ValueTask<GraphQLOutcome> ExecuteAsync(GraphQLRequest request, HttpContext context) =>
        throttles.Throttle is { } throttle ? SettleAsync(throttle, request, context) : _engine.ExecuteAsync(request, context);

    private async ValueTask<GraphQLOutcome> SettleAsync(IThrottle throttle, GraphQLRequest request, HttpContext context)
    {
        var outcome = await _engine.ExecuteAsync(request, context);
        var (points, extensions) = throttle.Settle(_engine.PriceOf(request), outcome.CountObjects());
        counters.PointsWereCharged(points);
        return outcome.WithExtensions(extensions);
    }

    private static int StatusOf(OutcomeKind kind, ResponseMediaType mediaType)
    {
        // application/json: every well-formed request is answered with 200 (section application/json).
        if (mediaType == ResponseMediaType.Json)
            return StatusCodes.Status200OK;
        return kind switch
        {
            OutcomeKind.NotParsed => StatusCodes.Status400BadRequest,
            OutcomeKind.NotExecuted => StatusCodes.Status422UnprocessableEntity,
            OutcomeKind.ExecutedWithErrors => StatusPartialSuccess,
            _ => StatusCodes.Status200OK,
        };
    }

    private static void CheckContentType(string? contentType)
    {
        if (contentType == MediaTypeNames.Application.Json)
            return;
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type) || !type.MediaType.Equals(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase))
            throw new RequestRefusedException(StatusCodes.Status415UnsupportedMediaType, $"A request's Content-Type is application/json, not '{contentType}'.");
        var charset = HeaderUtilities.RemoveQuotes(type.Charset);
        if (charset.Length > 0 && !charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            throw new RequestRefusedException(StatusCodes.Status415UnsupportedMediaType, $"A request is encoded in utf-8, not '{charset}'.");
    }

    private static async ValueTask<ReadOnlySequence<byte>> ReadBodyAsync(HttpContext context)
    {
        var reader = context.Request.BodyReader;
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(context.RequestAborted);
                if (read.IsCompleted)
                    return read.Buffer;
                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        catch (BadHttpRequestException error)
        {
            throw new RequestRefusedException(error.StatusCode, error.Message);
        }
    }

    private static JsonDocument Parse(ReadOnlySequence<byte> utf8)
    {
        try
        {
            return JsonDocument.Parse(utf8, RequestJson);
        }
        catch (JsonException error)
        {
            throw new RequestRefusedException(StatusCodes.Status400BadRequest, $"The request is not JSON: {error.Message}");
        }
    }

    private static RequestRefusedException NotAllowed(HttpContext context, string allowed, string message)
    {
        context.Response.Headers.Allow = allowed;
        return new RequestRefusedException(StatusCodes.Status405MethodNotAllowed, message);
    }

    private static async Task RefuseAsync(HttpContext context, ResponseMediaType mediaType, int status, string message)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = AcceptHeader.NameOf(mediaType);
        using (var writer = new Utf8JsonWriter(context.Response.BodyWriter, ResponseJson))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("errors"u8);
            writer.WriteStartObject();
            writer.WriteString("message"u8, message);
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}
