using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace GqlTools.Demo.Shop;

/// <summary>Hands what happens in the shop to everyone who listens at that time. Nothing is kept for those who come later.</summary>
internal sealed class ShopFeed<T>
{
    private readonly ConcurrentDictionary<Channel<T>, bool> _listeners = new();

    public void Publish(T happened)
    {
        foreach (var listener in _listeners.Keys)
            listener.Writer.TryWrite(happened);
    }

    /// <summary>Listens from this call on, not only from the first event asked for.</summary>
    public IAsyncEnumerable<T> Listen()
    {
        var channel = Channel.CreateUnbounded<T>(new UnboundedChannelOptions { SingleReader = true });
        _listeners[channel] = true;
        return ReadAsync(channel);
    }

    private async IAsyncEnumerable<T> ReadAsync(Channel<T> channel, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        try
        {
            await foreach (var happened in channel.Reader.ReadAllAsync(cancellationToken))
                yield return happened;
        }
        finally
        {
            _listeners.TryRemove(channel, out _);
        }
    }
}
