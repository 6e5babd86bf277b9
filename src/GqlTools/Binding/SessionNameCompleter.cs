using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace GqlTools.Binding;

/// <summary>Completes names of the runspace's sessions.</summary>
public sealed class SessionNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        RunspaceSessions.OfThisRunspace().All
            .Where(session => session.Name.StartsWith(Completion.Unquote(wordToComplete), StringComparison.OrdinalIgnoreCase))
            .Select(session => Completion.Of(session.Name, session.ToString()));
}
