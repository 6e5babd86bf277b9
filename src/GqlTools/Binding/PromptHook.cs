using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace GqlTools.Binding;

/// <summary>
/// Puts the module's TabExpansion2 in front of the runspace's when a session is opened there, and takes it away when the module is removed, unless
/// somebody else has stood in front of it since. Not at import: runspaces that only use a session have nobody who presses TAB, and need not
/// wait for it. See <see cref="PromptCompletion"/>.
/// </summary>
public sealed class PromptHook : IModuleAssemblyCleanup
{
    private const string Name = "Function:TabExpansion2";
    private const string Mark = "GqlTools.Binding.PromptCompletion";

    private const string Function =
        """
        [CmdletBinding(DefaultParameterSetName = 'ScriptInputSet')]
        [OutputType([System.Management.Automation.CommandCompletion])]
        param(
            [Parameter(ParameterSetName = 'ScriptInputSet', Mandatory, Position = 0)] [AllowEmptyString()] [string] $inputScript,
            [Parameter(ParameterSetName = 'ScriptInputSet', Position = 1)] [int] $cursorColumn = $inputScript.Length,
            [Parameter(ParameterSetName = 'AstInputSet', Mandatory, Position = 0)] [System.Management.Automation.Language.Ast] $ast,
            [Parameter(ParameterSetName = 'AstInputSet', Mandatory, Position = 1)] [System.Management.Automation.Language.Token[]] $tokens,
            [Parameter(ParameterSetName = 'AstInputSet', Mandatory, Position = 2)] [System.Management.Automation.Language.IScriptPosition] $positionOfCursor,
            [Parameter(ParameterSetName = 'ScriptInputSet', Position = 2)] [Parameter(ParameterSetName = 'AstInputSet', Position = 3)] [hashtable] $options = $null
        )
        end {
            $completion = if ($PSCmdlet.ParameterSetName -eq 'AstInputSet') {
                [GqlTools.Binding.PromptCompletion]::Complete($ast, $positionOfCursor.Offset)
            } else {
                [GqlTools.Binding.PromptCompletion]::Complete($inputScript, $cursorColumn)
            }
            if ($completion) { $completion } else { TabExpansion2BeforeGqlTools @PSBoundParameters }
        }
        """;

    // Assigned by a script: the provider's Set would tell of it in the verbose stream of the command that opens a session.
    private const string Installation = "param($before, $ours) $function:global:TabExpansion2BeforeGqlTools = $before; $function:global:TabExpansion2 = $ours";

    private const string Removal =
        """
        if ("$function:TabExpansion2" -like '*GqlTools.Binding.PromptCompletion*') {
            $function:global:TabExpansion2 = $function:TabExpansion2BeforeGqlTools
            Remove-Item Function:TabExpansion2BeforeGqlTools
        }
        """;

    /// <summary>Stands in front of the runspace's TabExpansion2, if it has one and we do not stand there already.</summary>
    internal static void Install(SessionState state, ProviderIntrinsics items)
    {
        if (!items.Item.Exists(Name) || items.Item.Get(Name).FirstOrDefault()?.BaseObject is not FunctionInfo { ScriptBlock: var before }) return;
        if (before.ToString().Contains(Mark, StringComparison.Ordinal)) return;
        state.InvokeCommand.NewScriptBlock(Installation).Invoke(before, state.InvokeCommand.NewScriptBlock(Function));
    }

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        if (Runspace.DefaultRunspace is null) return;
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddScript(Removal, useLocalScope: true).Invoke();
    }
}
