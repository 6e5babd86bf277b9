using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace GqlTools.Binding;

/// <summary>Begins a hashtable of the operation's variables.</summary>
public sealed class VariablesCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var prompt = PromptCommand.From(commandAst);
        if (wordToComplete.Length > 0 || prompt.Document is not { } document) return [];
        if (VariableKeys.SelectOperation(document, prompt.OperationName) is not { VariableDefinitions.Length: > 0 } operation) return [];
        var names = operation.VariableDefinitions.Select(static definition => definition.Variable.Name.Value).ToArray();
        return [new CompletionResult($"@{{ {names[0]} = ", $"@{{ {string.Join("; ", names)} }}", CompletionResultType.ParameterValue, "The variables of the operation")];
    }
}
