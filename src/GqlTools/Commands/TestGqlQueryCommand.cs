using System.Management.Automation;
using GqlTools.Binding;
using GqlTools.Client.Failures;
using GqlTools.Client.Operations;
using GqlTools.Client.Schemas;
using GqlTools.Cmdlets;
using GqlTools.Conversion;
using GqlTools.Errors;
using GqlTools.Language.TypeSystem;
using GqlTools.Language.Validation;

namespace GqlTools.Commands;

/// <summary>
/// <para type="synopsis">Tells whether a document is right, without sending it.</para>
/// <para type="description">Returns true or false for every document, and writes one error for everything that is wrong, with line, column, the line itself and what was
/// probably meant. All rules of the GraphQL specification are checked against the schema of the session or of -Schema. With -Variables, their values
/// are checked against the declared types, too.</para>
/// </summary>
/// <example>
/// <code>Test-GqlQuery '{ products { totalCount } }' -NoDeprecated -MaximumDepth 5</code>
/// <para>Returns true, as the query fits the schema of the current session, uses nothing deprecated, and is not deep.</para>
/// </example>
/// <example>
/// <code>Get-ChildItem ./product.graphql | Test-GqlQuery -Schema ./api.graphql -ErrorAction Stop</code>
/// <para>Fails a build when a file does not fit a schema in another.</para>
/// </example>
/// <example>
/// <code>Test-GqlQuery 'query ($id: ID!) { product(id: $id) { name } }' -Variables @{ id = 'a' }</code>
/// <para>Checks the values of the variables, too. With null in place of 'a' the answer would be false, and the error would name $id.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "GqlQuery", DefaultParameterSetName = ByText)]
[OutputType(typeof(bool))]
public sealed class TestGqlQueryCommand : DocumentCommand
{
    private Schema? _schema;

    /// <summary>The variables: a hashtable, an object, or JSON text. Without them only the document is checked.</summary>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(VariablesCompleter))]
    [ValidateNotNull]
    public object? Variables { get; set; }

    /// <summary>Which operation of the document -Variables are for, where it has several.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(OperationNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string? OperationName { get; set; }

    /// <summary>Checks only the syntax, for which no schema is needed.</summary>
    [Parameter]
    public SwitchParameter SyntaxOnly { get; set; }

    /// <summary>Finds fault with fields, arguments and enum values that are deprecated.</summary>
    [Parameter]
    public SwitchParameter NoDeprecated { get; set; }

    /// <summary>How deep fields may nest, fragments followed.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? MaximumDepth { get; set; }

    /// <summary>How many aliases the document may have.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? MaximumAliases { get; set; }

    /// <summary>How many fields an operation may select, with all fragments put in their places.</summary>
    [Parameter]
    [ValidateRange(1L, long.MaxValue)]
    public long? MaximumFields { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _schema = SyntaxOnly ? null : ResolveSchema();

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var (text, target) in ReadDocuments())
        {
            var problems = FindProblems(text, target);
            foreach (var problem in problems) WriteError(problem);
            WriteObject(problems.Count == 0);
        }
    }

    private List<ErrorRecord> FindProblems(string text, object target)
    {
        try
        {
            var document = GqlDocument.Parse(text);
            if (_schema is null) return [];
            var errors = DocumentValidator.Validate(_schema, document.Syntax, new ValidationOptions { Rules = Rules() });
            if (errors.Count > 0) return [.. errors.Select(error => error.ToErrorRecord(ParameterSetName == ByFile ? (string)target : null))];
            return Variables is null ? [] : FindVariableProblems(_schema, document);
        }
        catch (GqlException exception)
        {
            return [exception.ToErrorRecord(target)];
        }
        catch (VariableConversionException exception)
        {
            return [exception.ToErrorRecord(Variables)];
        }
    }

    private List<ValidationRule> Rules()
    {
        List<ValidationRule> rules = [.. SpecifiedRules.All];
        if (NoDeprecated) rules.Add(LintRules.NoDeprecated);
        if (MaximumDepth is { } depth) rules.Add(LintRules.DepthLimit(depth));
        if (MaximumAliases is { } aliases) rules.Add(LintRules.AliasLimit(aliases));
        if (MaximumFields is { } fields) rules.Add(LintRules.FragmentCost(fields));
        return rules;
    }

    private List<ErrorRecord> FindVariableProblems(Schema schema, GqlDocument document)
    {
        var operation = document.Select(OperationName);
        var variables = new VariableSource(operation, Variables).Write(null);
        return [.. SchemaCheck.FindProblems(schema, document, operation, variables).Select(problem => ErrorRecords.VariablesInvalid(problem, Variables))];
    }
}
