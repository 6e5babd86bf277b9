using System.Globalization;

namespace GqlTools.Client.Batching;

/// <summary>
/// Names in a merged document: <c>b3_product</c> is the name <c>product</c> of the input at index 3. The number ends at the first underscore, so that no two
/// inputs' names can meet, whatever the names are.
/// </summary>
internal static class InputName
{
    private const char Mark = 'b';
    private const char RootMark = 'r';
    private const char End = '_';

    /// <summary>A response name, variable or fragment of an input.</summary>
    public static string Of(int input, string name) => string.Create(CultureInfo.InvariantCulture, $"{Mark}{input}{End}{name}");

    /// <summary>A fragment as it is used on the root of an input, where its fields have aliases.</summary>
    public static string OfRoot(int input, string name) => string.Create(CultureInfo.InvariantCulture, $"{RootMark}{input}{End}{name}");

    /// <summary>Whether a document's own name looks like one of these.</summary>
    public static bool IsLike(string name) =>
        name.Length > 2 && name[0] is Mark or RootMark && name.AsSpan(1).IndexOfAnyExceptInRange('0', '9') is > 0 and var end && name[1 + end] == End;

    /// <summary>The input and its own name; false for a name that is none of these.</summary>
    public static bool TryRead(string name, out int input, out string own)
    {
        var end = name.IndexOf(End, StringComparison.Ordinal);
        own = "";
        input = -1;
        if (end < 2 || name[0] != Mark || !int.TryParse(name.AsSpan(1, end - 1), NumberStyles.None, CultureInfo.InvariantCulture, out input)) return false;
        own = name[(end + 1)..];
        return true;
    }
}
