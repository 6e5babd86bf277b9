namespace GqlTools.Client.Tests.Uploads;

/// <summary>A stream that can be read once and does not know its length, as those of a network.</summary>
internal sealed class OneWayStream(byte[] bytes, Exception? failure = null) : Stream
{
    private readonly MemoryStream _bytes = new(bytes);

    public bool IsClosed { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = _bytes.Read(buffer, offset, count);
        return read == 0 && failure is not null ? throw failure : read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        IsClosed = true;
        base.Dispose(disposing);
    }
}
