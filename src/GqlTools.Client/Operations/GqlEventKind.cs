namespace GqlTools.Client.Operations;

/// <summary>What a <see cref="GqlEvent{T}"/> tells.</summary>
public enum GqlEventKind
{
    /// <summary>A part of the result: <see cref="GqlEvent{T}.Item"/>.</summary>
    Item,

    /// <summary>A whole answer, where the caller asked for those: <see cref="GqlEvent{T}.Response"/>.</summary>
    Response,

    /// <summary>Something failed: <see cref="GqlEvent{T}.Failure"/>. Whether the operation goes on shows in whether more events come.</summary>
    Error,

    /// <summary>The result may not be what the caller expects: <see cref="GqlEvent{T}.Text"/>.</summary>
    Warning,

    /// <summary>A step of the work: <see cref="GqlEvent{T}.Text"/>.</summary>
    Verbose,

    /// <summary>How far the operation is: <see cref="GqlEvent{T}.Progress"/>.</summary>
    Progress,
}
