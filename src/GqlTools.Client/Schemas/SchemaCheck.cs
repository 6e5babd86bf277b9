using System.Globalization;
using System.Text;
using System.Text.Json;
using GqlTools.Client.Failures;
using GqlTools.Client.Operations;
using GqlTools.Client.Requests;
using GqlTools.Language.Execution;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;
using GqlTools.Language.Validation;

namespace GqlTools.Client.Schemas;

/// <summary>Checks requests against a schema before they cost anything (C5).</summary>
public static class SchemaCheck
{
    /// <summary>More problems than this with one request's variables help nobody.</summary>
    private const int MaximumVariableProblems = 50;

    /// <summary>Refuses a document that contradicts the schema.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="document">The document; what was found is kept with it for the next time.</param>
    /// <param name="operationName">For the exception.</param>
    /// <exception cref="GqlException"><see cref="FailureKind.ValidationFailed"/>, with all errors.</exception>
    public static void ThrowIfInvalid(Schema schema, GqlDocument document, string? operationName = null)
    {
        var errors = document.Validate(schema);
        if (errors.Count == 0) return;
        var place = errors.SelectMany(static error => error.Locations).Select(static location => location.Position).FirstOrDefault();
        throw new GqlException(FailureKind.ValidationFailed, Describe(errors))
        {
            OperationName = operationName,
            ValidationErrors = errors,
            Line = place.Line == 0 ? null : place.Line,
            Column = place.Line == 0 ? null : place.Column,
        };
    }

    /// <summary>Refuses variables that are none of their declared types.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="document">A document that is valid.</param>
    /// <param name="operation">The operation that declares them.</param>
    /// <param name="variables">The variables as one JSON object in UTF-8; empty for none.</param>
    /// <exception cref="GqlException"><see cref="FailureKind.VariablesInvalid"/>, with all problems and their paths.</exception>
    public static void ThrowIfInvalid(Schema schema, GqlDocument document, GqlOperation operation, ReadOnlyMemory<byte> variables)
    {
        var problems = FindProblems(schema, document, operation, variables);
        if (problems.Count == 0) return;
        throw new GqlException(FailureKind.VariablesInvalid, string.Join('\n', problems)) { OperationName = operation.Name };
    }

    /// <summary>What is wrong with variables by their declared types' lights (specification section 6.1.2).</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="document">A document that is valid.</param>
    /// <param name="operation">The operation that declares them.</param>
    /// <param name="variables">The variables as one JSON object in UTF-8; empty for none.</param>
    /// <returns>One sentence each, with the path of the value; empty where nothing is wrong.</returns>
    public static IReadOnlyList<string> FindProblems(Schema schema, GqlDocument document, GqlOperation operation, ReadOnlyMemory<byte> variables)
    {
        var node = document.Syntax.Definitions.OfType<OperationDefinitionNode>().First(found => found.Name?.Value == operation.Name);
        if (node.VariableDefinitions.IsEmpty) return [];
        using var json = variables.IsEmpty ? null : JsonDocument.Parse(variables, new JsonDocumentOptions { MaxDepth = int.MaxValue });
        var given = json?.RootElement.EnumerateObject().GroupBy(static entry => entry.Name, StringComparer.Ordinal)
            .ToDictionary(static entries => entries.Key, static entries => (object?)entries.Last().Value, StringComparer.Ordinal);
        return [.. VariableCoercion.Coerce(schema, node, given, MaximumVariableProblems).Errors.Select(static problem => problem.Message)];
    }

    internal static void ThrowIfInvalid(Schema schema, PreparedRequest request)
    {
        // What only the server knows cannot be checked here.
        if (request.Document is null) return;
        ThrowIfInvalid(schema, request.Document, request.Operation.Name);
        ThrowIfInvalid(schema, request.Document, request.Operation, request.Uploads?.FillIn(request.Request.Variables) ?? request.Request.Variables);
    }

    /// <summary>One validation error in full: its sentence, and each place with line, column and a caret.</summary>
    /// <param name="error">The error.</param>
    public static string Describe(ValidationError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        var text = new StringBuilder(error.ToString());
        foreach (var location in error.Locations)
        {
            if (location.Source is { } source) text.Append('\n').Append(source.GetExcerpt(location.Start));
        }

        return text.ToString();
    }

    private static string Describe(IReadOnlyList<ValidationError> errors) => errors.Count == 1
        ? Describe(errors[0])
        : string.Create(CultureInfo.InvariantCulture, $"The document has {errors.Count} errors.\n{string.Join('\n', errors.Select(Describe))}");
}
