using System.Text.Json;
using GqlTools.Language.Execution;

namespace GqlTools.Demo.Http;

/// <summary>What became of a request, ready to be written.</summary>
internal readonly record struct GraphQLOutcome(OutcomeKind Kind, ExecutionResult Result)
{
    public GraphQLOutcome WithExtensions(IReadOnlyDictionary<string, object?>? extensions) =>
        extensions is null ? this : this with { Result = Result.WithExtensions(extensions) };

    /// <summary>How many objects the answer holds, its root not counted.</summary>
    public long CountObjects() => Result.Data is null ? 0 : Count(Result.Data) - 1;

    public void Write(Utf8JsonWriter writer) => Result.WriteTo(writer);

    private static long Count(object? value) => value switch
    {
        ResponseObject fields => 1 + fields.Values.Sum(Count),
        object?[] items => items.Sum(Count),
        _ => 0,
    };
}
