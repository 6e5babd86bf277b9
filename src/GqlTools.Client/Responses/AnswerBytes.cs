using System.Text.Json;
using GqlTools.Client.Failures;
using GqlTools.Client.Requests;

namespace GqlTools.Client.Responses;

/// <summary>Answers whose <c>data</c> was kept as bytes, because more than one reader has something to make of them.</summary>
internal static class AnswerBytes
{
    /// <summary>The same answer for one of those who asked: its own request, its own value, everything else shared.</summary>
    /// <exception cref="GqlException"><see cref="FailureKind.AnswerMalformed"/>, where the caller's reader refuses the bytes.</exception>
    public static GqlResponse<T> ReadFor<T>(
        this GqlResponse<ReadOnlyMemory<byte>> shared, PreparedRequest request, IJsonValueReader<T> dataReader, AnswerLimits limits) =>
        shared.With(request, shared.HasData, Read(shared.Data, dataReader, limits), shared.Errors, shared.Extensions);

    /// <summary>Makes a value of a whole JSON text; nothing of no bytes.</summary>
    public static T? Read<T>(ReadOnlyMemory<byte> json, IJsonValueReader<T> dataReader, AnswerLimits limits)
    {
        if (json.IsEmpty) return default;
        var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { MaxDepth = limits.MaximumDepth });
        try
        {
            return dataReader.TryRead(ref reader, out var value)
                ? value
                : throw new GqlException(FailureKind.AnswerMalformed, "The reader of the answer's data wants more than the whole of it.");
        }
        catch (JsonException exception)
        {
            throw new GqlException(FailureKind.AnswerMalformed, $"The answer's data cannot be read: {exception.Message}", exception);
        }
    }
}
