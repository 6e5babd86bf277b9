using System.Management.Automation;
using System.Management.Automation.Language;
using GqlTools.Client.Operations;
using GqlTools.Language.Authoring;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Binding;

/// <summary>Completes the keys of a hashtable of variables: names of the operation's variables, and of input fields in hashtables within.</summary>
internal static class VariableKeys
{
    /// <summary>What may stand at the cursor; null where the cursor is at no key.</summary>
    public static CommandCompletion? Complete(PromptCommand prompt, HashtableAst variables, int cursor)
    {
        if (prompt.Document is not { } document || SelectOperation(document, prompt.OperationName) is not { } operation) return null;
        var schema = prompt.Schema;
        var names = operation.VariableDefinitions.Select(definition => new Proposal(
            definition.Variable.Name.Value, definition.Variable.Name.Value, ProposalKind.Variable, Printer.Print(definition)));
        var types = operation.VariableDefinitions.GroupBy(static definition => definition.Variable.Name.Value, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(static found => found.Key, found => schema?.FindType(NameOf(found.First().Type)), StringComparer.OrdinalIgnoreCase);
        return Complete(variables, cursor, names, name => types.GetValueOrDefault(name));
    }

    /// <summary>The operation that would run; null where that is not clear.</summary>
    internal static OperationDefinitionNode? SelectOperation(GqlDocument document, string? name)
    {
        var operations = document.Syntax.Definitions.OfType<OperationDefinitionNode>().ToArray();
        return name is null && operations.Length == 1 ? operations[0] : Array.Find(operations, operation => operation.Name?.Value == name);
    }

    private static CommandCompletion? Complete(HashtableAst table, int cursor, IEnumerable<Proposal> names, Func<string, NamedType?> typeOf)
    {
        foreach (var (key, value) in table.KeyValuePairs)
        {
            if (value.Extent.StartOffset > cursor || value.Extent.EndOffset < cursor || value.Extent.StartOffset == value.Extent.EndOffset) continue;
            var inner = (HashtableAst?)value.FindAll(found => found is HashtableAst && found.Extent.StartOffset < cursor && cursor <= found.Extent.EndOffset, false).FirstOrDefault();
            if (inner is null || typeOf(TextOf(key)) is not InputObjectType input) return null;
            var fields = input.Fields.Select(field => new Proposal(field.Name, field.Name, ProposalKind.InputField, ElementText.Describe(field)));
            return Complete(inner, cursor, fields, name => input.Fields.Find(name)?.Type.Named);
        }

        var text = table.Extent.Text;
        var at = cursor - table.Extent.StartOffset;
        var start = at;
        while (start > 0 && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] == '_')) start--;
        if (!IsAtKey(text.AsSpan(0, start))) return null;
        var word = text[start..at];
        var given = table.KeyValuePairs.Where(pair => pair.Item1.Extent.EndOffset != cursor).Select(pair => TextOf(pair.Item1)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var results = names
            .Where(proposal => proposal.Label.StartsWith(word, StringComparison.OrdinalIgnoreCase) && !given.Contains(proposal.Label))
            .Select(static proposal => Completion.Of(proposal.Text, proposal));
        return new CommandCompletion([.. results], -1, table.Extent.StartOffset + start, at - start);
    }

    // A key stands after the brace, a semicolon or a line end.
    private static bool IsAtKey(ReadOnlySpan<char> before)
    {
        var trimmed = before.TrimEnd(" \t");
        return trimmed.Length > 0 && trimmed[^1] is '{' or ';' or '\n' or '\r';
    }

    private static string TextOf(ExpressionAst key) => key is StringConstantExpressionAst constant ? constant.Value : key.Extent.Text;

    private static string NameOf(TypeNode type) => type switch
    {
        ListTypeNode list => NameOf(list.Type),
        NonNullTypeNode nonNull => NameOf(nonNull.Type),
        NamedTypeNode named => named.Name.Value,
        _ => "",
    };
}
