using System.Collections.Immutable;
using GqlTools.Language.Syntax;

namespace GqlTools.Language.Execution;

/// <summary>An error of a response (specification section 7.1.2): of the whole request, or of one field.</summary>
/// <param name="Message">What went wrong.</param>
public sealed record ExecutionError(string Message)
{
    /// <summary>Where in the document the error belongs; empty when nowhere in particular.</summary>
    public ImmutableArray<SyntaxLocation> Locations { get; init; } = [];

    /// <summary>
    /// The way from the root of the response to the field: response names (<see cref="string"/>) and list indexes (<see cref="int"/>); null for an
    /// error of the whole request.
    /// </summary>
    public IReadOnlyList<object>? Path { get; init; }

    /// <summary>What else the response says about the error: plain values by name; null for nothing.</summary>
    public IReadOnlyDictionary<string, object?>? Extensions { get; init; }

    /// <summary>The exception of the resolver behind the error, for logs; never part of the response.</summary>
    public Exception? Exception { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Path is null ? Message : $"{Message} (at {ResponsePath.ToText(Path)})";
}
