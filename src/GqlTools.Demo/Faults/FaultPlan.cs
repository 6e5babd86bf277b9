namespace GqlTools.Demo.Faults;

/// <summary>One or more faults in the order a request meets them, separated by semicolons: <c>delay?milliseconds=20;answer?status=503&amp;every=10</c>.</summary>
internal sealed record FaultPlan(string Text, IReadOnlyList<FaultCall> Calls)
{
    /// <exception cref="FormatException">A name is not in the table, or an argument is not the fault's.</exception>
    public static FaultPlan Parse(string text) =>
        new(text, [.. text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(FaultCall.Parse)]);
}
