using System.ComponentModel;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace GqlTools.Binding;

// Completion within strings.
//
// PowerShell asks a parameter's completer for the whole argument only, without the cursor, and for here-strings not at all. So a runspace that
// opens a session gets a function in front of TabExpansion2, which is PowerShell's own place for that: within the document of one of its commands, and within the keys of
// -Variables, it answers itself, and only the word under the cursor is replaced; everything else goes on to the function that was there before.
// Hosts that complete without TabExpansion2 still get QueryCompleter.

/// <summary>Completes within documents and variables of the module's commands. Called by the module's TabExpansion2.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class PromptCompletion
{
    /// <summary>Every command of the module has it in its noun; command lines without it are none of ours.</summary>
    private const string NounPrefix = "-Gql";

    private static readonly string[] DocumentCommands = ["Invoke-GqlQuery", "Test-GqlQuery", "Format-GqlQuery", "Measure-GqlQuery", "Watch-GqlSubscription"];

    /// <summary>Completes a command line.</summary>
    /// <param name="input">The command line.</param>
    /// <param name="cursor">The cursor, from 0.</param>
    /// <returns>The completion, or null where the cursor stands in nothing of the module's.</returns>
    public static CommandCompletion? Complete(string input, int cursor)
    {
        if (input?.Contains(NounPrefix, StringComparison.OrdinalIgnoreCase) != true) return null;
        return Complete(Parser.ParseInput(input, out _, out _), cursor);
    }

    /// <summary>Completes a command line that has been parsed.</summary>
    /// <param name="ast">The command line.</param>
    /// <param name="cursor">The cursor, from 0.</param>
    /// <returns>The completion, or null where the cursor stands in nothing of the module's.</returns>
    public static CommandCompletion? Complete(Ast ast, int cursor)
    {
        ArgumentNullException.ThrowIfNull(ast);
        if (!ast.Extent.Text.Contains(NounPrefix, StringComparison.OrdinalIgnoreCase)) return null;
        var command = (CommandAst?)ast.FindAll(found => found is CommandAst candidate && IsOurs(candidate) && Contains(candidate, cursor), searchNestedScriptBlocks: true).LastOrDefault();
        if (command is null) return null;
        var prompt = PromptCommand.From(command);
        if (PromptDocument.From(prompt.ArgumentOf("Query")) is { } document && document.Contains(cursor))
            return document.Complete(prompt.Schema, cursor);
        return prompt.ArgumentOf("Variables") is HashtableAst variables && Contains(variables, cursor)
            ? VariableKeys.Complete(prompt, variables, cursor)
            : null;
    }

    private static bool IsOurs(CommandAst command) => DocumentCommands.Contains(command.GetCommandName(), StringComparer.OrdinalIgnoreCase);

    private static bool Contains(Ast ast, int cursor) => ast.Extent.StartOffset < cursor && cursor <= ast.Extent.EndOffset;
}
