using GqlTools.Language.Execution;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;
using GqlTools.Language.Validation;

namespace GqlTools.Demo.Http;

/// <summary>A document that was read and checked once: either it can be executed, or it has the outcome that says why not.</summary>
internal sealed class ReadDocument
{
    private static readonly string[] IntrospectionFields = ["__schema", "__type"];

    private ReadDocument(DocumentNode? document, GraphQLOutcome? refusal)
    {
        Document = document;
        Refusal = refusal;
    }

    public DocumentNode? Document { get; }

    public GraphQLOutcome? Refusal { get; }

    public static ReadDocument Read(string text, Schema schema, DemoServerOptions options)
    {
        DocumentNode document;
        try
        {
            document = Parser.Parse(text);
        }
        catch (GraphQLSyntaxException error)
        {
            return Refused(OutcomeKind.NotParsed, new ExecutionError($"Syntax error: {error.Problem}.")
            {
                Locations = [new SyntaxLocation(new SourceText(text), error.Offset, error.Offset)],
            });
        }

        if (!options.AllowIntrospection && !Visitor.Walk(document, StopAtIntrospection))
            return Refused(OutcomeKind.NotExecuted, new ExecutionError("Introspection is switched off on this server."));
        var errors = DocumentValidator.Validate(schema, document);
        return errors.Count == 0
            ? new ReadDocument(document, null)
            : Refused(OutcomeKind.NotExecuted, [.. errors.Select(error => new ExecutionError(error.Message) { Locations = [.. error.Locations] })]);
    }

    /// <summary>The operation that would run; null when the name does not say which.</summary>
    public OperationDefinitionNode? OperationNamed(string? operationName)
    {
        OperationDefinitionNode? found = null;
        if (Document is null)
            return null;
        foreach (var definition in Document.Definitions)
        {
            if (definition is not OperationDefinitionNode operation || (operationName is not null && operation.Name?.Value != operationName))
                continue;
            if (found is not null)
                return null;
            found = operation;
        }

        return found;
    }

    public static ReadDocument Refused(OutcomeKind kind, params ReadOnlySpan<ExecutionError> errors) =>
        new(null, new GraphQLOutcome(kind, ExecutionResult.FromRequestErrors(errors)));

    private static VisitStep StopAtIntrospection(SyntaxNode node) =>
        node is FieldNode field && IntrospectionFields.Contains(field.Name.Value) ? VisitStep.Stop : VisitStep.Continue;
}
