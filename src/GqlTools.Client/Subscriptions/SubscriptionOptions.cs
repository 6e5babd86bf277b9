using GqlTools.Client.Failures;
using GqlTools.Client.Operations;

namespace GqlTools.Client.Subscriptions;

/// <summary>What one subscription, or one feed of several, is told.</summary>
public sealed record SubscriptionOptions
{
    /// <summary>Events that a subscription holds unless told otherwise.</summary>
    public const int DefaultBufferSize = 1000;

    /// <summary>The options of a subscription that sets none.</summary>
    public static SubscriptionOptions Default { get; } = new();

    /// <summary>Events that have come and were not taken, for each subscription, from 1. Default 1,000.</summary>
    public int BufferSize { get; init; } = DefaultBufferSize;

    /// <summary>What happens when the buffer is full. Default <see cref="OverflowPolicy.Wait"/>.</summary>
    public OverflowPolicy Overflow { get; init; }

    /// <summary>
    /// The variable that tells the server after which event to go on, fed from <see cref="ResumePath"/> when a lost subscription is started again; null where
    /// the server cannot be told.
    /// </summary>
    public string? ResumeVariable { get; init; }

    /// <summary>
    /// Response names on the way to the value for <see cref="ResumeVariable"/> in an event's data, with dots between them, such as <c>count.id</c>. Of a list
    /// on the way the last element counts.
    /// </summary>
    public string? ResumePath { get; init; }

    /// <summary>Ends the feed after so many events, over all of its subscriptions; null for no limit.</summary>
    public long? MaximumCount { get; init; }

    /// <summary>Ends the feed after this time; null for no limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Ends the feed when no event has come for this time since the last one, or since the last subscription was added; null for no limit.</summary>
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>Refuses what cannot work, naming the option.</summary>
    /// <exception cref="GqlException"><see cref="FailureKind.OptionInvalid"/>.</exception>
    public void Validate()
    {
        if (BufferSize < 1) throw Invalid($"BufferSize is {BufferSize}; it must be 1 or more.");
        if (ResumeVariable is null != ResumePath is null)
            throw Invalid("ResumeVariable and ResumePath belong together: the variable that is fed, and where its value stands in an event.");
        if (ResumePath is not null && ResumePath.Split('.').Any(string.IsNullOrWhiteSpace))
            throw Invalid($"ResumePath is '{ResumePath}'; it must be names with dots between them, such as count.id.");
    }

    internal void Validate(GqlOperation operation)
    {
        if (ResumeVariable is null || operation.Variables.Contains(ResumeVariable)) return;
        throw Invalid(operation.Variables.Count == 0
            ? $"ResumeVariable is '{ResumeVariable}', but the operation declares no variables."
            : $"ResumeVariable is '{ResumeVariable}', but the operation declares {string.Join(", ", operation.Variables.Select(static name => "$" + name))}.");
    }

    private static GqlException Invalid(string message) => new(FailureKind.OptionInvalid, message);
}
