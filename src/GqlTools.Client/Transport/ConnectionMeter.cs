namespace GqlTools.Client.Transport;

/// <summary>Counts a session's connections and their bytes, TLS and framing included.</summary>
public sealed class ConnectionMeter
{
    private long _opened;
    private long _closed;
    private long _bytesIn;
    private long _bytesOut;

    /// <summary>Connections that came about since the session was made.</summary>
    public long Opened => Interlocked.Read(ref _opened);

    /// <summary>Connections that are up now.</summary>
    public long Current => Interlocked.Read(ref _opened) - Interlocked.Read(ref _closed);

    /// <summary>Bytes read from all connections.</summary>
    public long BytesIn => Interlocked.Read(ref _bytesIn);

    /// <summary>Bytes written to all connections.</summary>
    public long BytesOut => Interlocked.Read(ref _bytesOut);

    internal void CountOpened() => Interlocked.Increment(ref _opened);

    internal void CountClosed() => Interlocked.Increment(ref _closed);

    internal void CountIn(int bytes) => Interlocked.Add(ref _bytesIn, bytes);

    internal void CountOut(int bytes) => Interlocked.Add(ref _bytesOut, bytes);
}
