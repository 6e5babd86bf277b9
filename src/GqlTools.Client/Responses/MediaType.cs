using System.Net.Http.Headers;

namespace GqlTools.Client.Responses;

/// <summary>Reads the media type of an answer (RFC 9110, section 8.3.1).</summary>
internal static class MediaType
{
    // Nearly all answers have one of these; comparing is cheaper than parsing.
    private static readonly string[] Known = [AnswerInterpreter.GraphQLMediaType, "application/json"];

    /// <summary>The type without parameters, in lower case; null where the content names none.</summary>
    public static string? Of(HttpContentHeaders headers)
    {
        if (!headers.NonValidated.TryGetValues("Content-Type", out var values)) return null;
        var text = values.ToString().AsSpan();
        var end = text.IndexOf(';');
        var type = (end < 0 ? text : text[..end]).Trim();
        foreach (var known in Known)
        {
            if (type.Equals(known, StringComparison.OrdinalIgnoreCase)) return known;
        }

        return type.IsEmpty ? null : type.ToString().ToLowerInvariant();
    }
}
