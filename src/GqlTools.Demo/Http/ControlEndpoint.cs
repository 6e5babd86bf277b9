using System.Globalization;
using System.Text.Json;
using GqlTools.Demo.Faults;
using GqlTools.Demo.Streaming;
using GqlTools.Demo.Throttling;
using Microsoft.AspNetCore.Connections.Features;

namespace GqlTools.Demo.Http;

/// <summary>
/// What a test in another process has in place of <see cref="DemoServer"/>'s members: <c>GET /demo/counters</c> gives the counters as JSON;
/// <c>PUT /demo/fault</c> and <c>PUT /demo/throttle</c> set the standing fault or throttle to the body's text, an empty body lifts it;
/// <c>GET /demo/throttle?points=n</c> gives <see cref="DemoServer.ThrottleTimeFor"/> in seconds; <c>POST /demo/cut</c> is
/// <see cref="DemoServer.CutStreams"/>; <c>PUT /demo/restart</c> cuts all connections and listens again, as soon as it is answered. Requests here are
/// not counted.
/// </summary>
internal sealed class ControlEndpoint(DemoServerCounters counters, FaultRunner faults, ThrottleGate throttles, LiveStreams streams, Func<Task> restart)
{
    public const string PathPrefix = "/demo/";

    private static readonly JsonSerializerOptions CamelCase = new(JsonSerializerDefaults.Web);

    public async Task HandleAsync(HttpContext context, string path)
    {
        switch (context.Request.Method, path)
        {
            case ("GET", "/demo/counters"):
                await context.Response.WriteAsJsonAsync(Snapshot(), CamelCase, context.RequestAborted);
                break;
            case ("PUT", "/demo/fault"):
                await SetAsync(context, text => faults.Standing = text);
                break;
            case ("PUT", "/demo/throttle"):
                await SetAsync(context, text => throttles.Text = text);
                break;
            case ("POST", "/demo/cut"):
                await context.Response.WriteAsJsonAsync(new Dictionary<string, int> { ["streams"] = streams.CutAll() }, CamelCase, context.RequestAborted);
                break;
            case ("GET", "/demo/throttle"):
                await WriteThrottleAsync(context);
                break;
            case ("PUT", "/demo/restart"):
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                // Once this answer has left: a reset would overtake it.
                context.Response.Headers.Connection = "close";
                context.Features.Get<IConnectionLifetimeFeature>()!.ConnectionClosed.UnsafeRegister(static restart => Task.Run((Func<Task>)restart!), restart);
                break;
            default:
                await HtmlPage.WriteAsync(context, StatusCodes.Status404NotFound, "Not found", "There are GET /demo/counters, PUT /demo/fault, GET and PUT /demo/throttle, POST /demo/cut, and PUT /demo/restart.");
                break;
        }
    }

    private static async Task SetAsync(HttpContext context, Action<string?> set)
    {
        using var reader = new StreamReader(context.Request.Body);
        var text = (await reader.ReadToEndAsync(context.RequestAborted)).Trim();
        try
        {
            set(text.Length == 0 ? null : text);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        catch (FormatException error)
        {
            await HtmlPage.WriteAsync(context, StatusCodes.Status400BadRequest, "No such thing", error.Message);
        }
    }

    private Task WriteThrottleAsync(HttpContext context)
    {
        _ = long.TryParse(context.Request.Query["points"], NumberStyles.None, CultureInfo.InvariantCulture, out var points);
        var facts = new Dictionary<string, object?> { ["throttle"] = throttles.Text, ["seconds"] = throttles.TimeFor(points).TotalSeconds };
        return context.Response.WriteAsJsonAsync(facts, CamelCase, context.RequestAborted);
    }

    private Dictionary<string, object> Snapshot() => new()
    {
        ["connectionsAccepted"] = Enum.GetValues<DemoEndpoint>().ToDictionary(
            endpoint => JsonNamingPolicy.CamelCase.ConvertName(endpoint.ToString()), counters.ConnectionsAcceptedOn),
        ["connectionsOpen"] = counters.ConnectionsOpen,
        ["requestsReceived"] = counters.RequestsReceived,
        ["requestsInFlight"] = counters.RequestsInFlight,
        ["peakRequestsInFlight"] = counters.PeakRequestsInFlight,
        ["queriesExecuted"] = counters.QueriesExecuted,
        ["mutationsExecuted"] = counters.MutationsExecuted,
        ["requestsThrottled"] = counters.RequestsThrottled,
        ["pointsCharged"] = counters.PointsCharged,
        ["streams"] = counters.Streams,
        ["fields"] = counters.FieldCounts,
    };
}
