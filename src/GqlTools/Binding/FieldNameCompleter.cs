using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using GqlTools.Language.Search;

namespace GqlTools.Binding;

/// <summary>Completes names of fields.</summary>
public sealed class FieldNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var word = Completion.Unquote(wordToComplete);
        if (PromptCommand.From(commandAst).Schema is not { } schema) return [];
        return SchemaSearch.FindFields(schema, new FieldQuery { Name = name => name.StartsWith(word, StringComparison.OrdinalIgnoreCase) })
            .GroupBy(static field => field.Name, StringComparer.Ordinal)
            .OrderBy(static found => found.Key, StringComparer.OrdinalIgnoreCase)
            .Select(static found => Completion.Of(found.Key, string.Join(", ", found.Select(static field => field.Coordinate).Take(10))));
    }
}
