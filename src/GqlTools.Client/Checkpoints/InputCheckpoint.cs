using GqlTools.Client.Failures;
using GqlTools.Client.Operations;

namespace GqlTools.Client.Checkpoints;

/// <summary>
/// Which inputs of a pipeline are finished, kept in a file, so that a run that ends anywhere is continued by the next.
/// <para>
/// An input is finished when its answer came without an error and was written to the end. One that failed is not: the next run tries it again. A
/// mutation that cannot be repeated is different, as it may have run although no success came back (C4): it is noted before it is sent, and
/// from then on it is either finished, or provably not carried out and due again, or in doubt.
/// </para>
/// <para>Memory: about 40 bytes an input. One thread at a time uses a checkpoint.</para>
/// </summary>
public sealed class InputCheckpoint : IDisposable
{
    private const int LineLength = 1 + InputHash.TextLength + 1;

    private readonly Dictionary<InputHash, State> _inputs = [];
    private readonly CheckpointJournal _journal;

    private InputCheckpoint(string path, CheckpointSubject subject, TimeProvider clock) =>
        _journal = CheckpointJournal.Open(path, subject, clock, ReadLine);

    // What a line begins with.
    private enum State : byte
    {
        Seen = 0,
        Sent = (byte)'s',
        Finished = (byte)'f',
        Released = (byte)'r',
    }

    /// <summary>Its file.</summary>
    public string Path => _journal.Path;

    /// <summary>Inputs that earlier runs had finished and this one came to.</summary>
    public long Skipped { get; private set; }

    /// <summary>Inputs that this run finished.</summary>
    public long Finished { get; private set; }

    /// <summary>Opens a checkpoint, or begins one.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="subject">What it must be of.</param>
    /// <param name="clock">Says when what is written goes to the disk.</param>
    /// <exception cref="GqlException">
    /// <see cref="FailureKind.CheckpointInUse"/>, <see cref="FailureKind.CheckpointInvalid"/>, <see cref="FailureKind.CheckpointMismatch"/> or
    /// <see cref="FailureKind.CheckpointNotWritable"/>.
    /// </exception>
    public static InputCheckpoint Open(string path, CheckpointSubject subject, TimeProvider clock) => new(path, subject, clock);

    /// <summary>How an input stands. One that is due counts as begun from now on.</summary>
    /// <param name="key">The input's key.</param>
    /// <param name="repeatable">Whether sending it twice does no harm.</param>
    /// <exception cref="GqlException"><see cref="FailureKind.CheckpointNotWritable"/>.</exception>
    public InputStanding Begin(string key, bool repeatable)
    {
        var hash = InputHash.Of(key);
        switch (_inputs.GetValueOrDefault(hash, State.Released))
        {
            case State.Seen:
                return InputStanding.Duplicate;
            case State.Finished:
                _inputs[hash] = State.Seen;
                Skipped++;
                return InputStanding.Finished;
            case State.Sent when !repeatable:
                _inputs[hash] = State.Seen;
                return InputStanding.InDoubt;
            default:
                _inputs[hash] = State.Seen;
                if (!repeatable) Append(State.Sent, hash, toDisk: true);
                return InputStanding.Due;
        }
    }

    /// <summary>Notes what became of a request, once all that it brought was written. Requests without a key are left alone.</summary>
    /// <typeparam name="T">What <c>data</c> became.</typeparam>
    /// <param name="outcome">What became of it.</param>
    /// <param name="repeatable">What <see cref="Begin"/> was told.</param>
    /// <param name="written">Whether everything that the answer brought could be written.</param>
    /// <exception cref="GqlException"><see cref="FailureKind.CheckpointNotWritable"/>.</exception>
    public void Settle<T>(in RequestOutcome<T> outcome, bool repeatable, bool written)
    {
        if (outcome.Request.InputKey is not { } key) return;
        if (outcome.Response is { Errors.Count: 0 })
        {
            // A mutation that cannot be repeated ran, whatever could not be made of its answer.
            if (!written && repeatable) return;
            Append(State.Finished, InputHash.Of(key));
            Finished++;
        }
        else if (!repeatable && outcome.Failure is { } failure && ProcessingEvidence.ProvesNothingRan(failure))
        {
            Append(State.Released, InputHash.Of(key));
        }
    }

    /// <summary>Lets the file go. What was noted stays.</summary>
    public void Dispose() => _journal.Dispose();

    private bool ReadLine(ReadOnlySpan<byte> line)
    {
        if (line.Length != LineLength - 1 || (State)line[0] is not (State.Sent or State.Finished or State.Released) || !InputHash.TryRead(line[1..], out var hash))
            return false;
        _inputs[hash] = (State)line[0];
        return true;
    }

    private void Append(State state, InputHash hash, bool toDisk = false)
    {
        Span<byte> line = stackalloc byte[LineLength];
        line[0] = (byte)state;
        hash.Write(line[1..]);
        line[^1] = (byte)'\n';
        _journal.Append(line, toDisk);
    }
}
