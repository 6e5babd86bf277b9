using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Authoring;

/// <summary>Proposes what may stand at a place of an executable document that is being written. Thread-safe.</summary>
public static class DocumentCompletion
{
    /// <summary>Proposes what may stand at the cursor.</summary>
    /// <param name="schema">The schema; null to propose only what the document itself tells.</param>
    /// <param name="text">The document, as far as it is written.</param>
    /// <param name="offset">The cursor, in UTF-16 code units from 0.</param>
    /// <returns>The proposals that begin with the word before the cursor, whatever their case.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The offset is outside of the text.</exception>
    public static ProposalList Complete(Schema? schema, string text, int offset)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, text.Length);
        var start = offset;
        while (start > 0 && CharacterClass.IsNameContinue(text[start - 1])) start--;
        var end = offset;
        while (end < text.Length && CharacterClass.IsNameContinue(text[end])) end++;

        var scan = new CursorScan(schema);
        if (!scan.Read(text[..start])) return new ProposalList(start, end - start, []);
        var names = new DocumentNames();
        names.Read(text[..start]);
        names.Read(text[end..]);

        var word = text[start..offset];
        var hasColon = text.AsSpan(end).TrimStart().StartsWith(":");
        var proposals = new CursorProposals(schema, names, hasColon).For(scan.Frame)
            .Where(proposal => proposal.Label.TrimStart('$').StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .ToArray();
        return new ProposalList(start, end - start, proposals);
    }
}
