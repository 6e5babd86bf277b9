using GqlTools.Language.Syntax;

namespace GqlTools.Language.Validation.Rules;

/// <summary>Two fields that cannot be merged, with the fields below them that are the reason.</summary>
internal sealed record FieldConflict(string ResponseName, string Reason, IReadOnlyList<FieldNode> First, IReadOnlyList<FieldNode> Second)
{
    /// <summary>More places than this help nobody; the same number as graphql-js'.</summary>
    private const int MaximumNodes = 20;

    /// <summary>Reasons of more than this length are not made longer.</summary>
    private const int MaximumReasonLength = 1000;

    public static FieldConflict Around(string responseName, FieldNode first, FieldNode second, List<FieldConflict> inner)
    {
        var reason = string.Empty;
        foreach (var conflict in inner)
        {
            reason += $"{(reason.Length == 0 ? string.Empty : " and ")}their fields \"{conflict.ResponseName}\" cannot: {conflict.Reason}";
            if (reason.Length > MaximumReasonLength)
                break;
        }

        return new FieldConflict(
            responseName, reason, Gather(first, inner.Select(static item => item.First)), Gather(second, inner.Select(static item => item.Second)));
    }

    private static List<FieldNode> Gather(FieldNode own, IEnumerable<IReadOnlyList<FieldNode>> inner)
    {
        var nodes = new List<FieldNode> { own };
        foreach (var list in inner)
        {
            nodes.AddRange(list.TakeLast(MaximumNodes - nodes.Count));
            if (nodes.Count == MaximumNodes)
                break;
        }

        return nodes;
    }
}
