using System.Globalization;
using System.Runtime.InteropServices;
using GqlTools.Client.Failures;
using GqlTools.Client.Resilience;

namespace GqlTools.Client.Uploads;

/// <summary>
/// Where the bytes of a file to upload come from: a file on disk, a stream of the caller's, or memory. Files are opened anew for every attempt; the
/// caller's stream is never closed, is read from where it stands, and only by one request at a time.
/// </summary>
public sealed class UploadSource
{
    private readonly string? _path;
    private readonly Stream? _stream;
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly long _start;
    private int _consumed;

    private UploadSource(string fileName, string? contentType, string? path = null, Stream? stream = null, ReadOnlyMemory<byte> bytes = default)
    {
        FileName = fileName;
        ContentType = contentType ?? ContentTypes.Of(fileName);
        _path = path;
        _stream = stream;
        _bytes = bytes;
        if (stream is { CanSeek: true }) _start = stream.Position;
    }

    /// <summary>The name that the server is told.</summary>
    public string FileName { get; }

    /// <summary>The media type that the server is told.</summary>
    public string ContentType { get; }

    /// <summary>Whether another attempt could send it: not a stream that was read and cannot be wound back.</summary>
    public bool CanReadAgain => Volatile.Read(ref _consumed) == 0;

    /// <summary>Whether requests that read it at the same time do not meet: a file is opened for each, a stream stands in one place.</summary>
    internal bool IsReadApart => _stream is null;

    /// <summary>What is the same for sources of the same file, stream or bytes. Whose names or media types differ are two parts, but nothing reads a stream twice.</summary>
    internal object Key => (object?)_stream ?? (_path, _bytes, FileName, ContentType);

    /// <summary>A file on disk.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="contentType">Its media type; null for the one that its extension stands for.</param>
    public static UploadSource FromFile(string path, string? contentType = null) =>
        new(Path.GetFileName(path), contentType, path: Path.GetFullPath(path));

    /// <summary>A stream of the caller's.</summary>
    /// <param name="stream">What is left of it is sent.</param>
    /// <param name="fileName">The name that the server is told.</param>
    /// <param name="contentType">Its media type; null for the one that the name's extension stands for.</param>
    public static UploadSource FromStream(Stream stream, string fileName, string? contentType = null) => new(fileName, contentType, stream: stream);

    /// <summary>Bytes in memory.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="fileName">The name that the server is told.</param>
    /// <param name="contentType">Their media type; null for the one that the name's extension stands for.</param>
    public static UploadSource FromBytes(ReadOnlyMemory<byte> bytes, string fileName, string? contentType = null) => new(fileName, contentType, bytes: bytes);

    /// <summary>Finds out whether it can be read, before anything is sent (C5).</summary>
    /// <exception cref="GqlException"><see cref="FailureKind.UploadUnreadable"/>.</exception>
    internal void Check()
    {
        using var opened = Open();
    }

    /// <summary>Opens it for one attempt.</summary>
    /// <exception cref="GqlException"><see cref="FailureKind.UploadUnreadable"/>.</exception>
    internal OpenUpload Open()
    {
        if (_path is not null) return OpenFile(_path);
        if (_stream is null) return new OpenUpload(this, OpenBytes(), _bytes.Length, owned: true);
        if (!_stream.CanRead) throw Unreadable($"The stream for '{FileName}' is closed, or cannot be read.");
        if (!CanReadAgain) throw Unreadable($"The stream for '{FileName}' was read by an attempt before, and cannot be wound back.");
        if (!_stream.CanSeek) return new OpenUpload(this, _stream, null, owned: false);
        _stream.Position = _start;
        return new OpenUpload(this, _stream, _stream.Length - _start, owned: false);
    }

    /// <summary>Notes that the first byte is about to be read.</summary>
    internal void BeginReading()
    {
        if (_stream is { CanSeek: false }) Volatile.Write(ref _consumed, 1);
    }

    internal GqlException Failed(Exception exception) => Unreadable($"'{FileName}' cannot be read to its end: {exception.Message}", exception, Evidence.None);

    internal GqlException Shrunk(long missing) => Unreadable(string.Create(
        CultureInfo.InvariantCulture, $"'{FileName}' became {missing:N0} bytes shorter while it was being sent. Upload a copy that nobody changes."), evidence: Evidence.None);

    private MemoryStream OpenBytes()
    {
        if (!MemoryMarshal.TryGetArray(_bytes, out var array)) array = _bytes.ToArray();
        return new MemoryStream(array.Array!, array.Offset, array.Count, writable: false);
    }

    private OpenUpload OpenFile(string path)
    {
        try
        {
            // Others may go on writing, as to a log: what is there now is what is sent.
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
            return new OpenUpload(this, file, file.CanSeek ? file.Length : null, owned: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Unreadable(
                exception is FileNotFoundException or DirectoryNotFoundException
                    ? $"The file '{path}' to upload does not exist."
                    : $"The file '{path}' cannot be read for upload: {exception.Message}",
                exception);
        }
    }

    private static GqlException Unreadable(string message, Exception? cause = null, Evidence evidence = Evidence.NotSent) =>
        new(FailureKind.UploadUnreadable, message, cause) { Evidence = evidence };
}
