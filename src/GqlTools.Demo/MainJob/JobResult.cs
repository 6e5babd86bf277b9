namespace GqlTools.Demo.MainJob;

/// <summary>One way of sending the queries, and how it went.</summary>
/// <param name="Mode">The way.</param>
/// <param name="Requests">Queries answered, rightly or wrongly.</param>
/// <param name="Seconds">From the first query to the last answer.</param>
/// <param name="ConnectionsOpened">Connections the session has opened so far.</param>
/// <param name="Errors">Queries that failed, or whose answer was not the one asked for.</param>
internal sealed record JobResult(string Mode, int Requests, double Seconds, long ConnectionsOpened, int Errors)
{
    public double RequestsPerSecond => Requests / Seconds;
}
