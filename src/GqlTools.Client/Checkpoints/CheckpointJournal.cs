using System.Text;
using System.Text.Json;
using GqlTools.Client.Failures;

namespace GqlTools.Client.Checkpoints;

/// <summary>
/// The file of a checkpoint: a first line that says what it is of, and a line for everything that was done since. It only ever grows, by one write for each
/// line, so that a process may end at any byte: a last line without its end was never written, and goes when the file is opened next.
/// <para>
/// A line is with the operating system when <see cref="Append"/> returns: whatever becomes of the process then, it is kept. Power that fails, or a
/// machine that stops, can take the lines since the last flush, which <see cref="Append"/> makes at most once in <see cref="FlushInterval"/>: what
/// they marked is then done again. Lines that must never be lost are flushed by their writer before it goes on.
/// </para>
/// <para>The file is locked while it is open. One thread at a time uses a journal.</para>
/// </summary>
internal sealed class CheckpointJournal : IDisposable
{
    private const int SharingViolationOnWindows = unchecked((int)0x80070020);
    private const int WouldBlockOnLinux = 11;
    private const int WouldBlockOnMacOS = 35;
    private const int ReadBufferBytes = 64 * 1024;

    // Bytes that no other file begins with; the number is the format's version.
    private static readonly byte[] Signature = "{\"gqlCheckpoint\":1,"u8.ToArray();

    private readonly Microsoft.Win32.SafeHandles.SafeFileHandle _file;
    private readonly TimeProvider _clock;
    private long _length;
    private long _flushed;

    private CheckpointJournal(Microsoft.Win32.SafeHandles.SafeFileHandle file, string path, TimeProvider clock)
    {
        _file = file;
        Path = path;
        _clock = clock;
        _flushed = clock.GetTimestamp();
    }

    /// <summary>Reads one line, without its end. False for one that no writer of this kind wrote.</summary>
    public delegate bool LineReader(ReadOnlySpan<byte> line);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>How long a line may be with the operating system alone.</summary>
    public static TimeSpan FlushInterval { get; } = TimeSpan.FromSeconds(1);

    /// <summary>Opens the file, or begins it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="subject">What it must be of.</param>
    /// <param name="clock">Says when to flush.</param>
    /// <param name="read">Takes each line after the first.</param>
    /// <exception cref="GqlException">
    /// <see cref="FailureKind.CheckpointInUse"/>, <see cref="FailureKind.CheckpointInvalid"/>, <see cref="FailureKind.CheckpointMismatch"/> or
    /// <see cref="FailureKind.CheckpointNotWritable"/>.
    /// </exception>
    public static CheckpointJournal Open(string path, CheckpointSubject subject, TimeProvider clock, LineReader read)
    {
        var journal = new CheckpointJournal(OpenFile(path), path, clock);
        try
        {
            journal.Read(subject, read);
            return journal;
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    /// <summary>Adds a line.</summary>
    /// <param name="line">It, with its end.</param>
    /// <param name="toDisk">Whether it must survive the machine's end, not only the process's.</param>
    public void Append(ReadOnlySpan<byte> line, bool toDisk = false)
    {
        try
        {
            RandomAccess.Write(_file, line, _length);
            _length += line.Length;
            if (toDisk || _clock.GetElapsedTime(_flushed) >= FlushInterval) Flush();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            // The last is what .NET makes of a file that may not grow any further (EFBIG).
            throw NotWritable(Path, exception);
        }
    }

    public void Dispose()
    {
        if (_file.IsClosed) return;
        try
        {
            Flush();
        }
        catch (IOException)
        {
            // The lines are with the operating system; whoever disposes has nothing better to do with this than to end.
        }

        _file.Dispose();
    }

    private static Microsoft.Win32.SafeHandles.SafeFileHandle OpenFile(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception.HResult is SharingViolationOnWindows or WouldBlockOnLinux or WouldBlockOnMacOS)
        {
            throw new GqlException(
                FailureKind.CheckpointInUse,
                $"The checkpoint {path} is in use by another run. Wait until that has ended, or give this one a file of its own.",
                exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(path, exception);
        }
    }

    private static GqlException NotWritable(string path, Exception exception) =>
        new(FailureKind.CheckpointNotWritable, $"The checkpoint {path} cannot be written: {exception.Message}", exception);

    private void Flush()
    {
        RandomAccess.FlushToDisk(_file);
        _flushed = _clock.GetTimestamp();
    }

    private void Read(CheckpointSubject subject, LineReader read)
    {
        var buffer = new byte[ReadBufferBytes];
        var (filled, number) = (0, 0);
        int count;
        while ((count = RandomAccess.Read(_file, buffer.AsSpan(filled), _length + filled)) > 0)
        {
            filled += count;
            var rest = buffer.AsSpan(0, filled);
            for (int end; (end = rest.IndexOf((byte)'\n')) >= 0; rest = rest[(end + 1)..])
            {
                if (number++ == 0) CheckSubject(subject, rest[..end]);
                else if (!read(rest[..end])) throw Invalid($"its line {number} is none that a checkpoint has");
                _length += end + 1;
            }

            filled = rest.Length;
            rest.CopyTo(buffer);
            // What has no line is somebody else's file, and may be as large as the disk.
            if (number == 0) RequireSignature(buffer.AsSpan(0, filled));
            if (filled == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
        }

        if (number == 0) Begin(subject, buffer.AsSpan(0, filled));
        else if (filled > 0) RandomAccess.SetLength(_file, _length);
    }

    // What is there already can only be the beginning of a first line, cut off by the end of its process; anything else is somebody else's file.
    private void Begin(CheckpointSubject subject, ReadOnlySpan<byte> torn)
    {
        RequireSignature(torn);
        RandomAccess.SetLength(_file, 0);
        byte[] line = [.. Signature, .. JsonSerializer.SerializeToUtf8Bytes(subject, CheckpointSubjectJson.Default.CheckpointSubject).AsSpan(1), (byte)'\n'];
        Append(line, toDisk: true);
    }

    private void RequireSignature(ReadOnlySpan<byte> beginning)
    {
        var common = Math.Min(beginning.Length, Signature.Length);
        if (!beginning[..common].SequenceEqual(Signature.AsSpan(0, common))) throw Invalid("it does not begin as one");
    }

    private void CheckSubject(CheckpointSubject subject, ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith(Signature)) throw Invalid("it does not begin as one");
        CheckpointSubject? earlier;
        try
        {
            earlier = JsonSerializer.Deserialize(Encoding.UTF8.GetBytes("{" + Encoding.UTF8.GetString(line[Signature.Length..])), CheckpointSubjectJson.Default.CheckpointSubject);
        }
        catch (JsonException exception)
        {
            throw Invalid($"its first line cannot be read: {exception.Message}");
        }

        var differences = subject.DifferencesFrom(earlier!);
        if (differences.Count == 0) return;
        throw new GqlException(
            FailureKind.CheckpointMismatch,
            $"The checkpoint {Path} belongs to other work: {string.Join("; ", differences)}. Run what it was begun with, or delete the file to start over.");
    }

    private GqlException Invalid(string problem) => new(
        FailureKind.CheckpointInvalid,
        $"{Path} is no checkpoint that can be continued: {problem}. Name another file, or delete this one to start over.");
}
