using System.Management.Automation;
using System.Text;
using GqlTools.Binding;
using GqlTools.Cmdlets;
using GqlTools.Errors;
using GqlTools.Language.Introspection;
using GqlTools.Language.Pages;
using GqlTools.Language.Sdl;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Commands;

/// <summary>
/// <para type="synopsis">Writes a schema as a file: schema definition language, introspection JSON, or an HTML page.</para>
/// <para type="description">The form follows from -Format, else from the path's extension: .json, .html or .htm; everything else is the schema definition language.
/// Without -Path the text goes to the output.</para>
/// <para type="description">The HTML page is one file that needs no network: all types with links between them, a search, what is deprecated marked, readable in light
/// and dark.</para>
/// </summary>
/// <example>
/// <code>Export-GqlSchema ./api.graphql</code>
/// <para>Saves the schema of the current session's server in the schema definition language.</para>
/// </example>
/// <example>
/// <code>Get-GqlSchema -Path ./api.graphql | Export-GqlSchema ./api.html -Title 'Our API'</code>
/// <para>Makes a page for people from a schema in a file.</para>
/// </example>
[Cmdlet(VerbsData.Export, "GqlSchema", SupportsShouldProcess = true)]
[OutputType(typeof(string))]
public sealed class ExportGqlSchemaCommand : SchemaCommand
{
    private const string DefaultTitle = "GraphQL schema";

    /// <summary>The file to write. One that is there already is replaced.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Sdl (schema definition language), Json (introspection result) or Html (a page). Without it, the path tells.</summary>
    [Parameter]
    public GqlSchemaFormat? Format { get; set; }

    /// <summary>The title of the HTML page. Without it, the session's name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Title { get; set; }

    /// <inheritdoc/>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public override object? Schema { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var schema = ResolveSchema();
        var file = Path is null ? null : ResolveNewFile(Path);
        var text = TextOf(schema, Format ?? GqlSchemaFormats.OfPath(file));
        if (file is null)
        {
            WriteObject(text);
            return;
        }

        if (Directory.Exists(file)) ThrowTerminatingError(ErrorRecords.FilePathInvalid(Path!, "is a folder; name a file."));
        if (!ShouldProcess(file, "Write the schema")) return;
        try
        {
            File.WriteAllText(file, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(ErrorRecords.FileNotWritable(exception, file));
        }
    }

    private string TextOf(Schema schema, GqlSchemaFormat format) => format switch
    {
        GqlSchemaFormat.Json => IntrospectionWriter.Write(schema) + "\n",
        GqlSchemaFormat.Html => SchemaPage.Write(schema, Title ?? (Schema is null ? ResolveSession().Name : DefaultTitle)),
        _ => SchemaPrinter.Print(schema) + "\n",
    };
}
