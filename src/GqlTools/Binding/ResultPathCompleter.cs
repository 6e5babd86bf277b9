using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using GqlTools.Language.Authoring;

namespace GqlTools.Binding;

/// <summary>Completes the way to a part of the data, by what the document on the same command line selects.</summary>
public sealed class ResultPathCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var prompt = PromptCommand.From(commandAst);
        if (prompt.Document is not { } document || VariableKeys.SelectOperation(document, prompt.OperationName) is not { } operation) return [];
        var word = Completion.Unquote(wordToComplete);
        var way = word.Split('.');
        var shape = ResponseShape.Of(document.Syntax, operation, prompt.Schema);
        foreach (var name in way.SkipLast(1))
        {
            if (!shape.Fields.TryGetValue(name, out var next)) return [];
            shape = next;
        }

        var before = word[..^way[^1].Length];
        return shape.Fields.Values.Where(field => field.Name.StartsWith(way[^1], StringComparison.OrdinalIgnoreCase))
            .Select(field => Completion.Of(before + field.Name, field.Type is null ? field.Name : $"{field.Name}: {field.Type}"));
    }
}
