namespace GqlTools.Binding;

/// <summary>What happens when events come faster than the pipeline takes them, and the buffer is full.</summary>
public enum GqlOverflowPolicy
{
    /// <summary>The server is made to wait.</summary>
    Wait,

    /// <summary>The oldest event goes, and a warning tells how many went.</summary>
    DropOldest,
}
