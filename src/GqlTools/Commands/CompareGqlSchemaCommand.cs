using System.Management.Automation;
using GqlTools.Binding;
using GqlTools.Client.Failures;
using GqlTools.Client.Operations;
using GqlTools.Cmdlets;
using GqlTools.Errors;
using GqlTools.Language.Comparison;
using GqlTools.Language.TypeSystem;
using GqlTools.Output;

namespace GqlTools.Commands;

/// <summary>
/// <para type="synopsis">Tells what changed between two schemas, and what breaks by it.</para>
/// <para type="description">Every change is Breaking (requests that were valid may be refused), Dangerous (they stay valid, but may answer what clients do not expect) or
/// Safe, and has the coordinate of what was changed. -FailOn turns changes into an error, for pipelines.</para>
/// <para type="description">With -FilePath, the answer is which operations of these files notice: each with the changes of what it uses, and the errors by which the new
/// schema refuses it.</para>
/// </summary>
/// <example>
/// <code>Compare-GqlSchema ./api.graphql -FailOn Breaking</code>
/// <para>Fails when the current session's server has broken what a saved schema promised.</para>
/// </example>
/// <example>
/// <code>Compare-GqlSchema ./api.graphql (Get-GqlSchema) -FilePath ./*.graphql | Where-Object Breaks</code>
/// <para>Lists the operations of a folder that no longer work.</para>
/// </example>
[Cmdlet(VerbsData.Compare, "GqlSchema", DefaultParameterSetName = Changes)]
[OutputType(typeof(SchemaChange), ParameterSetName = [Changes])]
[OutputType(typeof(GqlOperationImpact), ParameterSetName = [Impact])]
public sealed class CompareGqlSchemaCommand : SessionCommand
{
    private const string Changes = "Changes";
    private const string Impact = "Impact";

    /// <summary>The schema that clients know: what Get-GqlSchema returned, or the path of a file.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNull]
    public object ReferenceSchema { get; set; } = "";

    /// <summary>The schema that they will meet: what Get-GqlSchema returned, or the path of a file. Without it, the session's.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNull]
    public object? DifferenceSchema { get; set; }

    /// <summary>
    /// Breaking or Dangerous: ends with an error when there are such changes, or worse ones, after they were written. With -FilePath only those that
    /// the operations notice count.
    /// </summary>
    [Parameter]
    [ValidateSet(nameof(SchemaChangeSeverity.Breaking), nameof(SchemaChangeSeverity.Dangerous))]
    public SchemaChangeSeverity? FailOn { get; set; }

    /// <summary>The least severe changes to write. The default is Safe, which writes all.</summary>
    [Parameter(ParameterSetName = Changes)]
    public SchemaChangeSeverity MinimumSeverity { get; set; } = SchemaChangeSeverity.Safe;

    /// <summary>Paths of files with operations. Wildcards are allowed. Files without operations, such as schemas, are passed over.</summary>
    [Parameter(ParameterSetName = Impact, Mandatory = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] FilePath { get; set; } = null!;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Schema reference, difference;
        try
        {
            reference = ResolveSchema(ReferenceSchema);
            difference = DifferenceSchema is null ? Wait(ResolveSession().Schema.GetAsync(StopToken)) : ResolveSchema(DifferenceSchema);
        }
        catch (GqlException exception)
        {
            ThrowTerminatingError(exception.ToErrorRecord(ReferenceSchema));
            throw;
        }

        var changes = SchemaComparer.Compare(reference, difference);
        if (ParameterSetName == Impact) WriteImpact(reference, difference, changes);
        else WriteChanges(changes);
    }

    private void WriteChanges(IReadOnlyList<SchemaChange> changes)
    {
        WriteObject(changes.Where(change => change.Severity >= MinimumSeverity), enumerateCollection: true);
        FailIfAny([.. changes.Where(Counts).Select(static change => change.Message)]);
    }

    private void WriteImpact(Schema reference, Schema difference, IReadOnlyList<SchemaChange> changes)
    {
        var failing = new List<string>();
        foreach (var file in FilePath.SelectMany(ResolveFiles))
        {
            foreach (var impact in ImpactOn(file, reference, difference, changes))
            {
                WriteObject(impact);
                if (impact.Breaks || impact.Changes.Any(Counts)) failing.Add(impact.ToString());
            }
        }

        FailIfAny(failing);
    }

    private IEnumerable<GqlOperationImpact> ImpactOn(string file, Schema reference, Schema difference, IReadOnlyList<SchemaChange> changes)
    {
        try
        {
            return ImpactAnalysis.Find(reference, difference, GqlDocument.Parse(ReadText(file)).Syntax, changes)
                .Select(impact => new GqlOperationImpact(file, impact));
        }
        catch (GqlException exception)
        {
            WriteError(exception.ToErrorRecord(file));
            return [];
        }
    }

    private bool Counts(SchemaChange change) => FailOn is { } limit && change.Severity >= limit;

    private void FailIfAny(List<string> problems)
    {
        if (FailOn is { } limit && problems.Count > 0) ThrowTerminatingError(ErrorRecords.SchemaChanged(limit.ToString(), problems));
    }
}
