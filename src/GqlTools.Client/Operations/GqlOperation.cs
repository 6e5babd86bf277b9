using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using GqlTools.Language.Syntax;

namespace GqlTools.Client.Operations;

/// <summary>An operation of a document, as far as sending it needs to know it.</summary>
/// <param name="Name">Its name; null for an anonymous one.</param>
/// <param name="Type">Query, mutation or subscription.</param>
/// <param name="Variables">The names of all its variables, in document order.</param>
/// <param name="RequiredVariables">Those that are non-null and have no default.</param>
public sealed record GqlOperation(
    string? Name,
    OperationType Type,
    IReadOnlyList<string> Variables,
    IReadOnlyList<string> RequiredVariables)
{
    /// <summary>The names of the variables' types without lists and non-null marks, in document order: <c>Upload</c> for <c>[Upload!]!</c>.</summary>
    public IReadOnlyList<string> VariableTypes { get; init; } = [];

    /// <summary>Whether the document is known on this side; else name and type are what is assumed, and its variables nobody knows.</summary>
    public bool IsKnown { get; init; } = true;

    /// <summary>Whether its document leaves fields or items for later (<c>@defer</c>, <c>@stream</c>), so that its answer may come in parts.</summary>
    public bool IsIncremental { get; init; }

    /// <summary>The body of a request with this operation, up to its variables: <c>{"query":"...","operationName":"..."</c>.</summary>
    internal ReadOnlyMemory<byte> BodyStart { get; private init; }

    /// <summary>The same without the text, for requests that name their document otherwise: <c>{"operationName":"..."</c>, or the brace alone.</summary>
    internal ReadOnlyMemory<byte> BareBodyStart { get; private init; }

    internal static GqlOperation From(OperationDefinitionNode node, string text, bool isIncremental) => new(
        node.Name?.Value,
        node.Operation,
        node.VariableDefinitions.Select(NameOf).ToArray(),
        node.VariableDefinitions.Where(variable => variable is { Type: NonNullTypeNode, DefaultValue: null }).Select(NameOf).ToArray())
    {
        VariableTypes = node.VariableDefinitions.Select(static variable => TypeNameOf(variable.Type)).ToArray(),
        IsIncremental = isIncremental,
        BodyStart = WriteBodyStart("query", text, node.Name?.Value),
        BareBodyStart = WriteBodyStart("query", null, node.Name?.Value),
    };

    private static string TypeNameOf(TypeNode type) => type switch
    {
        ListTypeNode list => TypeNameOf(list.Type),
        NonNullTypeNode nonNull => TypeNameOf(nonNull.Type),
        NamedTypeNode named => named.Name.Value,
        _ => "",
    };

    private static string NameOf(VariableDefinitionNode variable) => variable.Variable.Name.Value;

    /// <summary>The same for a document that the server knows by an id: <c>{"documentId":"...","operationName":"..."</c>.</summary>
    internal ReadOnlyMemory<byte> WriteBodyStart(string documentId) => WriteBodyStart("documentId", documentId, Name);

    private static ReadOnlyMemory<byte> WriteBodyStart(string parameter, string? document, string? operationName)
    {
        var output = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
        writer.WriteStartObject();
        if (document is not null) writer.WriteString(parameter, document);
        if (operationName is not null) writer.WriteString("operationName"u8, operationName);
        writer.Flush();
        return output.WrittenMemory;
    }
}
