using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using GqlTools.Language.Syntax;

namespace GqlTools.Binding;

/// <summary>Completes the names of the variables that the operation on the same command line declares.</summary>
public sealed class VariableNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var prompt = PromptCommand.From(commandAst);
        if (prompt.Document is not { } document || VariableKeys.SelectOperation(document, prompt.OperationName) is not { } operation) return [];
        return operation.VariableDefinitions
            .Where(definition => definition.Variable.Name.Value.StartsWith(Completion.Unquote(wordToComplete), StringComparison.OrdinalIgnoreCase))
            .Select(static definition => Completion.Of(definition.Variable.Name.Value, Printer.Print(definition)));
    }
}
