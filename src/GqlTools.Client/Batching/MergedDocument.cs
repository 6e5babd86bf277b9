using System.Buffers;
using System.Text;
using System.Text.Json;
using GqlTools.Client.Operations;
using GqlTools.Client.Responses;
using GqlTools.Client.Uploads;
using GqlTools.Language.Syntax;

namespace GqlTools.Client.Batching;

/// <summary>
/// One operation for several inputs in one document, and the way back: from the variables of the inputs to those of the document, and from its answer
/// to an answer for each input. Pure: it sends nothing. Immutable, so that one serves all batches of its size.
/// </summary>
public sealed class MergedDocument
{
    private readonly DocumentNode _merged;
    private readonly Lazy<Dictionary<GqlErrorLocation, GqlErrorLocation>> _places;

    private MergedDocument(DocumentNode merged, int count)
    {
        _merged = merged;
        Count = count;
        Document = GqlDocument.Parse(Printer.Minify(merged));
        _places = new(FindPlaces);
    }

    /// <summary>How many inputs it has.</summary>
    public int Count { get; }

    /// <summary>The document.</summary>
    public GqlDocument Document { get; }

    /// <summary>Why an operation cannot be merged with others of its kind, as the end of a sentence; null where it can.</summary>
    /// <param name="document">Its document.</param>
    /// <param name="operation">The operation.</param>
    public static string? ObstacleTo(GqlDocument document, GqlOperation operation) =>
        DocumentMerge.ObstacleTo(Of(document), NodeOf(document, operation));

    /// <summary>Merges an operation for some inputs.</summary>
    /// <param name="document">Its document.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="count">How many inputs, from 1.</param>
    /// <exception cref="InvalidOperationException">The operation cannot be merged: see <see cref="ObstacleTo"/>.</exception>
    public static MergedDocument From(GqlDocument document, GqlOperation operation, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var node = NodeOf(document, operation);
        if (DocumentMerge.ObstacleTo(Of(document), node) is { } obstacle)
            throw new InvalidOperationException($"The operation '{operation.Name ?? "(anonymous)"}' cannot be merged with others: {obstacle}.");
        return new MergedDocument(DocumentMerge.Merge(Of(document), node, count), count);
    }

    /// <summary>The variables of the document: those of the inputs under their new names.</summary>
    /// <param name="variables">Each input's variables, a JSON object in UTF-8; empty for none.</param>
    /// <returns>One JSON object in UTF-8; empty for none. Values stay byte for byte.</returns>
    public static ReadOnlyMemory<byte> MergeVariables(IReadOnlyList<ReadOnlyMemory<byte>> variables)
    {
        ArgumentNullException.ThrowIfNull(variables);
        if (variables.All(static own => own.IsEmpty)) return default;
        var output = new ArrayBufferWriter<byte>();
        var separator = "{"u8;
        for (var input = 0; input < variables.Count; input++)
        {
            if (variables[input].IsEmpty) continue;
            var json = variables[input].Span;
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                output.Write(separator);
                output.Write("\""u8);
                output.Write(Encoding.UTF8.GetBytes(InputName.Of(input, "")));
                output.Write(reader.ValueSpan);
                output.Write("\":"u8);
                output.Write(ValueAfter(ref reader, json));
                separator = ","u8;
            }
        }

        if (output.WrittenCount == 0) return default;
        output.Write("}"u8);
        return output.WrittenMemory;
    }

    /// <summary>The files of the inputs, at their places in the document's variables.</summary>
    /// <param name="uploads">Each input's files.</param>
    public static IReadOnlyList<GqlUpload> MergeUploads(IReadOnlyList<IReadOnlyList<GqlUpload>> uploads)
    {
        ArgumentNullException.ThrowIfNull(uploads);
        return [.. uploads.SelectMany(static (own, input) => own.Select(upload => upload with
        {
            Path = UploadForm.VariablesPrefix + InputName.Of(input, upload.Path[UploadForm.VariablesPrefix.Length..]),
        }))];
    }

    /// <summary>The data of each input, with the response names of the operation itself.</summary>
    /// <param name="data">The document's data, a JSON object in UTF-8.</param>
    /// <returns>A JSON object in UTF-8 for each input, in their order.</returns>
    public IReadOnlyList<ReadOnlyMemory<byte>> SplitData(ReadOnlyMemory<byte> data)
    {
        var parts = new ArrayBufferWriter<byte>[Count];
        var reader = new Utf8JsonReader(data.Span, new JsonReaderOptions { MaxDepth = int.MaxValue });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var known = InputName.TryRead(reader.GetString()!, out var input, out var name) && input < Count;
            var value = ValueAfter(ref reader, data.Span);
            if (!known) continue;
            var part = parts[input] ??= new ArrayBufferWriter<byte>();
            part.Write(part.WrittenCount == 0 ? "{\""u8 : ",\""u8);
            part.Write(Encoding.UTF8.GetBytes(name));
            part.Write("\":"u8);
            part.Write(value);
        }

        return Array.ConvertAll(parts, static part =>
        {
            if (part is null) return "{}"u8.ToArray();
            part.Write("}"u8);
            return part.WrittenMemory;
        });
    }

    /// <summary>The errors of each input, with the paths and places that they have in the operation itself.</summary>
    /// <param name="errors">The document's errors.</param>
    /// <returns>For each input, in their order, its errors; and those that name no input's field.</returns>
    public (IReadOnlyList<IReadOnlyList<GqlError>> OfInputs, IReadOnlyList<GqlError> OfNone) SplitErrors(IReadOnlyList<GqlError> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        var ofInputs = new List<GqlError>[Count];
        for (var input = 0; input < Count; input++) ofInputs[input] = [];
        List<GqlError> ofNone = [];
        foreach (var error in errors)
        {
            if (error.Path is [string first, ..] path && InputName.TryRead(first, out var input, out var name) && input < Count)
                ofInputs[input].Add(error with { Path = [name, .. path.Skip(1)], Locations = PlacesOf(error) });
            else
                ofNone.Add(error);
        }

        return (ofInputs, ofNone);
    }

    private static DocumentNode Of(GqlDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return document.Syntax;
    }

    private static OperationDefinitionNode NodeOf(GqlDocument document, GqlOperation operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return Of(document).Definitions.OfType<OperationDefinitionNode>().First(node => node.Name?.Value == operation.Name);
    }

    // The reader stands on a name before and on the value's last token afterwards.
    private static ReadOnlySpan<byte> ValueAfter(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return json[start..(int)reader.BytesConsumed];
    }

    private GqlErrorLocation[] PlacesOf(GqlError error) =>
        [.. error.Locations.Select(place => _places.Value.TryGetValue(place, out var original) ? original : default).Where(static place => place.Line > 0)];

    // The tree that was merged knows the original places, the tree that was read from its text knows the new ones, and both have the same nodes.
    private Dictionary<GqlErrorLocation, GqlErrorLocation> FindPlaces()
    {
        var places = new Dictionary<GqlErrorLocation, GqlErrorLocation>();
        foreach (var (old, now) in NodesOf(_merged).Zip(NodesOf(Document.Syntax)))
        {
            if (old.Location.Source is not null) places.TryAdd(PlaceOf(now), PlaceOf(old));
        }

        return places;
    }

    private static List<SyntaxNode> NodesOf(DocumentNode document)
    {
        List<SyntaxNode> nodes = [];
        Visitor.Walk(document, node =>
        {
            nodes.Add(node);
            return VisitStep.Continue;
        });
        return nodes;
    }

    private static GqlErrorLocation PlaceOf(SyntaxNode node) => new(node.Location.Line, node.Location.Column);
}
