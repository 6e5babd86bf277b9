using System.Management.Automation;
using System.Management.Automation.Language;
using GqlTools.Language.Authoring;

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

    /// <summary>A proposal for a document; its text goes into the string as it is.</summary>
    public static CompletionResult Of(string text, Proposal proposal) => new(text, proposal.Label, proposal.Kind switch
    {
        ProposalKind.Keyword => CompletionResultType.Keyword,
        ProposalKind.Field or ProposalKind.InputField => CompletionResultType.Property,
        ProposalKind.Argument => CompletionResultType.ParameterName,
        ProposalKind.Variable => CompletionResultType.Variable,
        ProposalKind.Type => CompletionResultType.Type,
        ProposalKind.Fragment or ProposalKind.Directive => CompletionResultType.Method,
        _ => CompletionResultType.ParameterValue,
    }, proposal.Detail);
}
