using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using GqlTools.Language.Authoring;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Binding;

/// <summary>Completes names of fields of the root types.</summary>
public sealed class RootFieldCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var word = Completion.Unquote(wordToComplete);
        var schema = PromptCommand.From(commandAst).Schema;
        return new[] { schema?.Query, schema?.Mutation, schema?.Subscription }.OfType<ObjectType>()
            .SelectMany(static root => root.Fields)
            .Where(field => field.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Select(static field => Completion.Of(field.Name, ElementText.Describe(field)));
    }
}
