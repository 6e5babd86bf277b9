using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using GqlTools.Client.Failures;
using GqlTools.Client.Responses;

namespace GqlTools.Client.Streaming.Incremental;

/// <summary>
/// Puts the parts of an incrementally delivered answer together.
/// <para>
/// The answer is kept as a tree whose untouched branches are still the bytes they came as. A part is read once and hung where it belongs: its cost is its own
/// size and the length of its path, never the size of what is there. The whole is written to JSON once, at the end, for the caller's reader to read, so that a merged
/// answer becomes the same objects as any other. An answer that came in one message is not taken apart at all.
/// </para>
/// </summary>
public sealed class IncrementalMerge
{
    private static readonly JsonDocumentOptions AnyDepth = new() { MaxDepth = int.MaxValue };

    private readonly AnswerLimits _limits;
    private readonly List<GqlError> _errors = [];
    private readonly Dictionary<string, JsonElement> _extensions = [];
    private ReadOnlyMemory<byte> _initial;
    private JsonNode? _data;
    private bool _isTree;
    private bool _hasErrors;
    private bool _hasExtensions;
    private long _bytes;

    /// <summary>Makes an empty answer.</summary>
    /// <param name="limits">Bounds of the answer; its bytes are those of all parts together.</param>
    public IncrementalMerge(AnswerLimits limits) => _limits = limits;

    /// <summary>Adds a part. Its memory may be used again afterwards.</summary>
    /// <param name="part">The part.</param>
    /// <exception cref="GqlException">
    /// <see cref="FailureKind.AnswerTooLarge"/>, <see cref="FailureKind.AnswerTooDeep"/>, or <see cref="FailureKind.AnswerMalformed"/> where the answer has no such place.
    /// </exception>
    public void Add(IncrementalPart part)
    {
        _bytes += part.Value.Length;
        if (_bytes > _limits.MaximumBytes)
        {
            throw new GqlException(
                FailureKind.AnswerTooLarge,
                string.Create(CultureInfo.InvariantCulture, $"The parts of the answer are larger than the session's limit of {_limits.MaximumBytes:N0} bytes. Ask for less at once, or raise the limit (MaximumAnswerBytes)."));
        }

        _hasErrors |= part.Errors.Count > 0;
        _errors.AddRange(part.Errors);
        if (part.Extensions is { } extensions) Take(extensions);
        if (part.Kind == IncrementalPartKind.Initial) _initial = part.Value.ToArray();
        else if (part.Kind is IncrementalPartKind.Deferred or IncrementalPartKind.Streamed || IsNullItem(part)) Graft(part);
    }

    /// <summary>The answer as far as it has come.</summary>
    /// <typeparam name="T">What <c>data</c> becomes.</typeparam>
    /// <param name="dataReader">Makes the value of <c>data</c>; used once.</param>
    /// <exception cref="GqlException"><see cref="FailureKind.AnswerTooDeep"/> or <see cref="FailureKind.AnswerMalformed"/>.</exception>
    public Answer<T> ToAnswer<T>(IJsonValueReader<T> dataReader)
    {
        var output = new ArrayBufferWriter<byte>();
        WriteData(output);
        using var reader = new AnswerReader<T>(dataReader, _limits with { MaximumBytes = long.MaxValue });
        return reader.ReadWhole(output.WrittenSpan) with
        {
            HasErrors = _hasErrors,
            Errors = _errors,
            Extensions = _hasExtensions ? JsonSerializer.SerializeToElement(_extensions) : null,
        };
    }

    // The oldest format streams items one by one, and one that is null looks like a fragment that failed; but that would be for an object that is there.
    private bool IsNullItem(IncrementalPart part) =>
        part.Kind == IncrementalPartKind.Failed && IncrementalEntry.IsNull(part.Value)
        && part.Path is [.., long index] && Find(part.Path, part.Path.Count - 1) is JsonArray list && index == list.Count;

    private void WriteData(ArrayBufferWriter<byte> output)
    {
        if (_initial.IsEmpty && !_isTree)
        {
            output.Write("{}"u8);
            return;
        }

        output.Write("{\"data\":"u8);
        if (_isTree)
        {
            using var writer = new Utf8JsonWriter(output, new JsonWriterOptions
            {
                Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
                MaxDepth = int.MaxValue,
                SkipValidation = true,
            });
            try
            {
                if (_data is null) writer.WriteNullValue();
                else _data.WriteTo(writer);
            }
            catch (InvalidOperationException exception)
            {
                // A text that is half a surrogate pair cannot be written.
                throw IncrementalEntry.Malformed(exception.Message);
            }
        }
        else
        {
            output.Write(_initial.Span);
        }

        output.Write("}"u8);
    }

