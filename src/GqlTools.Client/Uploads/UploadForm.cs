using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using GqlTools.Client.Failures;

namespace GqlTools.Client.Uploads;

/// <summary>The files of a request, or of a batch of them, as its form has them: each once, with all the places where it stands.</summary>
internal sealed class UploadForm
{
    /// <summary>What the path of a file begins with.</summary>
    public const string VariablesPrefix = "variables.";

    private readonly List<List<string>> _paths = [];
    private readonly List<UploadSource> _sources = [];

    private UploadForm(IReadOnlyList<GqlUpload> uploads)
    {
        var parts = new Dictionary<object, int>();
        foreach (var (path, source) in uploads)
        {
            if (!parts.TryGetValue(source.Key, out var part))
            {
                parts[source.Key] = part = _sources.Count;
                _sources.Add(source);
                _paths.Add([]);
            }

            _paths[part].Add(path);
        }

        Map = WriteMap();
    }

    /// <summary>What is sent, in order; the names of the parts are the numbers from 0.</summary>
    public IReadOnlyList<UploadSource> Sources => _sources;

    /// <summary>The part <c>map</c>, JSON in UTF-8: <c>{"0":["variables.file"]}</c>.</summary>
    public ReadOnlyMemory<byte> Map { get; }

    /// <summary>Whether another attempt could send all files.</summary>
    public bool CanReadAgain => _sources.TrueForAll(static source => source.CanReadAgain);

    /// <summary>Whether it may stand in a batch: the form of a batch that goes again in parts is read by several requests, at the same time, too.</summary>
    public bool MayShareBatch => _sources.TrueForAll(static source => source.IsReadApart);

    /// <summary>The form of a request; null where it has no files.</summary>
    /// <param name="uploads">The files.</param>
    /// <exception cref="GqlException"><see cref="FailureKind.UploadUnreadable"/> or <see cref="FailureKind.OptionInvalid"/>.</exception>
    public static UploadForm? For(IReadOnlyList<GqlUpload> uploads)
    {
        foreach (var (path, source) in uploads)
        {
            if (!path.StartsWith(VariablesPrefix, StringComparison.Ordinal) || path.Length == VariablesPrefix.Length)
                throw new GqlException(FailureKind.OptionInvalid, $"The path '{path}' of the file '{source.FileName}' leads to no variable. Write it as variables.file or variables.input.files.0.");
            if (!MediaTypeHeaderValue.TryParse(source.ContentType, out _))
                throw new GqlException(FailureKind.OptionInvalid, $"'{source.ContentType}' is no media type for the file '{source.FileName}'. Write it as image/png.");
        }

        var form = OfBatch(uploads);
        form?._sources.ForEach(static source => source.Check());
        return form;
    }

    /// <summary>The form of a batch, whose requests' files are checked already; null where it has none.</summary>
    /// <param name="uploads">The files, at the places that they have in the batch.</param>
    public static UploadForm? OfBatch(IReadOnlyList<GqlUpload> uploads) => uploads.Count == 0 ? null : new UploadForm(uploads);

    /// <summary>Whether a variable is a file, or has files in it.</summary>
    /// <param name="variable">Its name.</param>
    public bool Fills(string variable) => _paths.Exists(paths => paths.Exists(path =>
        path.AsSpan(VariablesPrefix.Length).StartsWith(variable, StringComparison.Ordinal)
        && (path.Length == VariablesPrefix.Length + variable.Length || path[VariablesPrefix.Length + variable.Length] == '.')));

    /// <summary>The variables with something in place of each file, for a check against a schema, to which null would be nothing.</summary>
    /// <param name="variables">The variables as one JSON object in UTF-8.</param>
    public ReadOnlyMemory<byte> FillIn(ReadOnlyMemory<byte> variables)
    {
        var root = JsonNode.Parse(variables.Span, documentOptions: new JsonDocumentOptions { MaxDepth = int.MaxValue })!;
        for (var part = 0; part < _sources.Count; part++)
        {
            foreach (var path in _paths[part]) Put(root, path[VariablesPrefix.Length..].Split('.'), $"(the file {_sources[part].FileName})");
        }

        return JsonSerializer.SerializeToUtf8Bytes(root);
    }

    private static void Put(JsonNode? node, ReadOnlySpan<string> keys, string value)
    {
        for (; keys.Length > 1; keys = keys[1..]) node = Entry(node, keys[0]);
        if (node is JsonObject owner) owner[keys[0]] = value;
        else if (node is JsonArray list && IndexOf(keys[0], list) is { } index) list[index] = value;
    }

    private static JsonNode? Entry(JsonNode? node, string key) => node switch
    {
        JsonObject owner => owner[key],
        JsonArray list when IndexOf(key, list) is { } index => list[index],
        _ => null,
    };

    private static int? IndexOf(string key, JsonArray list) =>
        int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < list.Count ? index : null;

    private ReadOnlyMemory<byte> WriteMap()
    {
        var output = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        writer.WriteStartObject();
        for (var part = 0; part < _paths.Count; part++)
        {
            writer.WriteStartArray(part.ToString(CultureInfo.InvariantCulture));
            foreach (var path in _paths[part]) writer.WriteStringValue(path);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.Flush();
        return output.WrittenMemory;
    }
}
