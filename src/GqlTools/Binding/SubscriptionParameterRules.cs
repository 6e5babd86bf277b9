using GqlTools.Commands;
using static GqlTools.Binding.ParameterRule;

namespace GqlTools.Binding;

/// <summary>Which parameters of Watch-GqlSubscription mean nothing without another.</summary>
internal static class SubscriptionParameterRules
{
    private const string ResumeVariable = nameof(WatchGqlSubscriptionCommand.ResumeVariable);
    private const string ResumePath = nameof(WatchGqlSubscriptionCommand.ResumePath);

    public static readonly ParameterRule[] Table =
    [
        Need(nameof(WatchGqlSubscriptionCommand.ResumeFrom), [ResumeVariable], "It is a first value of that variable."),
        Need(ResumeVariable, [ResumePath], "It says where in an event the variable's next value stands."),
        Need(ResumePath, [ResumeVariable], "It says into which variable the value goes."),
    ];
}
