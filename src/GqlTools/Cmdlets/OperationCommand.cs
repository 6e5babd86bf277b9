using System.Management.Automation;
using GqlTools.Binding;
using GqlTools.Client.Failures;
using GqlTools.Client.Operations;
using GqlTools.Client.Requests;
using GqlTools.Client.Sessions;
using GqlTools.Conversion;
using GqlTools.Errors;

namespace GqlTools.Cmdlets;

/// <summary>
/// A command that runs an operation of a document, once or for every object of the pipeline. -Headers and -Raw mean something else with one answer than with many,
/// and stand in the commands with texts of their own.
/// </summary>
public abstract class OperationCommand : SessionCommand
{
    private protected const string ByText = "Query";
    private protected const string ByFile = "FilePath";

    /// <summary>The GraphQL document.</summary>
    [Parameter(ParameterSetName = ByText, Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(QueryCompleter))]
    [ValidateNotNullOrEmpty]
    public string Query { get; set; } = "";

    /// <summary>The path of a file with the GraphQL document.</summary>
    [Parameter(ParameterSetName = ByFile, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string FilePath { get; set; } = "";

    /// <summary>Which operation of the document to run, where it has several.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(OperationNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string? OperationName { get; set; }

    /// <summary>
    /// The variables: a hashtable, an object, or JSON text. With pipeline input, they go with every object of it, and the object's own come before them.
    /// </summary>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(VariablesCompleter))]
    [ValidateNotNull]
    public object? Variables { get; set; }

    /// <summary>
    /// The variables of one run of the operation: a hashtable, JSON text of an object, or any object, of which the properties that the operation declares as
    /// variables are read. A number or other plain value is the value of the operation's only variable.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public object? InputObject { get; set; }

    /// <summary>Names on the way to the part of the data to write, such as users.nodes. A list there is written element by element.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ResultPathCompleter))]
    [ValidateNotNullOrEmpty]
    public string? ResultPath { get; set; }

    /// <summary>The operation that the parameters mean, and what its values become. Ends the command where there is none.</summary>
    /// <param name="session">Where it runs.</param>
    /// <param name="documentId">The document's id, which goes before its text; null for none.</param>
    /// <returns>The document, or null where only its id is known; the operation; and what turns values into .NET types, or null where none are mapped.</returns>
    internal (GqlDocument? Document, GqlOperation Operation, ScalarConversion? Scalars) FindOperation(GqlSession session, string? documentId = null)
    {
        if (ResultPath?.Split('.').Contains("") == true)
            ThrowTerminatingError(new ResultPathException($"-{nameof(ResultPath)} is '{ResultPath}'; it must be names with dots between them, such as users.nodes.").ToErrorRecord(ResultPath));
        var isFile = FilePath.Length > 0;
        try
        {
            var text = isFile ? ReadText(FilePath) : Query;
            var (document, operation) = session.Find(new GqlRequest(text) { DocumentId = documentId, OperationName = OperationName });
            var scalars = document is not null && session.Options.ScalarTypes.Count > 0
                ? new ScalarConversion(Wait(session.Schema.GetAsync(StopToken)), document, operation, session.Options.ScalarTypes)
                : null;
            return (document, operation, scalars);
        }
        catch (GqlException exception)
        {
            ThrowTerminatingError(exception.ToErrorRecord(documentId ?? (isFile ? FilePath : Query)));
            throw;
        }
    }
}
