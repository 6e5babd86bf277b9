using System.Text.Json;
using GqlTools.Client.Failures;
using GqlTools.Client.Responses;

namespace GqlTools.Client.Batching;

/// <summary>The answer to an array of requests: an array of answers in their order. Pure.</summary>
public static class ArrayAnswer
{
    /// <summary>The answers that stand in an array.</summary>
    /// <param name="array">The array, JSON in UTF-8.</param>
    /// <returns>Each element's JSON, in order; null where the JSON is no array.</returns>
    public static IReadOnlyList<ReadOnlyMemory<byte>>? Split(ReadOnlyMemory<byte> array)
    {
        var reader = new Utf8JsonReader(array.Span, new JsonReaderOptions { MaxDepth = int.MaxValue });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray) return null;
        List<ReadOnlyMemory<byte>> parts = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            parts.Add(array[start..(int)reader.BytesConsumed]);
        }

        return parts;
    }

    /// <summary>Reads one of the answers.</summary>
    /// <typeparam name="T">What <c>data</c> becomes.</typeparam>
    /// <param name="element">Its JSON in UTF-8.</param>
    /// <param name="dataReader">Makes the value of <c>data</c>.</param>
    /// <param name="limits">Bounds of an answer.</param>
    /// <exception cref="GqlException">It is no GraphQL answer.</exception>
    public static Answer<T> Read<T>(ReadOnlyMemory<byte> element, IJsonValueReader<T> dataReader, AnswerLimits limits)
    {
        if (element.IsEmpty || element.Span[0] != (byte)'{') throw new GqlException(FailureKind.AnswerNotGraphQL, "An answer of the batch is no object with 'data' or 'errors'.");
        using var reader = new AnswerReader<T>(dataReader, limits);
        while (!element.IsEmpty)
        {
            var buffer = reader.GetBuffer();
            var count = Math.Min(buffer.Length, element.Length);
            element[..count].CopyTo(buffer);
            reader.Advance(count);
            element = element[count..];
        }

        var answer = reader.Complete();
        return answer.IsGraphQL
            ? answer
            : throw new GqlException(FailureKind.AnswerNotGraphQL, "An answer of the batch has neither 'data' nor 'errors'.");
    }
}
