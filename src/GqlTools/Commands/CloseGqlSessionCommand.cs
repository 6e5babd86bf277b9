using System.Management.Automation;
using GqlTools.Binding;
using GqlTools.Cmdlets;

namespace GqlTools.Commands;

/// <summary>
/// <para type="synopsis">Closes a session and its connection.</para>
/// <para type="description">The session takes no new requests at once. Requests that it has accepted, from whatever runspace, finish, for as long as
/// -DrainTimeoutSeconds allows; what is left then is cancelled, and the sockets are closed. Closing a closed session does nothing and is no
/// error; closing one that another runspace is closing waits for the same shutdown.</para>
/// </summary>
/// <example>
/// <code>Close-GqlSession</code>
/// <para>Closes the runspace's current session when its requests have finished.</para>
/// </example>
/// <example>
/// <code>Get-GqlSession | Close-GqlSession -Force</code>
/// <para>Closes all sessions of this runspace at once and cancels what is in flight.</para>
/// </example>
[Cmdlet(VerbsCommon.Close, "GqlSession")]
public sealed class CloseGqlSessionCommand : SessionCommand
{
    /// <inheritdoc/>
    [Parameter(ValueFromPipeline = true, Position = 0)]
    [ArgumentCompleter(typeof(SessionNameCompleter))]
    [ValidateNotNull]
    public override object? Session { get; set; }

    /// <summary>
    /// How many seconds accepted requests may take to finish. The default is 30.
    /// </summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int DrainTimeoutSeconds { get; set; } = 30;

    /// <summary>Cancels accepted requests in place of waiting for them, even where another runspace is waiting.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = ResolveSession();
        RunspaceSessions.OfThisRunspace().Remove(session);
        try
        {
            Wait(session.CloseAsync(Force ? TimeSpan.Zero : TimeSpan.FromSeconds(DrainTimeoutSeconds)).WaitAsync(StopToken));
        }
        catch (PipelineStoppedException)
        {
            // Who stops the closing does not want to wait: the drain is cut short, not left behind.
            Wait(session.CloseAsync(TimeSpan.Zero));
            throw;
        }
    }
}