    private void Take(JsonElement extensions)
    {
        _hasExtensions = true;
        try
        {
            foreach (var entry in extensions.EnumerateObject()) _extensions[entry.Name] = entry.Value;
        }
        catch (InvalidOperationException exception)
        {
            throw IncrementalEntry.Malformed(exception.Message);
        }
    }

    private void Graft(IncrementalPart part)
    {
        // With the reader's bound on values this keeps the tree within twice the limit, which recursion bears; the exact limit is held when it is read.
        if (part.Path.Count >= _limits.MaximumDepth)
        {
            throw new GqlException(
                FailureKind.AnswerTooDeep,
                $"The answer nests deeper than the session's limit of {_limits.MaximumDepth} levels. Ask for less depth, or raise the limit (MaximumAnswerDepth).");
        }

        try
        {
            var value = IncrementalEntry.Element(part.Value);
            var isPlaced = part.Kind == IncrementalPartKind.Streamed ? AppendItems(part, value) : MergeFields(part, value);
            if (!isPlaced) throw IncrementalEntry.Malformed($"a part is for {(part.Path.Count == 0 ? "the answer itself" : $"'{part.PathText}'")}, where there is nothing that could take it");
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            // System.Text.Json's tree has no place for two properties of one name, nor for a name that is half a surrogate pair.
            throw IncrementalEntry.Malformed(exception.Message);
        }
    }

    private bool AppendItems(IncrementalPart part, JsonElement items)
    {
        if (items.ValueKind != JsonValueKind.Array || Find(part.Path, part.Path.Count) is not JsonArray list) return false;
        var index = part.StartIndex ?? list.Count;
        if (index > list.Count) return false;
        foreach (var item in items.EnumerateArray()) Put(list, (int)index++, item);
        return true;
    }

    private bool MergeFields(IncrementalPart part, JsonElement fields)
    {
        var target = Find(part.Path, part.Path.Count);
        if (target is not null && TryMerge(target, fields)) return true;

        // The oldest format streams items one by one, as data at the index where they belong.
        if (part.Path is not [.., long index] || Find(part.Path, part.Path.Count - 1) is not JsonArray list || index > list.Count) return false;
        Put(list, (int)index, fields);
        return true;
    }

    private JsonNode? Find(IReadOnlyList<object> path, int length)
    {
        if (!_isTree)
        {
            _isTree = true;
            if (!_initial.IsEmpty) _data = ToNode(JsonDocument.Parse(_initial, AnyDepth).RootElement);
            _initial = default;
        }

        var node = _data;
        for (var step = 0; step < length && node is not null; step++)
        {
            node = (node, path[step]) switch
            {
                (JsonObject fields, string name) => fields[name],
                (JsonArray list, long index) when index >= 0 && index < list.Count => list[(int)index],
                _ => null,
            };
        }

        return node;
    }

    // Fragments overlap: what is there already is filled up, not replaced.
    private static bool TryMerge(JsonNode? target, JsonElement source)
    {
        switch (target)
        {
            case JsonObject fields when source.ValueKind == JsonValueKind.Object:
                foreach (var field in source.EnumerateObject())
                {
                    if (!fields.TryGetPropertyValue(field.Name, out var existing)) fields.Add(field.Name, ToNode(field.Value));
                    else if (!TryMerge(existing, field.Value)) fields[field.Name] = ToNode(field.Value);
                }

                return true;

            case JsonArray list when source.ValueKind == JsonValueKind.Array:
                var index = 0;
                foreach (var item in source.EnumerateArray())
                {
                    if (index >= list.Count || !TryMerge(list[index], item)) Put(list, index, item);
                    index++;
                }

                return true;

            default:
                return false;
        }
    }

    private static void Put(JsonArray list, int index, JsonElement item)
    {
        if (index == list.Count) list.Add(ToNode(item));
        else list[index] = ToNode(item);
    }

    private static JsonNode? ToNode(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => JsonObject.Create(element),
        JsonValueKind.Array => JsonArray.Create(element),
        _ => JsonValue.Create(element),
    };
}
