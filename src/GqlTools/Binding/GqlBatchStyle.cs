using GqlTools.Client.Batching;

namespace GqlTools.Binding;

/// <summary>How <c>Invoke-GqlQuery -BatchSize</c> puts requests together.</summary>
public enum GqlBatchStyle
{
    /// <summary>Queries as Array where the server takes arrays, which the session finds out by itself, else as Alias. Mutations, and requests with files, as Alias.</summary>
    Auto = BatchStyle.Auto,

    /// <summary>A JSON array of requests, which the server must allow. Its entries may run at the same time, mutations too.</summary>
    Array = BatchStyle.Array,

    /// <summary>One document with the operation once for every input, its root fields under aliases. Every server takes it; mutations run in order.</summary>
    Alias = BatchStyle.Alias,
}
