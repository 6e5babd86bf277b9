namespace GqlTools.Client.Scheduling;

/// <summary>What the scheduler has to say to whoever thinks of another attempt.</summary>
/// <param name="LimitWait">How long limits would hold it back.</param>
/// <param name="BudgetAllows">Whether the session's retry budget has something left.</param>
/// <param name="Circuit">Whether the session still troubles the server.</param>
/// <param name="CircuitFailures">The number of failures by which this attempt opened the circuit; 0 where it did not.</param>
internal readonly record struct Outlook(TimeSpan LimitWait, bool BudgetAllows, CircuitState Circuit, int CircuitFailures);
