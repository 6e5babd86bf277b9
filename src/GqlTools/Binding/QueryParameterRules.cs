using System.Management.Automation;
using GqlTools.Commands;
using GqlTools.Errors;

namespace GqlTools.Binding;

/// <summary>
/// Which parameters of Invoke-GqlQuery mean nothing without another, and which contradict each other. None is passed over in silence. Parameter sets would say
/// the same by dozens of lines of syntax in the help, and by errors that name no parameter.
/// </summary>
internal static class QueryParameterRules
{
    private const string All = nameof(InvokeGqlQueryCommand.All);
    private const string BatchSize = nameof(InvokeGqlQueryCommand.BatchSize);
    private const string CheckpointPath = nameof(InvokeGqlQueryCommand.CheckpointPath);
    private const string IdempotencyKey = nameof(InvokeGqlQueryCommand.IdempotencyKey);
    private const string Incremental = nameof(InvokeGqlQueryCommand.Incremental);

    private static readonly (string Parameter, string Needed, string Reason)[] Needs =
    [
        (nameof(InvokeGqlQueryCommand.PageSize), All, "It says how a list is walked."),
        (nameof(InvokeGqlQueryCommand.MaximumCount), All, "It says how a list is walked."),
        (nameof(InvokeGqlQueryCommand.PageBy), All, "It says how a list is walked."),
        (nameof(InvokeGqlQueryCommand.BatchBy), BatchSize, "It says how a batch is put together."),
        (nameof(InvokeGqlQueryCommand.CheckpointKey), CheckpointPath, "It names the inputs of a checkpoint."),
    ];

    private static readonly (string One, string Other, string Reason)[] Conflicts =
    [
        (BatchSize, All, "Each page leads to the next, so no two of them can share a request."),
        (nameof(InvokeGqlQueryCommand.ThrottleLimit), All, "Lists are walked one after another."),
        (nameof(InvokeGqlQueryCommand.AsCompleted), All, "Elements come in the order of their list."),
        (nameof(InvokeGqlQueryCommand.MaximumErrorCount), All, "The first page that fails ends its walk."),
        (nameof(InvokeGqlQueryCommand.CheckpointKey), All, "The checkpoint of a walk keeps a place in a list and no inputs."),
        (IdempotencyKey, All, "Pages are different requests, and the server would take them for one."),
        (IdempotencyKey, BatchSize, "A key belongs to one request, and the inputs of a batch are one request together."),
        (All, Incremental, PartsAlone),
        (nameof(InvokeGqlQueryCommand.Raw), Incremental, PartsAlone),
        (nameof(InvokeGqlQueryCommand.ResultPath), Incremental, PartsAlone),
        (BatchSize, Incremental, PartsAlone),
        (nameof(InvokeGqlQueryCommand.ThrottleLimit), Incremental, PartsAlone),
        (nameof(InvokeGqlQueryCommand.AsCompleted), Incremental, PartsAlone),
        (CheckpointPath, Incremental, PartsAlone),
        (nameof(InvokeGqlQueryCommand.MaximumErrorCount), Incremental, PartsAlone),
    ];

    private const string PartsAlone =
        "It writes the parts of one answer after another as they come, each with its own path; without it the parts are put together.";

    /// <summary>The first rule that is broken, as an error; null where all are kept.</summary>
    /// <param name="given">The parameters that were given, with their values.</param>
    public static ErrorRecord? FirstBroken(IReadOnlyDictionary<string, object> given)
    {
        foreach (var (parameter, needed, reason) in Needs)
        {
            if (IsGiven(given, parameter) && !IsGiven(given, needed)) return ErrorRecords.ParameterMissing(parameter, needed, reason);
        }

        foreach (var (one, other, reason) in Conflicts)
        {
            if (IsGiven(given, one) && IsGiven(given, other)) return ErrorRecords.ParameterConflict(one, other, reason);
        }

        return null;
    }

    // What says no more than the default is as good as not given: -All:$false, -BatchSize 1.
    private static bool IsGiven(IReadOnlyDictionary<string, object> given, string parameter) =>
        given.TryGetValue(parameter, out var value) && value is not SwitchParameter { IsPresent: false } && (parameter != BatchSize || value is not 1);
}
