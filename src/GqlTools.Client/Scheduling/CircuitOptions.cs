namespace GqlTools.Client.Scheduling;

/// <summary>
/// When a session stops troubling a server that only fails: connections that do not come about or break, and 5xx pages. Any answer of the server
/// begins the count anew. The defaults let a server be restarted in peace.
/// </summary>
public sealed record CircuitOptions
{
    /// <summary>The options of a session that sets none.</summary>
    public static CircuitOptions Default { get; } = new();

    /// <summary>Failures in a row that open the circuit; 0 for a circuit that never opens. Default 20.</summary>
    public int FailureThreshold { get; init; } = 20;

    /// <summary>Time from the first of these failures before which it does not open. Default 15 s.</summary>
    public TimeSpan MinimumDuration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long it stays open before one request tries again. Default 30 s.</summary>
    public TimeSpan BreakDuration { get; init; } = TimeSpan.FromSeconds(30);
}
