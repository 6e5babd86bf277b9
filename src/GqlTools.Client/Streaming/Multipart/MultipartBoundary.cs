namespace GqlTools.Client.Streaming.Multipart;

/// <summary>Finds the boundary of a multipart answer in its content type (RFC 2046, section 5.1.1).</summary>
public static class MultipartBoundary
{
    /// <summary>What servers of incremental delivery use, and what is assumed where a content type names none.</summary>
    public const string Default = "-";

    /// <summary>
    /// The boundary that a content type names, quoted or not. Characters that should be quoted and are not are taken as they stand: frameworks write
    /// <c>boundary=----=_Part_1</c>.
    /// </summary>
    /// <param name="contentType">Such as <c>multipart/mixed; boundary="-"; deferSpec=20220824</c>.</param>
    public static string Find(string contentType)
    {
        var rest = contentType.AsSpan();
        while (NextParameter(ref rest) is { Length: > 0 } parameter)
        {
            var equals = parameter.IndexOf('=');
            if (equals < 0 || !parameter[..equals].Trim().Equals("boundary", StringComparison.OrdinalIgnoreCase)) continue;
            var value = parameter[(equals + 1)..].Trim();
            if (value is ['"', .., '"'] && value.Length > 1) value = value[1..^1];
            if (value.Length > 0) return value.ToString().Replace("\\", "", StringComparison.Ordinal);
        }

        return Default;
    }

    // Cuts off what stands between two semicolons that no quotation marks enclose; the first such piece is the media type.
    private static ReadOnlySpan<char> NextParameter(ref ReadOnlySpan<char> rest)
    {
        var quoted = false;
        for (var index = 0; index < rest.Length; index++)
        {
            if (rest[index] == '\\' && quoted) index++;
            else if (rest[index] == '"') quoted = !quoted;
            else if (rest[index] == ';' && !quoted)
            {
                var parameter = rest[..index];
                rest = rest[(index + 1)..];
                if (!parameter.IsWhiteSpace()) return parameter;
                index = -1;
            }
        }

        var last = rest;
        rest = default;
        return last;
    }
}
