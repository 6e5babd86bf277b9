using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using GqlTools.Demo.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace GqlTools.Demo.Uploads;

/// <summary>
/// Reads requests with files (graphql-multipart-request-spec): the parts operations and map, then the files in the order of the map. Files are hashed
/// as they come and never kept, so that their size costs no memory; the operation runs after the last.
/// </summary>
internal sealed class UploadReader(DemoServerOptions options, DemoStreamCounters counters)
{
    private const string OperationsPart = "operations";
    private const string MapPart = "map";
    private const int HashedAtOnceBytes = 128 * 1024;

    /// <summary>Reads the requests: one, or those of a batch.</summary>
    /// <exception cref="RequestRefusedException">The form is not as the specification has it.</exception>
    public async Task<(IReadOnlyList<GraphQLRequest> Requests, bool IsBatch)> ReadAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = options.MaximumUploadBytes;
        var boundary = HeaderUtilities.RemoveQuotes(MediaTypeHeaderValue.Parse(context.Request.ContentType).Boundary);
        if (boundary.Length == 0)
            throw Malformed("'Content-Type' has no boundary.");
        var form = new MultipartReader(boundary.ToString(), context.Request.Body);
        try
        {
            var operations = await ReadJsonAsync(form, OperationsPart, context.RequestAborted);
            var isBatch = operations.ValueKind == JsonValueKind.Array;
            var requests = isBatch ? RequestReader.ReadBatch(operations, options) : [GraphQLRequest.Read(operations)];
            var map = ReadMap(await ReadJsonAsync(form, MapPart, context.RequestAborted));
            var files = await ReadFilesAsync(form, map, context.RequestAborted);
            return UploadMap.Apply(requests, isBatch, map.Select(entry => (entry.Paths, files[entry.Name])));
        }
        catch (BadHttpRequestException error)
        {
            throw new RequestRefusedException(error.StatusCode, error.Message);
        }
        catch (Exception error) when (error is InvalidDataException or JsonException)
        {
            throw Malformed(error.Message);
        }
        catch (IOException error) when (!context.RequestAborted.IsCancellationRequested)
        {
            throw Malformed(error.Message);
        }
    }

    public static RequestRefusedException Malformed(string message) => new(StatusCodes.Status400BadRequest, message);

    private async Task<JsonElement> ReadJsonAsync(MultipartReader form, string name, CancellationToken cancellationToken)
    {
        var part = await form.ReadNextSectionAsync(cancellationToken);
        if (part is null || NameOf(part) != name)
            throw Malformed($"The form's parts are '{OperationsPart}', then '{MapPart}', then the files; where '{name}' has to be, there is {(part is null ? "nothing" : $"'{NameOf(part)}'")}.");
        using var text = new MemoryStream();
        await part.Body.CopyToAsync(text, cancellationToken);
        if (text.Length > options.MaxRequestBytes)
            throw new RequestRefusedException(StatusCodes.Status413PayloadTooLarge, $"'{name}' has at most {options.MaxRequestBytes} bytes.");
        using var json = JsonDocument.Parse(text.ToArray());
        return json.RootElement.Clone();
    }

    private static List<(string Name, string[] Paths)> ReadMap(JsonElement map)
    {
        if (map.ValueKind != JsonValueKind.Object || map.EnumerateObject().Any(entry => entry.Value.ValueKind != JsonValueKind.Array || entry.Value.EnumerateArray().Any(path => path.ValueKind != JsonValueKind.String)))
            throw Malformed("'map' is an object of lists of paths.");
        return [.. map.EnumerateObject().Select(entry => (entry.Name, entry.Value.EnumerateArray().Select(path => path.GetString()!).ToArray()))];
    }

    private async Task<Dictionary<string, UploadedFile>> ReadFilesAsync(MultipartReader form, List<(string Name, string[] Paths)> map, CancellationToken cancellationToken)
    {
        var files = new Dictionary<string, UploadedFile>(StringComparer.Ordinal);
        while (await form.ReadNextSectionAsync(cancellationToken) is { } part)
        {
            var name = NameOf(part);
            if (files.Count >= map.Count || map[files.Count].Name != name)
                throw Malformed($"The part '{name}' is not the next file of the map.");
            files.Add(name, await ReadFileAsync(part, cancellationToken));
        }

        return files.Count == map.Count ? files : throw Malformed($"The map has the file '{map[files.Count].Name}', but no part of this name came.");
    }

    private async Task<UploadedFile> ReadFileAsync(MultipartSection part, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(HashedAtOnceBytes);
        var bytes = 0L;
        try
        {
            int count;
            while ((count = await part.Body.ReadAsync(buffer, cancellationToken)) > 0)
            {
                hash.AppendData(buffer, 0, count);
                bytes += count;
                counters.UploadRead(count);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        counters.FileUploaded();
        var disposition = part.GetContentDispositionHeader();
        var name = disposition?.FileNameStar.HasValue == true ? disposition.FileNameStar : HeaderUtilities.RemoveQuotes(disposition?.FileName ?? default);
        return new UploadedFile(name.ToString(), bytes, Convert.ToHexStringLower(hash.GetHashAndReset()), part.ContentType ?? "");
    }

    private static string NameOf(MultipartSection part) => HeaderUtilities.RemoveQuotes(part.GetContentDispositionHeader()?.Name ?? default).ToString();
}
