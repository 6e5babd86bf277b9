using System.Text.Json;
using GqlTools.Client.Failures;
using GqlTools.Client.Operations;
using GqlTools.Language.Syntax;

namespace GqlTools.Client.Requests;

/// <summary>
/// A request that is right as far as can be told without the network: its document parses, its operation exists, its required variables
/// are there. Holds the body (GraphQL over HTTP, section "Request Parameters"), which all attempts send alike.
/// </summary>
public sealed class PreparedRequest
{
    private PreparedRequest(GqlRequest request, GqlDocument document, GqlOperation operation)
    {
        Request = request;
        Document = document;
        Operation = operation;
        Body = WriteBody(request, operation);
    }

    /// <summary>What the caller asked for.</summary>
    public GqlRequest Request { get; }

    /// <summary>Its document.</summary>
    public GqlDocument Document { get; }

    /// <summary>The operation that runs.</summary>
    public GqlOperation Operation { get; }

    /// <summary>The JSON body in UTF-8.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>Whether sending it again does no harm: a query, or a mutation whose key lets the server know it again.</summary>
    public bool Repeatable => Operation.Type == OperationType.Query || Request.IdempotencyKey is not null;

    private static ReadOnlySpan<byte> VariablesKey => ",\"variables\":"u8;

    private static ReadOnlySpan<byte> ExtensionsKey => ",\"extensions\":"u8;

    /// <summary>Checks <paramref name="request"/> and writes its body.</summary>
    /// <param name="request">What the caller asks for.</param>
    /// <param name="documents">Where documents are read once.</param>
    /// <exception cref="GqlException">
    /// <see cref="FailureKind.SyntaxError"/>, <see cref="FailureKind.OperationUnknown"/>, <see cref="FailureKind.OperationUnsupported"/> or
    /// <see cref="FailureKind.VariablesInvalid"/>.
    /// </exception>
    public static PreparedRequest From(GqlRequest request, DocumentCache documents)
    {
        var document = documents.Get(request.Query);
        var operation = document.Select(request.OperationName);
        if (operation.Type == OperationType.Subscription)
        {
            throw new GqlException(
                FailureKind.OperationUnsupported,
                $"{Describe(operation)} is a subscription; a single request can only carry a query or a mutation.")
            {
                OperationName = operation.Name,
            };
        }

        CheckVariables(request, operation);
        return new PreparedRequest(request, document, operation);
    }

    private static void CheckVariables(GqlRequest request, GqlOperation operation)
    {
        if (request.Variables.IsEmpty && operation.RequiredVariables.Count == 0) return;

        var missing = operation.RequiredVariables.ToList();
        if (!request.Variables.IsEmpty) RemovePresent(request.Variables.Span, missing, operation);
        if (missing.Count == 0) return;
        throw new GqlException(
            FailureKind.VariablesInvalid,
            $"{Describe(operation)} needs {string.Join(", ", missing.Select(name => "$" + name))}, and the variables have no such name or have null there.")
        {
            OperationName = operation.Name,
        };
    }

    private static void RemovePresent(ReadOnlySpan<byte> variables, List<string> missing, GqlOperation operation)
    {
        try
        {
            var reader = new Utf8JsonReader(variables, new JsonReaderOptions { MaxDepth = int.MaxValue });
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject) throw NotAnObject(operation, null);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var index = IndexOf(missing, ref reader);
                reader.Read();
                if (index >= 0 && reader.TokenType != JsonTokenType.Null) missing.RemoveAt(index);
                reader.Skip();
            }

            if (reader.Read()) throw NotAnObject(operation, null);
        }
        catch (JsonException exception)
        {
            throw NotAnObject(operation, exception);
        }
    }

    private static int IndexOf(List<string> names, ref Utf8JsonReader reader)
    {
        for (var index = 0; index < names.Count; index++)
        {
            if (reader.ValueTextEquals(names[index])) return index;
        }

        return -1;
    }

    private static GqlException NotAnObject(GqlOperation operation, JsonException? exception) => new(
        FailureKind.VariablesInvalid,
        $"The variables of {Describe(operation)} are not a JSON object such as {{ \"first\": 10 }}{(exception is null ? "." : $": {exception.Message}")}",
        exception)
    {
        OperationName = operation.Name,
        Line = exception?.LineNumber is { } line ? (int)line + 1 : null,
        Column = exception?.BytePositionInLine is { } column ? (int)column + 1 : null,
    };

    private static string Describe(GqlOperation operation) =>
        operation.Name is null ? $"The {NameOf(operation.Type)}" : $"The {NameOf(operation.Type)} '{operation.Name}'";

    private static string NameOf(OperationType type) => type switch
    {
        OperationType.Mutation => "mutation",
        OperationType.Subscription => "subscription",
        _ => "query",
    };

    // The document is by far the largest part and the same for all requests of a loop: its JSON is written once, with the document.
    private static ReadOnlyMemory<byte> WriteBody(GqlRequest request, GqlOperation operation)
    {
        var start = operation.BodyStart.Span;
        var extensions = request.Extensions is { } value ? JsonSerializer.SerializeToUtf8Bytes(value) : [];
        var body = new byte[start.Length
            + (request.Variables.IsEmpty ? 0 : VariablesKey.Length + request.Variables.Length)
            + (extensions.Length == 0 ? 0 : ExtensionsKey.Length + extensions.Length)
            + 1];
        var rest = Append(start, body);
        if (!request.Variables.IsEmpty) rest = Append(request.Variables.Span, Append(VariablesKey, rest));
        if (extensions.Length > 0) rest = Append(extensions, Append(ExtensionsKey, rest));
        rest[0] = (byte)'}';
        return body;
    }

    private static Span<byte> Append(ReadOnlySpan<byte> part, Span<byte> to)
    {
        part.CopyTo(to);
        return to[part.Length..];
    }
}
