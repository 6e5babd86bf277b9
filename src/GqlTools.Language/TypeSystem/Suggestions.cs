using System.Text;

namespace GqlTools.Language.TypeSystem;

/// <summary>Finds what a wrong name probably meant, for the "Did you mean" at the end of messages.</summary>
public static class Suggestions
{
    /// <summary>More than this many suggestions help nobody.</summary>
    private const int MaximumSuggestions = 5;

    /// <summary>A name may differ from what was meant in this share of its characters, plus one.</summary>
    private const double ToleratedShare = 0.4;

    /// <summary>Names longer than this are no typing errors; comparing them would cost quadratic time.</summary>
    private const int MaximumNameLength = 200;

    /// <summary>The sentence to append to a message: empty, or a blank and <c>Did you mean ...?</c>.</summary>
    /// <param name="name">The wrong name.</param>
    /// <param name="known">The names that there are.</param>
    /// <param name="prefix">What stands before the names, such as "the field ".</param>
    public static string Sentence(string name, IEnumerable<string> known, string prefix = "") => Sentence(Nearest(name, known), prefix);

    /// <summary>The sentence to append to a message: empty, or a blank and <c>Did you mean ...?</c>.</summary>
    /// <param name="names">What was probably meant.</param>
    /// <param name="prefix">What stands before the names, such as "the field ".</param>
    public static string Sentence(IReadOnlyList<string> names, string prefix = "")
    {
        if (names.Count == 0)
            return string.Empty;
        var text = new StringBuilder(" Did you mean ").Append(prefix);
        var count = Math.Min(names.Count, MaximumSuggestions);
        for (var i = 0; i < count; i++)
        {
            if (i > 0)
                text.Append(count > 2 ? ", " : " ").Append(i == count - 1 ? "or " : string.Empty);
            text.Append('"').Append(names[i]).Append('"');
        }

        return text.Append('?').ToString();
    }

    /// <summary>The nearest names first; names as near as each other in ordinal order.</summary>
    /// <param name="name">The wrong name.</param>
    /// <param name="known">The names that there are.</param>
    public static IReadOnlyList<string> Nearest(string name, IEnumerable<string> known)
    {
        if (name.Length > MaximumNameLength)
            return [];
        var threshold = (int)(name.Length * ToleratedShare) + 1;
        var found = new List<(string Name, int Distance)>();
        foreach (var candidate in known)
        {
            if (Math.Abs(candidate.Length - name.Length) <= threshold && Distance(name, candidate, threshold) is var distance && distance <= threshold)
                found.Add((candidate, distance));
        }

        found.Sort(static (left, right) =>
            left.Distance != right.Distance ? left.Distance.CompareTo(right.Distance) : string.CompareOrdinal(left.Name, right.Name));
        return found.ConvertAll(static item => item.Name);
    }

    // Damerau's edit distance on three rows; a name that differs in case only is one edit away.
    private static int Distance(string left, string right, int threshold)
    {
        if (left == right)
            return 0;
        if (string.Equals(left, right, StringComparison.OrdinalIgnoreCase))
            return 1;
        Span<char> from = stackalloc char[left.Length];
        Span<char> to = stackalloc char[right.Length];
        left.AsSpan().ToLowerInvariant(from);
        right.AsSpan().ToLowerInvariant(to);
        Span<int> beforeLast = stackalloc int[to.Length + 1];
        Span<int> last = stackalloc int[to.Length + 1];
        Span<int> current = stackalloc int[to.Length + 1];
        for (var j = 0; j <= to.Length; j++)
            last[j] = j;
        for (var i = 1; i <= from.Length; i++)
        {
            current[0] = i;
            var smallest = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var cost = from[i - 1] == to[j - 1] ? 0 : 1;
                var distance = Math.Min(Math.Min(last[j] + 1, current[j - 1] + 1), last[j - 1] + cost);
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                    distance = Math.Min(distance, beforeLast[j - 2] + 1);
                current[j] = distance;
                smallest = Math.Min(smallest, distance);
            }

            if (smallest > threshold)
                return threshold + 1;
            var spare = beforeLast;
            beforeLast = last;
            last = current;
            current = spare;
        }

        return last[to.Length];
    }
}
