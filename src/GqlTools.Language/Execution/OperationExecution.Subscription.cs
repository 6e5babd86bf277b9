
namespace GqlTools.Language.Execution;

/// <content>The source event stream of a subscription (specification section 6.2.3.1).</content>
internal sealed partial class OperationExecution
{
    /// <returns>The events, or the error that kept them from beginning.</returns>
    public async ValueTask<(IAsyncEnumerable<object?>? Events, ExecutionError? Error)> OpenEventsAsync()
    {
        SelectionPlan plan;
        try
        {
            plan = Operation.Collector.Collect(Operation.RootType, Operation.Syntax.SelectionSet);
        }
        catch (LocatedErrorException error)
        {
            return (null, new ExecutionError(error.Message) { Locations = [error.Location], Exception = error });
        }

        if (plan.Fields.Length != 1)
        {
            var message = $"A subscription selects exactly one field of {Operation.RootType.Name}; this one selects {plan.Fields.Length} that exist.";
            return (null, new ExecutionError(message) { Locations = [Operation.Syntax.Location] });
        }

        var field = plan.Fields[0];
        var position = new ResponsePosition(plan.Type, field, null, ResponsePosition.NoIndex);
        try
        {
            var events = field.Definition.Subscribe is { } subscribe
                ? await subscribe(new ResolveContext(this, plan.Type, field, RootValue, null)).ConfigureAwait(false)
                : field.Definition.DefaultResolver.Resolve(RootValue) as IAsyncEnumerable<object?>;
            if (events is not null)
                return (events, null);
            throw new FieldErrorException($"The field {field.Definition.Coordinate} has no event stream to subscribe to.");
        }
        catch (Exception error) when (IsFieldError(error))
        {
            return (null, ToFailure(error, position).Error);
        }
    }
}
