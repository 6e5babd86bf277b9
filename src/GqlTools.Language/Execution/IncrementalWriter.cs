using System.Collections.Immutable;
using System.Text.Json;

namespace GqlTools.Language.Execution;

/// <summary>Writes the parts of incremental delivery as JSON, in either form.</summary>
internal static class IncrementalWriter
{
    public static void Write(Utf8JsonWriter writer, IncrementalResult result, IncrementalFormat format)
    {
        writer.WriteStartObject();
        ResponseWriter.WriteEntries(writer, result.Initial);
        if (!result.Pending.IsEmpty)
        {
            if (format == IncrementalFormat.IncrementalV02)
                WritePending(writer, result.Pending);
            writer.WriteBoolean("hasNext"u8, true);
        }

        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, IncrementalUpdate update, IncrementalFormat format)
    {
        writer.WriteStartObject();
        if (format == IncrementalFormat.IncrementalV02)
            WriteNamed(writer, update);
        else
            WritePlaced(writer, update);
        writer.WriteBoolean("hasNext"u8, update.HasNext);
        writer.WriteEndObject();
    }

    private static void WriteNamed(Utf8JsonWriter writer, IncrementalUpdate update)
    {
        if (!update.Pending.IsEmpty)
            WritePending(writer, update.Pending);
        if (update.HasValue)
        {
            writer.WriteStartArray("incremental"u8);
            writer.WriteStartObject();
            writer.WriteString("id"u8, update.Target.Id);
            WriteContent(writer, update);
            writer.WriteEndObject();
            writer.WriteEndArray();
        }

        if (!update.IsCompleted)
            return;
        writer.WriteStartArray("completed"u8);
        writer.WriteStartObject();
        writer.WriteString("id"u8, update.Target.Id);
        if (!update.HasValue)
            ResponseWriter.WriteErrors(writer, update.Errors);
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static void WritePlaced(Utf8JsonWriter writer, IncrementalUpdate update)
    {
        if (!update.HasValue && update.Errors.IsEmpty)
            return; // this form has no word for a list that has ended
        writer.WriteStartArray("incremental"u8);
        writer.WriteStartObject();
        WriteContent(writer, update);
        writer.WritePropertyName("path"u8);
        ResponseWriter.WriteValue(writer, update.IsStream ? [.. update.Target.Path, update.Index] : update.Target.Path);
        if (update.Target.Label is { } label)
            writer.WriteString("label"u8, label);
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static void WriteContent(Utf8JsonWriter writer, IncrementalUpdate update)
    {
        writer.WritePropertyName(update.IsStream ? "items"u8 : "data"u8);
        if (!update.HasValue)
            writer.WriteNullValue();
        else
            ResponseWriter.WriteValue(writer, update.IsStream ? new[] { update.Item } : update.Data);
        ResponseWriter.WriteErrors(writer, update.Errors);
    }

    private static void WritePending(Utf8JsonWriter writer, ImmutableArray<PendingResult> pending)
    {
        writer.WriteStartArray("pending"u8);
        foreach (var item in pending)
        {
            writer.WriteStartObject();
            writer.WriteString("id"u8, item.Id);
            writer.WritePropertyName("path"u8);
            ResponseWriter.WriteValue(writer, item.Path);
            if (item.Label is { } label)
                writer.WriteString("label"u8, label);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
