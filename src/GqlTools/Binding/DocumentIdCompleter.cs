using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using GqlTools.Client.Sessions;

namespace GqlTools.Binding;

/// <summary>Completes the documents of the session's manifest: by their names, and by the ids of those that have none.</summary>
public sealed class DocumentIdCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var word = Completion.Unquote(wordToComplete);
        return (SessionOf(fakeBoundParameters)?.Options.PersistedDocuments?.Documents ?? [])
            .Select(document => (Text: document.Name ?? document.Id, Document: document))
            .Where(found => found.Text.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Select(found => Completion.Of(found.Text, found.Document.Text));
    }

    private static GqlSession? SessionOf(IDictionary boundParameters)
    {
        var sessions = RunspaceSessions.OfThisRunspace();
        return boundParameters["Session"] switch
        {
            GqlSession given => given,
            PSObject { BaseObject: GqlSession given } => given,
            string name => sessions.Find(name),
            _ => sessions.Current,
        };
    }
}
