namespace GqlTools.Language.Execution;

/// <summary>A part of a response that is delivered later.</summary>
internal interface ILaterDelivery
{
    /// <summary>The position it belongs to; null for the root.</summary>
    ResponsePath? Path { get; }

    /// <summary>The label of its directive, or null.</summary>
    string? Label { get; }

    /// <summary>Whether it is the rest of a list; else it is a fragment of an object.</summary>
    bool IsStream { get; }

    /// <summary>Runs it. The last of what it gives is completed.</summary>
    IAsyncEnumerable<Delivered> RunAsync(CancellationToken cancellationToken);
}
