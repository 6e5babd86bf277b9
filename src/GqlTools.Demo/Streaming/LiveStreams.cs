using System.Collections.Concurrent;

namespace GqlTools.Demo.Streaming;

/// <summary>Everything that streams at the moment, so that it can be cut: sockets, event streams, multipart answers.</summary>
internal sealed class LiveStreams(TimeProvider clock)
{
    private readonly ConcurrentDictionary<LiveStream, bool> _streams = new();

    /// <summary>Keeps a stream until the result is disposed of. It is counted while it can be cut: whoever sees the count may cut.</summary>
    /// <param name="context">The request it belongs to.</param>
    /// <param name="order">When and how it is to be cut by itself.</param>
    /// <param name="opened">Counts it.</param>
    /// <param name="closed">Counts its end.</param>
    public LiveStream Track(HttpContext context, CutOrder order, Action opened, Action closed)
    {
        var stream = new LiveStream(context, order, clock, ended =>
        {
            _streams.TryRemove(ended, out _);
            closed();
        });
        _streams[stream] = true;
        opened();
        return stream;
    }

    /// <summary>Cuts all streams there are now.</summary>
    /// <returns>How many.</returns>
    public int CutAll()
    {
        var count = 0;
        foreach (var stream in _streams.Keys)
        {
            stream.Cut();
            count++;
        }

        return count;
    }
}
