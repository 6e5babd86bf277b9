using System.Management.Automation;
using System.Management.Automation.Language;

namespace GqlTools.Binding;

/// <summary>What all completers do with words: take the quotes off what was typed, put them on what is offered where need be.</summary>
internal static class Completion
{
    public static string Unquote(string word) => word.Trim('\'', '"');

    public static CompletionResult Of(string text, string toolTip)
    {
        var bare = text.All(character => char.IsLetterOrDigit(character) || character is '_' or '-' or '.');
        return new CompletionResult(
            bare ? text : $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'", text, CompletionResultType.ParameterValue, toolTip);
    }
}
