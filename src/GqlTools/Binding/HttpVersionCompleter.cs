using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace GqlTools.Binding;

/// <summary>Completes the HTTP versions that there are.</summary>
public sealed class HttpVersionCompleter : IArgumentCompleter
{
    private static readonly string[] Versions = ["1.1", "2.0", "3.0"];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Versions.Where(version => version.StartsWith(wordToComplete, StringComparison.Ordinal)).Select(version => Completion.Of(version, $"HTTP/{version}"));
}
