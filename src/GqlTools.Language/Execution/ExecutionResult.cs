using System.Collections.Immutable;
using System.Text.Json;

namespace GqlTools.Language.Execution;

/// <summary>The response to an operation (specification section 7.1).</summary>
public sealed class ExecutionResult
{
    private ExecutionResult(bool hasData, ResponseObject? data, ImmutableArray<ExecutionError> errors)
    {
        HasData = hasData;
        Data = data;
        Errors = errors;
    }

    /// <summary>Whether execution began: only then does the response have a <c>data</c> entry.</summary>
    public bool HasData { get; }

    /// <summary>
    /// The fields in the order of the document; null when a non-null root field failed, or when <see cref="HasData"/> is false. Values are null,
    /// <see cref="ResponseObject"/>, lists of values, and the plain values scalars and enums serialize to.
    /// </summary>
    public ResponseObject? Data { get; }

    /// <summary>The errors in the order in which they occurred; empty when there are none.</summary>
    public ImmutableArray<ExecutionError> Errors { get; }

    /// <summary>More entries of the response, by name; null for none.</summary>
    public IReadOnlyDictionary<string, object?>? Extensions { get; private init; }

    /// <summary>A copy of the response with other extensions.</summary>
    /// <param name="extensions">The entries, by name; null for none.</param>
    public ExecutionResult WithExtensions(IReadOnlyDictionary<string, object?>? extensions) => new(HasData, Data, Errors) { Extensions = extensions };

    /// <summary>A response to a request that was not executed (specification section 7.1.2, "request errors").</summary>
    /// <param name="errors">Why; at least one.</param>
    public static ExecutionResult FromRequestErrors(params ReadOnlySpan<ExecutionError> errors) => new(false, null, [.. errors]);

    /// <summary>Writes the response as JSON: <c>errors</c> (when there are any), <c>data</c> (when execution began), <c>extensions</c>.</summary>
    /// <param name="writer">Receives one JSON object.</param>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ResponseWriter.Write(writer, this);
    }

    internal static ExecutionResult Executed(ResponseObject? data, ImmutableArray<ExecutionError> errors) => new(true, data, errors);
}
