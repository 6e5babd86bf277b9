using System.Text.Json;
using GqlTools.Demo.Faults;

namespace GqlTools.Demo.Http;

/// <summary>
/// What a test in another process has in place of <see cref="DemoServer"/>'s members: <c>GET /demo/counters</c> gives the counters as JSON;
/// <c>PUT /demo/fault</c> sets the standing fault to the body's text, an empty body lifts it. Requests here are not counted.
/// </summary>
internal sealed class ControlEndpoint(DemoServerCounters counters, FaultRunner faults)
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
                await SetFaultAsync(context);
                break;
            default:
                await HtmlPage.WriteAsync(context, StatusCodes.Status404NotFound, "Not found", "There are GET /demo/counters and PUT /demo/fault.");
                break;
        }
    }

    private async Task SetFaultAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var text = (await reader.ReadToEndAsync(context.RequestAborted)).Trim();
        try
        {
            faults.Standing = text.Length == 0 ? null : text;
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        catch (FormatException error)
        {
            await HtmlPage.WriteAsync(context, StatusCodes.Status400BadRequest, "No such fault", error.Message);
        }
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
        ["fields"] = counters.FieldCounts,
    };
}
