using System.Runtime.CompilerServices;

namespace GqlTools.Language.Execution;

/// <summary>A fragment of one object that is delivered later.</summary>
internal sealed class DeferredFragment(OperationExecution origin, SelectionPlan plan, object? source, ResponsePath? path, string? label) : ILaterDelivery
{
    public ResponsePath? Path => path;

    public string? Label => label;

    public bool IsStream => false;

    public async IAsyncEnumerable<Delivered> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var later = new LaterDeliveries();
        var execution = new OperationExecution(origin.Operation, origin.RootValue, cancellationToken) { Later = later };
        var (data, errors) = await execution.RunFragmentAsync(plan, source, path).ConfigureAwait(false);
        yield return new Delivered { HasValue = data is not null, Data = data, Errors = errors, IsCompleted = true, Later = data is null ? [] : later.TakeReachable() };
    }
}
