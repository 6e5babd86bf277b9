using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text;
using GqlTools.Language.Authoring;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Binding;

/// <summary>
/// A document as it stands on the command line: a string of whatever kind, with its quotes, perhaps not ended yet. Offsets into it are offsets into
/// the command line, so what quoting adds is blanked out for reading rather than taken out.
/// </summary>
internal sealed class PromptDocument
{
    private readonly ExpressionAst _string;
    private readonly StringConstantType _kind;
    private readonly int _start;
    private readonly string _text;

    private PromptDocument(ExpressionAst @string, StringConstantType kind)
    {
        _string = @string;
        _kind = kind;
        var raw = @string.Extent.Text;
        var open = OpeningLength(raw, kind);
        var close = ClosingLength(raw, open, kind);
        _start = @string.Extent.StartOffset + open;
        _text = raw[open..^close];
    }

    /// <summary>The document as GraphQL sees it, character for character in the places where it stands.</summary>
    public string Text => IsExpandable ? BlankEscapes() : _text;

    private bool IsExpandable => _kind is StringConstantType.DoubleQuoted or StringConstantType.DoubleQuotedHereString;

    /// <summary>The document in a string; null where the expression is none.</summary>
    public static PromptDocument? From(Ast? expression) => expression switch
    {
        StringConstantExpressionAst { StringConstantType: not StringConstantType.BareWord } constant => new PromptDocument(constant, constant.StringConstantType),
        ExpandableStringExpressionAst { StringConstantType: not StringConstantType.BareWord } expandable => new PromptDocument(expandable, expandable.StringConstantType),
        _ => null,
    };

    /// <summary>Whether the cursor stands within the quotes.</summary>
    /// <param name="cursor">An offset into the command line.</param>
    public bool Contains(int cursor) => cursor >= _start && cursor <= _start + _text.Length;

    /// <summary>What may stand at the cursor, as replacements of a part of the command line.</summary>
    public CommandCompletion Complete(Schema? schema, int cursor)
    {
        var proposals = DocumentCompletion.Complete(schema, Text, cursor - _start);
        var results = proposals.Items.Select(proposal => Completion.Of(Escape(proposal.Text), proposal));
        return new CommandCompletion([.. results], -1, _start + proposals.Start, proposals.Length);
    }

    /// <summary>The same as replacements of the whole string, quotes included, which is all that a completer of an argument can give.</summary>
    public IEnumerable<CompletionResult> CompleteWhole(Schema? schema, int cursor)
    {
        var raw = _string.Extent.Text;
        var completion = Complete(schema, cursor);
        var start = completion.ReplacementIndex - _string.Extent.StartOffset;
        return completion.CompletionMatches.Select(match => new CompletionResult(
            string.Concat(raw.AsSpan(0, start), match.CompletionText, raw.AsSpan(start + completion.ReplacementLength)),
            match.ListItemText,
            match.ResultType,
            match.ToolTip));
    }

    private string Escape(string text) => IsExpandable ? text.Replace("$", "`$", StringComparison.Ordinal) : text;

    // `$ becomes " $" and $(...) becomes a number as wide as it: something stands there, and nothing moves.
    private string BlankEscapes()
    {
        var text = new StringBuilder(_text);
        for (var i = 0; i < text.Length - 1; i++)
        {
            if (text[i] == '`')
            {
                text[i] = ' ';
                i++;
                if (char.IsAsciiLetterOrDigit(text[i])) text[i] = ' ';
            }
            else if (_kind == StringConstantType.DoubleQuoted && text[i] == '"' && text[i + 1] == '"')
            {
                text[i++] = ' ';
            }
        }

        foreach (var nested in (_string as ExpandableStringExpressionAst)?.NestedExpressions.OfType<SubExpressionAst>() ?? [])
        {
            for (var i = nested.Extent.StartOffset; i < nested.Extent.EndOffset; i++) text[i - _start] = '1';
        }

        return text.ToString();
    }

    private static int OpeningLength(string raw, StringConstantType kind)
    {
        if (kind is StringConstantType.SingleQuoted or StringConstantType.DoubleQuoted) return 1;
        var lineEnd = raw.IndexOf('\n', StringComparison.Ordinal);
        return lineEnd < 0 ? raw.Length : lineEnd + 1;
    }

    private static int ClosingLength(string raw, int open, StringConstantType kind) => kind switch
    {
        StringConstantType.SingleQuoted => EndsWithQuote(raw, open, '\'') ? 1 : 0,
        StringConstantType.DoubleQuoted => EndsWithQuote(raw, open, '"') ? 1 : 0,
        StringConstantType.SingleQuotedHereString => raw.Length >= open + 2 && raw.EndsWith("\n'@", StringComparison.Ordinal) ? 2 : 0,
        _ => raw.Length >= open + 2 && raw.EndsWith("\n\"@", StringComparison.Ordinal) ? 2 : 0,
    };

    // A doubled or escaped quote at the end of a string that is not ended stands for itself.
    private static bool EndsWithQuote(string raw, int open, char quote)
    {
        var count = 0;
        while (raw.Length - 1 - count >= open && raw[raw.Length - 1 - count] == quote) count++;
        var isEscaped = quote == '"' && raw.Length - 1 - count >= open && raw[raw.Length - 1 - count] == '`';
        return (count - (isEscaped ? 1 : 0)) % 2 == 1;
    }
}
