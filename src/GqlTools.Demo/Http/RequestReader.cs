using System.Buffers;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace GqlTools.Demo.Http;

/// <summary>Reads what a request says, from its body or its URI, and refuses what is malformed.</summary>
internal static class RequestReader
{
    private const string FormType = "multipart/form-data";

    // What no browser sends to another origin by itself (GraphQL over HTTP, section Security; Apollo Server's csrfPrevention).
    private static readonly string[] PreflightFields = ["GraphQL-Require-Preflight", "Apollo-Require-Preflight", "X-Apollo-Operation-Name"];
    private static readonly JsonDocumentOptions RequestJson = new() { MaxDepth = 256 };

    /// <summary>Whether the body is a form with files (graphql-multipart-request-spec); else it is JSON.</summary>
    /// <exception cref="RequestRefusedException">It is neither (415).</exception>
    public static bool IsForm(string? contentType)
    {
        if (contentType == MediaTypeNames.Application.Json)
            return false;
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type))
            throw Unsupported(contentType);
        if (type.MediaType.Equals(FormType, StringComparison.OrdinalIgnoreCase))
            return true;
        if (!type.MediaType.Equals(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase))
            throw Unsupported(contentType);
        var charset = HeaderUtilities.RemoveQuotes(type.Charset);
        return charset.Length == 0 || charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
            ? false
            : throw new RequestRefusedException(StatusCodes.Status415UnsupportedMediaType, $"A request is encoded in utf-8, not '{charset}'.");
    }

    /// <summary>Refuses a request that a page of another origin could have made a browser send.</summary>
    public static void RequirePreflight(HttpContext context)
    {
        if (!PreflightFields.Any(context.Request.Headers.ContainsKey))
            throw new RequestRefusedException(StatusCodes.Status400BadRequest, $"Blocked as a potential cross-site request forgery: send one of the header fields {string.Join(", ", PreflightFields)}.");
    }

    /// <summary>Reads the whole body. The caller gives it back to the reader by AdvanceTo.</summary>
    public static async ValueTask<ReadOnlySequence<byte>> ReadBodyAsync(HttpContext context)
    {
        var reader = context.Request.BodyReader;
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(context.RequestAborted);
                if (read.IsCompleted)
                    return read.Buffer;
                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        catch (BadHttpRequestException error)
        {
            throw new RequestRefusedException(error.StatusCode, error.Message);
        }
    }

    public static JsonDocument Parse(ReadOnlySequence<byte> utf8)
    {
        try
        {
            return JsonDocument.Parse(utf8, RequestJson);
        }
        catch (JsonException error)
        {
            throw new RequestRefusedException(StatusCodes.Status400BadRequest, $"The request is not JSON: {error.Message}");
        }
    }

    /// <summary>Reads the requests of an array.</summary>
    public static GraphQLRequest[] ReadBatch(JsonElement batch, DemoServerOptions options)
    {
        if (!options.AllowBatching)
            throw new RequestRefusedException(StatusCodes.Status422UnprocessableEntity, "A request is a JSON object, not an array: this server takes no batches.");
        if (batch.GetArrayLength() > options.MaximumBatchSize)
            throw new RequestRefusedException(StatusCodes.Status413PayloadTooLarge, $"A batch has at most {options.MaximumBatchSize} requests, not {batch.GetArrayLength()}.");
        return [.. batch.EnumerateArray().Select(GraphQLRequest.Read)];
    }

    /// <summary>Reads the parameters of a GET.</summary>
    public static GraphQLRequest ReadUri(HttpContext context, int maximumLength)
    {
        var target = context.Request.Path.Value!.Length + context.Request.QueryString.Value!.Length;
        if (target > maximumLength)
            throw new RequestRefusedException(StatusCodes.Status414UriTooLong, $"The target of a GET has at most {maximumLength} characters, not {target}; use POST.");
        var parameters = context.Request.Query;
        return new GraphQLRequest
        {
            Query = Parameter("query"),
            OperationName = Parameter("operationName"),
            DocumentId = Parameter("documentId"),
            Variables = JsonParameter("variables"),
            Extensions = JsonParameter("extensions"),
        }.Checked();

        // An empty parameter counts as absent (GraphQL over HTTP, section GET).
        string? Parameter(string name) => parameters.TryGetValue(name, out var value) && value.ToString() is { Length: > 0 } text ? text : null;

        JsonElement JsonParameter(string name)
        {
            if (Parameter(name) is not { } text)
                return default;
            using var document = Parse(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(text)));
            return document.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Null
                ? document.RootElement.Clone()
                : throw new RequestRefusedException(StatusCodes.Status422UnprocessableEntity, $"'{name}' is a JSON object, not {text}.");
        }
    }

    private static RequestRefusedException Unsupported(string? contentType) =>
        new(StatusCodes.Status415UnsupportedMediaType, $"A request's Content-Type is application/json or multipart/form-data, not '{contentType}'.");
}
