using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace GqlTools.Client.Uploads;

/// <summary>
/// The body of a request with files: <c>operations</c>, <c>map</c>, then the files (graphql-multipart-request-spec), streamed.
/// <para>
/// .NET's own multipart content writes <c>name=operations</c> without quotes and quotes the boundary. Both are right by the grammar, and neither is what
/// browsers send, for which servers are written; some of them do not find the parts then. So this one writes what a browser does (HTML, section
/// "Multipart form data"), byte for byte: quoted names, file names in UTF-8, no other fields for text.
/// </para>
/// <para>
/// The files are open from the beginning, so that one that cannot be read fails before anything is sent. They are closed by whoever is last: the
/// sending, which may go on in the background after an early answer, or <see cref="Dispose"/>.
/// </para>
/// </summary>
internal sealed class UploadContent : HttpContent
{
    private readonly string _boundary = $"GqlTools-{Guid.NewGuid():N}";
    private readonly List<OpenUpload> _files;
    private readonly byte[] _start;
    private readonly List<byte[]> _heads;
    private readonly byte[] _end;
    private readonly IProgress<UploadProgress>? _progress;
    private int _taken;

    /// <summary>Opens the files.</summary>
    /// <param name="form">The files.</param>
    /// <param name="operations">The request as JSON in UTF-8, with null in place of each file.</param>
    /// <param name="progress">Is told how far it has come; null for nobody.</param>
    /// <exception cref="Failures.GqlException"><see cref="Failures.FailureKind.UploadUnreadable"/>.</exception>
    public UploadContent(UploadForm form, ReadOnlyMemory<byte> operations, IProgress<UploadProgress>? progress)
    {
        _progress = progress;
        _start = [.. Field("operations"), .. operations.Span, .. "\r\n"u8, .. Field("map"), .. form.Map.Span, .. "\r\n"u8];
        _heads = [.. form.Sources.Select(FileHead)];
        _end = Encoding.ASCII.GetBytes($"--{_boundary}--\r\n");
        _files = OpenAll(form.Sources);
        var type = new MediaTypeHeaderValue("multipart/form-data");
        type.Parameters.Add(new NameValueHeaderValue("boundary", _boundary));
        Headers.ContentType = type;
    }

    private static ReadOnlyMemory<byte> LineEnd { get; } = "\r\n"u8.ToArray();

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = _start.Length + _end.Length;
        for (var part = 0; part < _files.Count; part++)
        {
            if (_files[part].Length is not { } bytes) return false;
            length += _heads[part].Length + bytes + LineEnd.Length;
        }

        return true;
    }

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(Interlocked.Exchange(ref _taken, 1) != 0, this);
        try
        {
            await stream.WriteAsync(_start, cancellationToken).ConfigureAwait(false);
            var total = _files.TrueForAll(static file => file.Length is not null) ? _files.Sum(static file => file.Length) : null;
            var sent = 0L;
            for (var part = 0; part < _files.Count; part++)
            {
                var file = _files[part];
                await stream.WriteAsync(_heads[part], cancellationToken).ConfigureAwait(false);
                Action<int>? report = _progress is null ? null : count => _progress.Report(new UploadProgress(file.Source.FileName, sent += count, total));
                await file.CopyToAsync(stream, report, cancellationToken).ConfigureAwait(false);
                await stream.WriteAsync(LineEnd, cancellationToken).ConfigureAwait(false);
            }

            await stream.WriteAsync(_end, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            CloseAll();
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _taken, 1) == 0) CloseAll();
        base.Dispose(disposing);
    }

    private static List<OpenUpload> OpenAll(IReadOnlyList<UploadSource> sources)
    {
        var files = new List<OpenUpload>(sources.Count);
        try
        {
            foreach (var source in sources) files.Add(source.Open());
            return files;
        }
        catch
        {
            files.ForEach(static file => file.Dispose());
            throw;
        }
    }

    private void CloseAll() => _files.ForEach(static file => file.Dispose());

    private byte[] Field(string name) => Encoding.ASCII.GetBytes($"--{_boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");

    private byte[] FileHead(UploadSource source, int part) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"--{_boundary}\r\nContent-Disposition: form-data; name=\"{part}\"; filename=\"{Escape(source.FileName)}\"\r\nContent-Type: {source.ContentType}\r\n\r\n"));

    // The three characters that would end the name, as browsers write them.
    private static string Escape(string fileName) =>
        fileName.Replace("\"", "%22", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);
}
