using System.Buffers;

namespace GqlTools.Client.Uploads;

/// <summary>A file that is open for one attempt.</summary>
internal sealed class OpenUpload(UploadSource source, Stream stream, long? length, bool owned) : IDisposable
{
    /// <summary>Bytes read at once: few calls, and still nothing beside the windows of HTTP/2.</summary>
    private const int BufferBytes = 128 * 1024;

    public UploadSource Source => source;

    /// <summary>Bytes to send; null where only the end tells.</summary>
    public long? Length => length;

    public void Dispose()
    {
        if (owned) stream.Dispose();
    }

    /// <summary>Copies as many bytes as there were when it was opened.</summary>
    /// <param name="target">Where they go.</param>
    /// <param name="report">Is told how many have gone.</param>
    /// <param name="cancellationToken">Ends the copying.</param>
    public async Task CopyToAsync(Stream target, Action<int>? report, CancellationToken cancellationToken)
    {
        source.BeginReading();
        var left = length ?? long.MaxValue;
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (left > 0)
            {
                var count = await ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, left)), cancellationToken).ConfigureAwait(false);
                if (count == 0) break;
                await target.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                left -= count;
                report?.Invoke(count);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        if (length is not null && left > 0) throw source.Shrunk(left);
    }

    // What goes wrong on disk must not be taken for the connection's failure, which is another attempt's chance.
    private async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw source.Failed(exception);
        }
    }
}
