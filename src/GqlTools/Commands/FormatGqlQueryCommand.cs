using System.Management.Automation;
using GqlTools.Client.Failures;
using GqlTools.Client.Operations;
using GqlTools.Cmdlets;
using GqlTools.Errors;
using GqlTools.Language.Syntax;

namespace GqlTools.Commands;

/// <summary>
/// <para type="synopsis">Writes a document in the customary layout, or as short as it can be.</para>
/// <para type="description">The layout has one selection a line and two spaces a level. With -Minify, all white space and commas go that the meaning does not need.
/// Comments are not part of a document's meaning, and are left out either way. No schema and no session is needed.</para>
/// </summary>
/// <example>
/// <code>Format-GqlQuery '{products(first:3){nodes{sku name}}}'</code>
/// <para>Writes the query in lines.</para>
/// </example>
/// <example>
/// <code>Get-Content ./product.graphql -Raw | Format-GqlQuery -Minify</code>
/// <para>Writes the document of a file on one line.</para>
/// </example>
[Cmdlet(VerbsCommon.Format, "GqlQuery", DefaultParameterSetName = ByText)]
[OutputType(typeof(string))]
public sealed class FormatGqlQueryCommand : GqlCommand
{
    private const string ByText = "Query";
    private const string ByFile = "FilePath";

    /// <summary>The GraphQL document.</summary>
    [Parameter(ParameterSetName = ByText, Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(Binding.QueryCompleter))]
    [ValidateNotNullOrEmpty]
    public string Query { get; set; } = "";

    /// <summary>Paths of files with GraphQL documents. Wildcards are allowed.</summary>
    [Parameter(ParameterSetName = ByFile, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] FilePath { get; set; } = null!;

    /// <summary>Writes no more than the meaning needs.</summary>
    [Parameter]
    public SwitchParameter Minify { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == ByText)
        {
            Write(Query, Query);
            return;
        }

        foreach (var file in FilePath.SelectMany(ResolveFiles)) Write(ReadText(file), file);
    }

    private void Write(string text, object target)
    {
        string formatted;
        try
        {
            var document = GqlDocument.Parse(text).Syntax;
            formatted = Minify ? Printer.Minify(text) : Printer.Print(document);
        }
        catch (GqlException exception)
        {
            WriteError(exception.ToErrorRecord(target));
            return;
        }

        WriteObject(formatted);
    }
}
