using System.Collections.Concurrent;
using GqlTools.Demo.Http;

namespace GqlTools.Demo.Streaming.Answers;

/// <summary>
/// The single connection mode of graphql-sse: a client reserves a stream (PUT), opens it, and sends operations whose events come over that one
/// stream. Requests name the stream by a token.
/// </summary>
internal sealed class EventStreamConnections(DemoServerOptions options, DemoStreamCounters counters, GraphQLEngine engine, LiveStreams streams)
{
    private const string TokenHeader = "X-GraphQL-Event-Stream-Token";
    private const string TokenParameter = "token";

    private readonly ConcurrentDictionary<string, EventStreamConnection> _connections = new(StringComparer.Ordinal);

    public static bool IsMeant(HttpContext context) => HttpMethods.IsPut(context.Request.Method) || TokenOf(context) is not null;

    /// <exception cref="RequestRefusedException">The request does not fit the state of its stream.</exception>
    public async Task HandleAsync(HttpContext context, bool wantsEvents)
    {
        if (HttpMethods.IsPut(context.Request.Method))
        {
            var reserved = Guid.NewGuid().ToString();
            _connections[reserved] = new EventStreamConnection(options, counters, engine, streams);
            context.Response.StatusCode = StatusCodes.Status201Created;
            context.Response.ContentType = "text/plain; charset=utf-8";
            await context.Response.WriteAsync(reserved, context.RequestAborted);
            return;
        }

        var token = TokenOf(context)!;
        if (!_connections.TryGetValue(token, out var connection))
            throw new RequestRefusedException(StatusCodes.Status404NotFound, "Stream not found");
        if (HttpMethods.IsDelete(context.Request.Method))
        {
            connection.Stop(context.Request.Query["operationId"].ToString());
        }
        else if (wantsEvents)
        {
            try
            {
                await connection.StreamAsync(context);
            }
            finally
            {
                if (connection.IsOver)
                    _connections.TryRemove(token, out _);
            }
        }
        else
        {
            connection.Start(await ReadAsync(context));
            context.Response.StatusCode = StatusCodes.Status202Accepted;
        }
    }

    private async Task<GraphQLRequest> ReadAsync(HttpContext context)
    {
        if (HttpMethods.IsGet(context.Request.Method))
            return RequestReader.ReadUri(context, options.MaximumUriLength);
        var body = await RequestReader.ReadBodyAsync(context);
        try
        {
            using var json = RequestReader.Parse(body);
            return GraphQLRequest.Read(json.RootElement.Clone());
        }
        finally
        {
            context.Request.BodyReader.AdvanceTo(body.End);
        }
    }

    private static string? TokenOf(HttpContext context) =>
        context.Request.Headers.TryGetValue(TokenHeader, out var field) ? field.ToString()
        : context.Request.Query.TryGetValue(TokenParameter, out var parameter) ? parameter.ToString()
        : null;
}
