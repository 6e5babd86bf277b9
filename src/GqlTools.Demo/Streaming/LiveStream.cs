using GqlTools.Demo.Hosting;
using Microsoft.AspNetCore.Http.Features;

namespace GqlTools.Demo.Streaming;

/// <summary>One stream under way.</summary>
internal sealed class LiveStream : IDisposable
{
    private readonly HttpContext _context;
    private readonly DemoConnection _connection;
    private readonly CutOrder _order;
    private readonly Action<LiveStream> _ended;
    private readonly ITimer? _timer;
    private int _events;
    private volatile bool _isOver;

    public LiveStream(HttpContext context, CutOrder order, TimeProvider clock, Action<LiveStream> ended)
    {
        _context = context;
        _connection = context.Features.GetRequiredFeature<DemoConnection>();
        _order = order;
        _ended = ended;
        if (order.After is { } after)
            _timer = clock.CreateTimer(static stream => ((LiveStream)stream!).Cut(), this, after, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Counts an event that was sent, and cuts the stream if it was the last one it may send.</summary>
    /// <returns>How many there were.</returns>
    public int EventSent()
    {
        var events = Interlocked.Increment(ref _events);
        if (events == _order.AfterEvents)
            Cut();
        return events;
    }

    public void Cut()
    {
        if (_isOver)
            return; // the connection may belong to somebody else by now
        if (_order.StreamOnly)
            _context.Abort();
        else
            _connection.Cut();
    }

    public void Dispose()
    {
        _isOver = true;
        _timer?.Dispose();
        _ended(this);
    }
}
