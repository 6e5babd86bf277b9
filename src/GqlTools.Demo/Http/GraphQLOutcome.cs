using System.Buffers;
using System.Text.Json;
using GqlTools.Language.Execution;

namespace GqlTools.Demo.Http;

/// <summary>What became of a request, ready to be written.</summary>
internal readonly record struct GraphQLOutcome(OutcomeKind Kind, ExecutionResult Result)
{
    /// <summary>What an operation says that is over already.</summary>
    public static GraphQLOutcome Late { get; } = new(OutcomeKind.StreamFailed, ExecutionResult.FromRequestErrors(new ExecutionError("This comes late.")));

    /// <summary>Whether nothing can come after this: the operation did not begin, or has failed.</summary>
    public bool EndsOperation => Kind is not (OutcomeKind.Executed or OutcomeKind.ExecutedWithErrors);

    /// <summary>Writes a part of a response that is delivered incrementally, in place of <see cref="Result"/>; null where it is whole.</summary>
    public Action<Utf8JsonWriter>? Part { get; init; }

    public static GraphQLOutcome Executed(ExecutionResult result) =>
        new(result.Errors.IsEmpty ? OutcomeKind.Executed : OutcomeKind.ExecutedWithErrors, result);

    public GraphQLOutcome WithExtensions(IReadOnlyDictionary<string, object?>? extensions) =>
        extensions is null ? this : this with { Result = Result.WithExtensions(extensions) };

    /// <summary>How many objects the answer holds, its root not counted.</summary>
    public long CountObjects() => Result.Data is null ? 0 : Count(Result.Data) - 1;

    public void Write(Utf8JsonWriter writer)
    {
        if (Part is not null)
            Part(writer);
        else
            Result.WriteTo(writer);
    }

    /// <summary>Writes the errors alone, as a list.</summary>
    public void WriteErrors(Utf8JsonWriter writer) => Errors().WriteTo(writer);

    /// <summary>Writes the first error alone, as an object.</summary>
    public void WriteFirstError(Utf8JsonWriter writer) => Errors()[0].WriteTo(writer);

    private JsonElement Errors()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            Write(writer);
        using var json = JsonDocument.Parse(buffer.WrittenMemory);
        return json.RootElement.GetProperty("errors"u8).Clone();
    }

    private static long Count(object? value) => value switch
    {
        ResponseObject fields => 1 + fields.Values.Sum(Count),
        object?[] items => items.Sum(Count),
        _ => 0,
    };
}
