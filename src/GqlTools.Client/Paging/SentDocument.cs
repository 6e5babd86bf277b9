using GqlTools.Client.Responses;
using GqlTools.Language.Syntax;

namespace GqlTools.Client.Paging;

/// <summary>
/// A rewritten document and its text. Servers name places of the text that they were sent; here they become places of the text that the caller wrote:
/// the tree that was printed and the tree that the print is read as have the same nodes in the same order, and the former's know where they come from.
/// </summary>
internal sealed class SentDocument
{
    private readonly Lazy<Dictionary<SourcePosition, SourcePosition>> _origins;

    public SentDocument(DocumentNode rewritten)
    {
        Text = Printer.Print(rewritten);
        _origins = new Lazy<Dictionary<SourcePosition, SourcePosition>>(() => FindOrigins(rewritten));
    }

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>An error with the places of the caller's text; places of what the caller did not write are left out.</summary>
    public GqlError InCallersText(GqlError error) => error.Locations.Count == 0 ? error : error with
    {
        Locations =
        [
            .. from location in error.Locations
               let origin = _origins.Value.GetValueOrDefault(new SourcePosition(location.Line, location.Column))
               where origin.Line > 0
               select new GqlErrorLocation(origin.Line, origin.Column),
        ],
    };

    private Dictionary<SourcePosition, SourcePosition> FindOrigins(DocumentNode rewritten)
    {
        var origins = new Dictionary<SourcePosition, SourcePosition>();
        foreach (var (sent, written) in Nodes(Parser.Parse(Text)).Zip(Nodes(rewritten))) origins.TryAdd(sent.Location.Position, written.Location.Position);
        return origins;
    }

    private static List<SyntaxNode> Nodes(DocumentNode document)
    {
        var nodes = new List<SyntaxNode>();
        Visitor.Walk(document, node =>
        {
            nodes.Add(node);
            return VisitStep.Continue;
        });
        return nodes;
    }
}
