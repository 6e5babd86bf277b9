namespace GqlTools.Client.Checkpoints;

/// <summary>What a checkpoint counts.</summary>
public enum CheckpointKind
{
    /// <summary>Inputs of a pipeline, one request each.</summary>
    Inputs,

    /// <summary>Items of a walk over the pages of a connection.</summary>
    Walk,
}
