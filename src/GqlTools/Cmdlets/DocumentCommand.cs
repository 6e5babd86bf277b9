using System.Management.Automation;
using GqlTools.Binding;

namespace GqlTools.Cmdlets;

/// <summary>A command that looks at documents: given as text, or as files.</summary>
public abstract class DocumentCommand : SchemaCommand
{
    private protected const string ByText = "Query";
    private protected const string ByFile = "FilePath";

    /// <summary>The GraphQL document.</summary>
    [Parameter(ParameterSetName = ByText, Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(QueryCompleter))]
    [AllowEmptyString]
    public string Query { get; set; } = "";

    /// <summary>Paths of files with GraphQL documents. Wildcards are allowed.</summary>
    [Parameter(ParameterSetName = ByFile, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] FilePath { get; set; } = null!;

    /// <summary>The documents that are to be looked at now, with the names that errors call them by.</summary>
    private protected IEnumerable<(string Text, object Target)> ReadDocuments() => ParameterSetName == ByText
        ? [(Query, Query)]
        : FilePath.SelectMany(ResolveFiles).Select(file => (ReadText(file), (object)file));
}
