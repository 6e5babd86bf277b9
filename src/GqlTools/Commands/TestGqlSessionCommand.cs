using System.Management.Automation;
using GqlTools.Binding;
using GqlTools.Client.Failures;
using GqlTools.Cmdlets;

namespace GqlTools.Commands;

/// <summary>
/// <para type="synopsis">Tells whether a session's server answers.</para>
/// <para type="description">Sends { __typename } over the session's connection, without retries, and returns true if a GraphQL answer without errors came, else
/// false. Why it is false stands in the verbose stream. The session's state does not change.</para>
/// </summary>
/// <example>
/// <code>Test-GqlSession</code>
/// <para>Tests the runspace's current session.</para>
/// </example>
/// <example>
/// <code>if (-not (Test-GqlSession $session)) { Write-Warning "The API at $($session.Endpoint) is down" }</code>
/// <para>Warns when the server behind a session does not answer.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "GqlSession")]
[OutputType(typeof(bool))]
public sealed class TestGqlSessionCommand : SessionCommand
{
    /// <inheritdoc/>
    [Parameter(ValueFromPipeline = true, Position = 0)]
    [ArgumentCompleter(typeof(SessionNameCompleter))]
    [ValidateNotNull]
    public override object? Session { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = ResolveSession();
        WriteObject(Answers(session.TestConnectionAsync(StopToken), session.Name));
    }

    private bool Answers(Task test, string name)
    {
        try
        {
            Wait(test);
            return true;
        }
        catch (GqlException exception)
        {
            WriteVerbose($"{name}: {exception.Message}");
            return false;
        }
    }
}
