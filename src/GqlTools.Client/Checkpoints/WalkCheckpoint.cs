using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using GqlTools.Client.Failures;
using GqlTools.Client.Paging;

namespace GqlTools.Client.Checkpoints;

/// <summary>
/// How far a walk over pages has come, kept in a file, so that a run that ends anywhere is continued by the next. A page is noted by what fetches it, and each
/// element that is dealt with by two bytes more. One thread at a time uses a checkpoint.
/// </summary>
public sealed class WalkCheckpoint : IDisposable
{
    private const byte PageLine = (byte)'p';
    private const byte ElementsLine = (byte)'+';
    private const byte EndLine = (byte)'e';

    private static readonly byte[] OneElement = "+\n"u8.ToArray();
    private static readonly byte[] End = "e\n"u8.ToArray();

    private readonly CheckpointJournal _journal;
    private readonly ArrayBufferWriter<byte> _line = new();
    private PageMark? _mark;

    private WalkCheckpoint(string path, CheckpointSubject subject, TimeProvider clock) =>
        _journal = CheckpointJournal.Open(path, subject, clock, ReadLine);

    /// <summary>Its file.</summary>
    public string Path => _journal.Path;

    /// <summary>Where the walk stands; null at its start.</summary>
    public PageMark? Mark => _mark;

    /// <summary>Whether it has come to its end.</summary>
    public bool IsFinished { get; private set; }

    /// <summary>Opens a checkpoint, or begins one.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="subject">What it must be of.</param>
    /// <param name="clock">Says when what is written goes to the disk.</param>
    /// <exception cref="GqlException">
    /// <see cref="FailureKind.CheckpointInUse"/>, <see cref="FailureKind.CheckpointInvalid"/>, <see cref="FailureKind.CheckpointMismatch"/> or
    /// <see cref="FailureKind.CheckpointNotWritable"/>.
    /// </exception>
    public static WalkCheckpoint Open(string path, CheckpointSubject subject, TimeProvider clock) => new(path, subject, clock);

    /// <summary>Notes that everything up to a place was written.</summary>
    /// <param name="mark">The place.</param>
    /// <exception cref="GqlException"><see cref="FailureKind.CheckpointNotWritable"/>.</exception>
    public void Advance(PageMark mark)
    {
        if (mark == _mark) return;
        if (_mark is not { } before || before.Cursor != mark.Cursor || mark.Consumed - before.Consumed != mark.Count - before.Count || mark.Consumed < before.Consumed)
            AppendPage(mark);
        else if (mark.Consumed == before.Consumed + 1)
            _journal.Append(OneElement);
        else
            AppendElements(mark.Consumed - before.Consumed);
        _mark = mark;
    }

    /// <summary>Notes that the walk has come to its end.</summary>
    /// <exception cref="GqlException"><see cref="FailureKind.CheckpointNotWritable"/>.</exception>
    public void Finish()
    {
        _journal.Append(End);
        IsFinished = true;
    }

    /// <summary>Lets the file go. What was noted stays.</summary>
    public void Dispose() => _journal.Dispose();

    private void AppendPage(PageMark mark)
    {
        _line.ResetWrittenCount();
        _line.GetSpan(1)[0] = PageLine;
        _line.Advance(1);
        using (var writer = new Utf8JsonWriter(_line))
        {
            writer.WriteStartArray();
            writer.WriteStringValue(mark.Cursor);
            writer.WriteNumberValue(mark.Consumed);
            writer.WriteNumberValue(mark.Count);
            writer.WriteEndArray();
        }

        _line.GetSpan(1)[0] = (byte)'\n';
        _line.Advance(1);
        _journal.Append(_line.WrittenSpan);
    }

    private void AppendElements(int count)
    {
        Span<byte> line = stackalloc byte[16];
        line[0] = ElementsLine;
        Utf8Formatter.TryFormat(count, line[1..], out var length);
        line[length + 1] = (byte)'\n';
        _journal.Append(line[..(length + 2)]);
    }

    private bool ReadLine(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty || IsFinished) return false;
        switch (line[0])
        {
            case PageLine:
                return ReadPage(line[1..]);
            case ElementsLine when _mark is { } mark:
                var count = 1;
                if (line.Length > 1 && !(Utf8Parser.TryParse(line[1..], out count, out var length) && length == line.Length - 1)) return false;
                _mark = mark with { Consumed = mark.Consumed + count, Count = mark.Count + count };
                return true;
            case EndLine:
                return IsFinished = line.Length == 1;
            default:
                return false;
        }
    }

    private bool ReadPage(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text);
        try
        {
            string? cursor = null;
            var (consumed, count) = (0, 0L);
            var read = reader.Read() && reader.TokenType == JsonTokenType.StartArray
                && reader.Read() && (reader.TokenType == JsonTokenType.Null || (reader.TokenType == JsonTokenType.String && (cursor = reader.GetString()) is not null))
                && reader.Read() && reader.TryGetInt32(out consumed)
                && reader.Read() && reader.TryGetInt64(out count)
                && reader.Read() && reader.TokenType == JsonTokenType.EndArray
                && !reader.Read();
            if (read) _mark = new PageMark(cursor, consumed, count);
            return read;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
