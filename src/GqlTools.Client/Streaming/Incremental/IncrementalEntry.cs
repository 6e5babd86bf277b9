using System.Text.Json;
using GqlTools.Client.Failures;
using GqlTools.Client.Responses;

namespace GqlTools.Client.Streaming.Incremental;

/// <summary>
/// The entries of a message of incremental delivery, or of one object in its <c>incremental</c>, as slices. All formats name them alike, and order does not
/// matter. A slice is empty where there is no such entry, and <c>null</c> in words where it is null.
/// </summary>
internal struct IncrementalEntry
{
    public ReadOnlyMemory<byte> Data;
    public ReadOnlyMemory<byte> Items;
    public ReadOnlyMemory<byte> Path;
    public ReadOnlyMemory<byte> SubPath;
    public ReadOnlyMemory<byte> Id;
    public ReadOnlyMemory<byte> Label;
    public ReadOnlyMemory<byte> Errors;
    public ReadOnlyMemory<byte> Extensions;
    public ReadOnlyMemory<byte> Incremental;
    public ReadOnlyMemory<byte> Pending;
    public ReadOnlyMemory<byte> Completed;
    public bool HasNext;
    private ReadOnlyMemory<byte> _ignored;

    /// <summary>Reads an object.</summary>
    /// <exception cref="GqlException"><see cref="FailureKind.AnswerMalformed"/> or <see cref="FailureKind.AnswerTooDeep"/>.</exception>
    public static IncrementalEntry Read(ReadOnlyMemory<byte> json, int maximumDepth)
    {
        try
        {
            var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { MaxDepth = maximumDepth });
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject) throw Malformed("a part is no object");
            var entry = default(IncrementalEntry);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName) entry.Take(ref reader, json);
            reader.Read();
            return entry;
        }
        catch (JsonException exception) when (exception.Message.Contains("maximum configured depth", StringComparison.Ordinal))
        {
            throw new GqlException(
                FailureKind.AnswerTooDeep,
                "A part of the answer nests deeper than the session's limit. Ask for less depth, or raise the limit (MaximumAnswerDepth).",
                exception);
        }
        catch (JsonException exception)
        {
            throw Malformed(exception.Message);
        }
    }

    /// <summary>Splits a list into its elements.</summary>
    public static List<ReadOnlyMemory<byte>> Split(ReadOnlyMemory<byte> list)
    {
        var elements = new List<ReadOnlyMemory<byte>>();
        if (list.IsEmpty) return elements;
        var reader = new Utf8JsonReader(list.Span, new JsonReaderOptions { MaxDepth = int.MaxValue });
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray) return elements;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            elements.Add(list[start..(int)reader.BytesConsumed]);
        }

        return elements;
    }

    /// <summary>The text that a slice is; null for anything else.</summary>
    public static string? Text(ReadOnlyMemory<byte> slice)
    {
        if (slice.IsEmpty) return null;
        var reader = new Utf8JsonReader(slice.Span);
        reader.Read();
        return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
    }

    /// <summary>The errors that a slice lists.</summary>
    public static IReadOnlyList<GqlError> ErrorList(ReadOnlyMemory<byte> slice) => slice.IsEmpty ? [] : GqlError.ReadAll(Element(slice));

    /// <summary>The object that a slice is; null where there is none.</summary>
    public static JsonElement? ObjectOrNull(ReadOnlyMemory<byte> slice) =>
        !slice.IsEmpty && Element(slice) is { ValueKind: JsonValueKind.Object } value ? value : null;

    /// <summary>The response path that a slice is; null where there is none.</summary>
    public static object[]? PathOrNull(ReadOnlyMemory<byte> slice) => slice.IsEmpty ? null : GqlError.ReadPath(Element(slice));

    /// <summary>Whether a slice is the word null.</summary>
    public static bool IsNull(ReadOnlyMemory<byte> slice) => slice.Span.SequenceEqual("null"u8);

    /// <summary>A slice as an element that owns its bytes.</summary>
    public static JsonElement Element(ReadOnlyMemory<byte> slice)
    {
        var reader = new Utf8JsonReader(slice.Span, new JsonReaderOptions { MaxDepth = int.MaxValue });
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>The failure that an unreadable message is.</summary>
    public static GqlException Malformed(string what) =>
        new(FailureKind.AnswerMalformed, $"The incrementally delivered answer cannot be read: {what.TrimEnd('.')}.");

    private void Take(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        ref var target = ref Slot(ref reader, ref this, out var isHasNext);
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        if (isHasNext) HasNext = reader.TokenType == JsonTokenType.True;
        reader.Skip();
        target = json[start..(int)reader.BytesConsumed];
    }

    private static ref ReadOnlyMemory<byte> Slot(ref Utf8JsonReader reader, ref IncrementalEntry entry, out bool isHasNext)
    {
        isHasNext = false;
        if (reader.TextIs("data"u8)) return ref entry.Data;
        if (reader.TextIs("items"u8)) return ref entry.Items;
        if (reader.TextIs("path"u8)) return ref entry.Path;
        if (reader.TextIs("subPath"u8)) return ref entry.SubPath;
        if (reader.TextIs("id"u8)) return ref entry.Id;
        if (reader.TextIs("label"u8)) return ref entry.Label;
        if (reader.TextIs("errors"u8)) return ref entry.Errors;
        if (reader.TextIs("extensions"u8)) return ref entry.Extensions;
        if (reader.TextIs("incremental"u8)) return ref entry.Incremental;
        if (reader.TextIs("pending"u8)) return ref entry.Pending;
        if (reader.TextIs("completed"u8)) return ref entry.Completed;
        isHasNext = reader.TextIs("hasNext"u8);
        return ref entry._ignored;
    }
}
