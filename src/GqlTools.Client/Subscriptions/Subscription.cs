using GqlTools.Client.Failures;
using GqlTools.Client.PersistedDocuments;
using GqlTools.Client.Requests;
using GqlTools.Language.Syntax;

namespace GqlTools.Client.Subscriptions;

/// <summary>
/// One subscription, from its start to its end, over however many connections: what its way and its reader share.
/// <para>
/// The way calls, one call at a time: <see cref="TakeBody"/> whenever it starts the operation with the server and <see cref="Begin"/> once that is done,
/// <see cref="DeliverAsync"/> for each answer, <see cref="Lose"/> when the connection went, and at last <see cref="End"/>. What of it the reader must
/// know goes into the <see cref="Inbox"/> in that order, so that a gap stands exactly between the events before the loss and those after it.
/// </para>
/// </summary>
internal sealed class Subscription : IDisposable
{
    private readonly SubscriptionContext _context;
    private readonly ResumePoint? _resume;
    private readonly CancellationTokenSource _stop = new();
    private readonly Action<GqlException?> _ended;
    private int _isOver;
    private bool _hasBegun;
    private bool _hasLastPoint;
    private string? _lossReason;
    private DateTimeOffset _lostAt;
    private int _gaps;

    public Subscription(PreparedRequest request, SubscriptionOptions options, SubscriptionContext context, Action<Subscription> announce, Action<GqlException?> ended)
    {
        Request = request;
        _context = context;
        _ended = ended;
        Inbox = new SubscriptionInbox(options.BufferSize, options.Overflow, () => announce(this), Dropped);
        StartedAt = context.Clock.GetTimestamp();
        if (options is { ResumeVariable: { } variable, ResumePath: { } path })
        {
            _resume = new ResumePoint(variable, path, request.Request, context.Options.AnswerLimits.MaximumDepth);
            _hasLastPoint = _resume.StartsAtPoint;
        }
    }

    public PreparedRequest Request { get; }

    public SubscriptionInbox Inbox { get; }

    public long StartedAt { get; }

    /// <summary>Whether it is a query or mutation on the session's WebSocket. Its exchange waits for its one answer, and decides what follows a loss.</summary>
    public bool IsOperation { get; init; }

    /// <summary>Whether a connection was given it to send.</summary>
    public bool WasSent { get; private set; }

    /// <summary>The number by which a WebSocket knows it.</summary>
    public long Id { get; set; }

    /// <summary>The way that carries it; null before one was found.</summary>
    public ISubscriptionRoute? Route { get; set; }

    /// <summary>Cancelled when nobody wants it any more.</summary>
    public CancellationToken Stopped => _stop.Token;

    /// <summary>What a way with a task for each subscription waits for when it is left.</summary>
    public Task Running { get; set; } = Task.CompletedTask;

    public bool IsOver => Volatile.Read(ref _isOver) != 0;

    // A subscription may always be started again; whether its events are the same is what gaps are for. What only the server knows may be a mutation.
    private bool Repeatable => Request.Repeatable || Request.Operation.Type == OperationType.Subscription;

    /// <summary>The request as JSON in UTF-8, with the point to go on from in its variables. It counts as sent from now on.</summary>
    public ReadOnlyMemory<byte> TakeBody()
    {
        WasSent = true;
        return _resume?.Text is null ? Request.BodyOf(DocumentPart.Text) : Request.BodyOf(DocumentPart.Text, _resume.Variables());
    }

    /// <summary>Says that the operation is started with the server, be it again.</summary>
    public void Begin()
    {
        if (!_hasBegun)
        {
            _hasBegun = true;
            PostVerbose($"{Name} has started, by {Route!.Name}.");
            return;
        }

        if (_lossReason is not { } reason) return;

        _lossReason = null;
        if (Request.Operation.Type != OperationType.Subscription) return;
        if (_hasLastPoint)
        {
            PostVerbose(_resume!.Text is { } point ? $"{Name} resumed after {point}." : $"{Name} started again where it began.");
            return;
        }

        var what = _resume switch
        {
            null => "was started again; events in between may be missing.",
            { Text: { } point } => $"was resumed after {point}; events that came since then, and had nothing at ResumePath, may come again.",
            { StartsAtPoint: true } => "was started again where it began; events that came since then, and had nothing at ResumePath, may come again.",
            _ => "was started again; events in between may be missing, as no event before had anything at ResumePath.",
        };

        _context.Counters.CountGap();
        Inbox.PostNote(new InboxMessage(InboxMessageKind.Gap)
        {
            Gap = new SubscriptionGap(Interlocked.Increment(ref _gaps), _lostAt, 0, $"{reason} {Name} {what}"),
        });
    }

