using GqlTools.Commands;
using static GqlTools.Binding.ParameterRule;

namespace GqlTools.Binding;

/// <summary>Which parameters of Invoke-GqlQuery mean nothing without another, and which contradict each other.</summary>
internal static class QueryParameterRules
{
    private const string All = nameof(InvokeGqlQueryCommand.All);
    private const string CheckpointPath = nameof(InvokeGqlQueryCommand.CheckpointPath);
    private const string IdempotencyKey = nameof(InvokeGqlQueryCommand.IdempotencyKey);
    private const string Incremental = nameof(InvokeGqlQueryCommand.Incremental);

    private const string HowToWalk = "It says how a list is walked.";
    private const string PartsAlone =
        "It writes the parts of one answer after another as they come, each with its own path; without it the parts are put together.";

    private static readonly ParameterUse BatchSize = new(nameof(InvokeGqlQueryCommand.BatchSize), Nothing: 1);

    public static readonly ParameterRule[] Table =
    [
        Need(nameof(InvokeGqlQueryCommand.PageSize), [All], HowToWalk),
        Need(nameof(InvokeGqlQueryCommand.MaximumCount), [All], HowToWalk),
        Need(nameof(InvokeGqlQueryCommand.PageBy), [All], HowToWalk),
        Need(nameof(InvokeGqlQueryCommand.BatchBy), [BatchSize], "It says how a batch is put together."),
        Need(nameof(InvokeGqlQueryCommand.CheckpointKey), [CheckpointPath], "It names the inputs of a checkpoint."),
        Conflict(BatchSize, All, "Each page leads to the next, so no two of them can share a request."),
        Conflict(nameof(InvokeGqlQueryCommand.ThrottleLimit), All, "Lists are walked one after another."),
        Conflict(nameof(InvokeGqlQueryCommand.AsCompleted), All, "Elements come in the order of their list."),
        Conflict(nameof(InvokeGqlQueryCommand.MaximumErrorCount), All, "The first page that fails ends its walk."),
        Conflict(nameof(InvokeGqlQueryCommand.CheckpointKey), All, "The checkpoint of a walk keeps a place in a list and no inputs."),
        Conflict(IdempotencyKey, All, "Pages are different requests, and the server would take them for one."),
        Conflict(IdempotencyKey, BatchSize, "A key belongs to one request, and the inputs of a batch are one request together."),
        Conflict(All, Incremental, PartsAlone),
        Conflict(nameof(InvokeGqlQueryCommand.Raw), Incremental, PartsAlone),
        Conflict(nameof(InvokeGqlQueryCommand.ResultPath), Incremental, PartsAlone),
        Conflict(BatchSize, Incremental, PartsAlone),
        Conflict(nameof(InvokeGqlQueryCommand.ThrottleLimit), Incremental, PartsAlone),
        Conflict(nameof(InvokeGqlQueryCommand.AsCompleted), Incremental, PartsAlone),
        Conflict(CheckpointPath, Incremental, PartsAlone),
        Conflict(nameof(InvokeGqlQueryCommand.MaximumErrorCount), Incremental, PartsAlone),
    ];
}
