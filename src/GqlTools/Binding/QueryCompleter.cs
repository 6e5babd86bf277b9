using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace GqlTools.Binding;

/// <summary>Completes within a document in quotes, for hosts that do not ask the module's TabExpansion2. Replaces the whole string.</summary>
public sealed class QueryCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var prompt = PromptCommand.From(commandAst);
        if (PromptDocument.From(prompt.ArgumentOf(parameterName)) is not { } document) return [];
        var cursor = PromptCursor.In(prompt.ArgumentOf(parameterName)!);
        return document.Contains(cursor) ? document.CompleteWhole(prompt.Schema, cursor) : [];
    }
}
