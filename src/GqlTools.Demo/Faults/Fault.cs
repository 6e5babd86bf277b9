namespace GqlTools.Demo.Faults;

/// <summary>A line of the fault table.</summary>
/// <param name="Name">How it is called.</param>
/// <param name="Arguments">The arguments it takes.</param>
/// <param name="Act">What it does with a request.</param>
internal sealed record Fault(string Name, string[] Arguments, Func<FaultedRequest, Task> Act);