    /// <summary>Hands on an answer.</summary>
    /// <param name="payload">The answer in UTF-8; copied before this returns.</param>
    /// <param name="origin">How it came.</param>
    public ValueTask DeliverAsync(ReadOnlyMemory<byte> payload, EventOrigin origin)
    {
        _context.Counters.CountEvent();
        if (_resume is not null) _hasLastPoint = _resume.Take(payload.Span);
        var posting = Inbox.PostEventAsync(new InboxMessage(InboxMessageKind.Event)
        {
            Payload = payload.ToArray(),
            Origin = origin,
            ReceivedAt = _context.Clock.GetTimestamp(),
        });
        return posting.IsCompletedSuccessfully ? Count(posting.Result) : CountLaterAsync(posting);
    }

    /// <summary>Says that the connection under it went, and what follows.</summary>
    /// <param name="reason">A sentence.</param>
    /// <param name="next">What follows, such as "Attempt 1 of 5 in 1.3 s."</param>
    /// <returns>False where the operation must not be started again: it has ended with that.</returns>
    public bool Lose(string reason, string next)
    {
        if (WasSent && !Repeatable)
        {
            End(new GqlException(FailureKind.ConnectionLost, $"{reason} The mutation may have run; it is not sent again."));
            return false;
        }

        // An attempt that comes to nothing loses nothing more.
        if (_hasBegun && _lossReason is null)
        {
            _lossReason = reason;
            _lostAt = _context.Clock.GetUtcNow();
        }

        PostVerbose($"{reason} {next}");
        return true;
    }

    /// <summary>Says that nothing more comes. Only the first end counts.</summary>
    /// <param name="failure">Why; null for a good end.</param>
    public void End(GqlException? failure = null)
    {
        if (Interlocked.Exchange(ref _isOver, 1) != 0) return;
        failure?.During(_context.Options.EndpointText, Request.Operation.Name, []);
        Inbox.PostNote(new InboxMessage(InboxMessageKind.End) { Failure = failure });
        Inbox.Seal();
        _context.Counters.CountEnd();
        _ended(failure);
    }

    public void PostVerbose(string text) => Inbox.PostNote(new InboxMessage(InboxMessageKind.Verbose) { Text = text });

    /// <summary>Ends it from this side: its reader is told why, and whoever works for it has to stop.</summary>
    public void Abandon(GqlException failure)
    {
        End(failure);
        _stop.Cancel();
    }

    /// <summary>Wants nothing more: nothing is posted from now on, and whoever works for it is told.</summary>
    public void Stop()
    {
        Inbox.Close();
        _stop.Cancel();
        End();
    }

    public void Dispose() => _stop.Dispose();

    private string Name => Request.Operation.Name is { } name ? $"The {Kind} '{name}'" : $"The {Kind}";

    private string Kind => Request.Operation.Type.ToString().ToLowerInvariant();

    private InboxMessage Dropped(long count)
    {
        _context.Counters.CountGap();
        return new InboxMessage(InboxMessageKind.Gap)
        {
            Gap = new SubscriptionGap(
                Interlocked.Increment(ref _gaps),
                _context.Clock.GetUtcNow(),
                count,
                FormattableString.Invariant($"{Name} lost {count:N0} {(count == 1 ? "event" : "events")}: they came faster than they were taken, and the buffer was full (OverflowPolicy DropOldest).")),
        };
    }

    private ValueTask Count(bool dropped)
    {
        if (dropped) _context.Counters.CountDropped();
        return ValueTask.CompletedTask;
    }

    private async ValueTask CountLaterAsync(ValueTask<bool> posting) => await Count(await posting.ConfigureAwait(false)).ConfigureAwait(false);
}
