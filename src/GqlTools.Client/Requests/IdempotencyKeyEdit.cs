using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using GqlTools.Client.Failures;
using GqlTools.Client.Operations;
using GqlTools.Client.Paging;
using GqlTools.Language.Syntax;

namespace GqlTools.Client.Requests;

/// <summary>
/// Writes a request's idempotency key into its document and variables. Pure: what it knows of a document it finds out once and keeps as long as the
/// document is kept. The text stays the same for all keys, as the key itself goes by a variable.
/// </summary>
internal sealed class IdempotencyKeyEdit(IdempotencyKeyPlace place, DocumentCache documents)
{
    private const string DirectiveName = "idempotent";
    private const string KeyArgument = "key";
    private const string KeyVariable = "idempotencyKey";
    private const string InputArgument = "input";
    private const string MutationId = "clientMutationId";

    private readonly ConditionalWeakTable<GqlOperation, Plan> _plans = [];

    /// <summary>The request with its key where the server looks for it.</summary>
    /// <param name="request">The request, with a key.</param>
    /// <exception cref="GqlException">
    /// <see cref="FailureKind.SyntaxError"/>, <see cref="FailureKind.OperationUnknown"/>, <see cref="FailureKind.OperationUnsupported"/> where there is
    /// no place for the key, or <see cref="FailureKind.VariablesInvalid"/>.
    /// </exception>
    public GqlRequest Apply(GqlRequest request)
    {
        if (request.DocumentId is not null) throw NoPlace(request.OperationName, "it goes by its id, so that its text cannot be changed");
        var document = documents.Get(request.Query);
        var operation = document.Select(request.OperationName);
        if (operation.Type != OperationType.Mutation) return request;
        var plan = _plans.GetValue(operation, known => PlanFor(document, known));
        return plan.Path.Length == 0 ? request : request with { Query = plan.Text, Variables = Write(request, operation, plan.Path) };
    }

    private static GqlException NoPlace(string? operationName, string reason) => new(
        FailureKind.OperationUnsupported,
        $"The mutation{(operationName is null ? "" : $" '{operationName}'")} has no place for its idempotency key: {reason}. See IdempotencyKeyIn.")
    {
        OperationName = operationName,
    };

    private static ObjectValueNode With(ObjectValueNode input, ValueNode value) =>
        input with { Fields = input.Fields.Add(new ObjectFieldNode(new NameNode(MutationId), value)) };

    private static NamedTypeNode StringType() => new(new NameNode("String"));

    // A key that the caller has written into the variables himself stays.
    private static ReadOnlyMemory<byte> Write(GqlRequest request, GqlOperation operation, string[] path)
    {
        JsonNode? root;
        try
        {
            root = request.Variables.IsEmpty
                ? new JsonObject()
                : JsonNode.Parse(request.Variables.Span, documentOptions: new JsonDocumentOptions { MaxDepth = int.MaxValue });
        }
        catch (JsonException)
        {
            // What is wrong with the variables is said where all variables are checked.
            return request.Variables;
        }

        var parent = root as JsonObject;
        foreach (var name in path[..^1]) parent = parent?[name] as JsonObject;
        if (parent is null)
        {
            throw new GqlException(FailureKind.VariablesInvalid, $"The idempotency key has no place: the variable ${path[0]} is no object that could have a {MutationId}.")
            {
                OperationName = operation.Name,
            };
        }

        if (parent[path[^1]] is null) parent[path[^1]] = request.IdempotencyKey;
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output, new JsonWriterOptions { MaxDepth = int.MaxValue })) root!.WriteTo(writer);
        return output.WrittenMemory;
    }

    private Plan PlanFor(GqlDocument document, GqlOperation operation)
    {
        var node = document.Syntax.Definitions.OfType<OperationDefinitionNode>().First(one => one.Name?.Value == operation.Name);
        if (node.SelectionSet.Selections is not [FieldNode field])
            throw NoPlace(operation.Name, "a key names one field of the root, and the mutation has several or a fragment there");

        var edit = new OperationEdit(document.Syntax, node);
        var (keyed, path) = place == IdempotencyKeyPlace.Directive ? WithDirective(field, edit) : WithMutationId(field, edit, operation);
        if (path.Length == 0 || ReferenceEquals(keyed, field)) return new Plan(document.Text, path);
        var changed = edit.Operation with { SelectionSet = new SelectionSetNode([keyed]) };
        return new Plan(Printer.Print(document.Syntax with { Definitions = document.Syntax.Definitions.Replace(node, changed) }), path);
    }

    private static (FieldNode Field, string[] Path) WithDirective(FieldNode field, OperationEdit edit)
    {
        if (field.Directives.Any(static directive => directive.Name.Value == DirectiveName)) return (field, []);
        var variable = edit.Declare(KeyVariable, new NonNullTypeNode(StringType()));
        var directive = new DirectiveNode
        {
            Name = new NameNode(DirectiveName),
            Arguments = [new ArgumentNode(new NameNode(KeyArgument), new VariableNode(new NameNode(variable)))],
        };
        return (field with { Directives = field.Directives.Add(directive) }, [variable]);
    }

    private static (FieldNode Field, string[] Path) WithMutationId(FieldNode field, OperationEdit edit, GqlOperation operation)
    {
        var input = field.Arguments.FirstOrDefault(static argument => argument.Name.Value == InputArgument);
        switch (input?.Value)
        {
            case VariableNode variable:
                return (field, [variable.Name.Value, MutationId]);
            case ObjectValueNode given when given.Fields.FirstOrDefault(static member => member.Name.Value == MutationId) is { } there:
                return (field, there.Value is VariableNode own ? [own.Name.Value] : []);
            case ObjectValueNode given:
                var name = edit.Declare(MutationId, StringType());
                var value = With(given, new VariableNode(new NameNode(name)));
                return (field with { Arguments = field.Arguments.Replace(input, input with { Value = value }) }, [name]);
            default:
                throw NoPlace(operation.Name, $"its field '{field.Name.Value}' has no argument '{InputArgument}' with a {MutationId}");
        }
    }

    /// <summary>What is the same for all requests of an operation.</summary>
    /// <param name="Text">The document, with a place for the key.</param>
    /// <param name="Path">Where in the variables the key goes; empty where the caller has written a key into the document.</param>
    private sealed record Plan(string Text, string[] Path);
}
