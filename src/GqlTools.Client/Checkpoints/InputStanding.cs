namespace GqlTools.Client.Checkpoints;

/// <summary>How an input stands when a run comes to it.</summary>
public enum InputStanding
{
    /// <summary>It is to be sent now.</summary>
    Due,

    /// <summary>An earlier run finished it: nothing is to be done.</summary>
    Finished,

    /// <summary>
    /// An earlier run sent it, and no success was noted: it is a mutation that may have run. It must not be sent again, since nothing would keep the
    /// server from carrying it out twice.
    /// </summary>
    InDoubt,

    /// <summary>This run came to another input with the same key before.</summary>
    Duplicate,
}
