using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;

namespace GqlTools.Binding;

/// <summary>Where the cursor stands while a completer runs. PowerShell does not tell completers, but the call of TabExpansion2 is on the stack.</summary>
internal static class PromptCursor
{
    /// <summary>The cursor's offset; the end of <paramref name="argument"/> where it cannot be told.</summary>
    public static int In(Ast argument)
    {
        foreach (var frame in Runspace.DefaultRunspace.Debugger.GetCallStack())
        {
            // A frame names no function, but nobody else has these parameters.
            var bound = frame.InvocationInfo.BoundParameters;
            if (bound.TryGetValue("positionOfCursor", out var position) && position is IScriptPosition place) return place.Offset;
            if (bound.ContainsKey("inputScript") && bound.TryGetValue("cursorColumn", out var column) && column is int offset) return offset;
        }

        return argument.Extent.EndOffset;
    }
}
