using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using GqlTools.Language.Authoring;

namespace GqlTools.Binding;

/// <summary>Completes names of types.</summary>
public sealed class TypeNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var word = Completion.Unquote(wordToComplete);
        return PromptCommand.From(commandAst).Schema?.Types
            .Where(type => type.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase) && (word.Length > 0 || !type.Name.StartsWith("__", StringComparison.Ordinal)))
            .OrderBy(static type => type.Name, StringComparer.OrdinalIgnoreCase)
            .Select(static type => Completion.Of(type.Name, ElementText.Describe(type))) ?? [];
    }
}
