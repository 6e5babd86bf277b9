namespace GqlTools.Language.Execution;

/// <summary>What an execution leaves for later, in the order in which it came upon it. Any thread may add.</summary>
internal sealed class LaterDeliveries
{
    private readonly List<ILaterDelivery> _deliveries = [];

    public void Add(ILaterDelivery delivery)
    {
        lock (_deliveries)
            _deliveries.Add(delivery);
    }

    /// <summary>Those whose position has not become null in the meantime.</summary>
    public IReadOnlyList<ILaterDelivery> TakeReachable()
    {
        lock (_deliveries)
            return [.. _deliveries.Where(static delivery => !ResponsePath.IsNulled(delivery.Path))];
    }
}
