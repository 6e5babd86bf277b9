using System.Management.Automation;
using GqlTools.Binding;
using GqlTools.Client.Failures;
using GqlTools.Client.Schemas;
using GqlTools.Cmdlets;
using GqlTools.Errors;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Commands;

/// <summary>
/// <para type="synopsis">Gets the schema of a server or a file.</para>
/// <para type="description">A session's schema is fetched by introspection when it is first needed, and kept: all commands and TAB completion share it. The server is
/// first asked what it can tell, so that older servers answer, too. Where introspection is switched off, the error says so; open the session with
/// -Schema then.</para>
/// <para type="description">The schema has Types, Directives, Query, Mutation and Subscription; Find-GqlType and Find-GqlField look into it.</para>
/// </summary>
/// <example>
/// <code>Get-GqlSchema</code>
/// <para>Gets the schema of the current session's server.</para>
/// </example>
/// <example>
/// <code>(Get-GqlSchema -Path ./api.graphql).Query.Fields | Select-Object Name, Type</code>
/// <para>Lists what can be queried by a schema in a file.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "GqlSchema", DefaultParameterSetName = BySession)]
[OutputType(typeof(Schema))]
public sealed class GetGqlSchemaCommand : SessionCommand
{
    private const string BySession = "Session";
    private const string ByPath = "Path";

    /// <inheritdoc/>
    [Parameter(ParameterSetName = BySession, ValueFromPipeline = true, Position = 0)]
    [ArgumentCompleter(typeof(SessionNameCompleter))]
    [ValidateNotNull]
    public override object? Session { get; set; }

    /// <summary>Fetches the schema again, where the server's may have changed since.</summary>
    [Parameter(ParameterSetName = BySession)]
    public SwitchParameter Refresh { get; set; }

    /// <summary>The path of a file in the schema definition language, or with an introspection result in JSON.</summary>
    [Parameter(ParameterSetName = ByPath, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Schema schema;
        try
        {
            schema = ParameterSetName == ByPath ? ReadSchema(Path) : GetFrom(ResolveSession().Schema);
        }
        catch (GqlException exception)
        {
            ThrowTerminatingError(exception.ToErrorRecord(ParameterSetName == ByPath ? Path : Session));
            throw;
        }

        WriteObject(schema);
    }

    private Schema GetFrom(SessionSchema source)
    {
        var schema = Wait(Refresh ? source.RefreshAsync(StopToken) : source.GetAsync(StopToken));
        foreach (var tolerated in source.Tolerated) WriteVerbose(tolerated);
        return schema;
    }
}
