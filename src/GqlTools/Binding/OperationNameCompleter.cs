using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using GqlTools.Client.Failures;
using GqlTools.Client.Operations;

namespace GqlTools.Binding;

/// <summary>Completes the names of the operations in the document that stands on the same command line.</summary>
public sealed class OperationNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        OperationsOf(fakeBoundParameters)
            .Where(operation => operation.Name?.StartsWith(Completion.Unquote(wordToComplete), StringComparison.OrdinalIgnoreCase) == true)
            .Select(operation => Completion.Of(operation.Name!, $"{operation.Type.ToString().ToLowerInvariant()} {operation.Name}"));

    private static IReadOnlyList<GqlOperation> OperationsOf(IDictionary boundParameters)
    {
        try
        {
            var text = boundParameters["Query"] as string
                ?? (boundParameters["FilePath"] is string path ? File.ReadAllText(ResolvePath(path)) : null);
            return text is null ? [] : GqlDocument.Parse(text).Operations;
        }
        catch (Exception exception) when (exception is GqlException or IOException or UnauthorizedAccessException)
        {
            // Half-typed documents and paths have no names to offer; running the command tells what is wrong.
            return [];
        }
    }

    private static string ResolvePath(string path)
    {
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        var resolved = shell.AddCommand("Microsoft.PowerShell.Management\\Convert-Path").AddParameter("LiteralPath", path).Invoke<string>();
        return resolved.Count == 1 ? resolved[0] : throw new FileNotFoundException(null, path);
    }
}
