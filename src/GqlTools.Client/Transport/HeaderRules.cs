using System.Net.Http.Headers;
using GqlTools.Client.Failures;

namespace GqlTools.Client.Transport;

/// <summary>Which header fields a caller may set.</summary>
public static class HeaderRules
{
    /// <summary>Refuses header fields that HTTP cannot carry or that the Client writes itself.</summary>
    /// <param name="headers">Names and values.</param>
    /// <exception cref="GqlException"><see cref="FailureKind.OptionInvalid"/>, naming the field and never its value.</exception>
    public static void Validate(IReadOnlyCollection<KeyValuePair<string, string>> headers)
    {
        if (headers.Count == 0) return;
        using var probe = new HttpRequestMessage();
        foreach (var (name, value) in headers)
        {
            if (name.Length == 0 || value.AsSpan().IndexOfAny('\r', '\n', '\0') >= 0)
                throw Invalid(name, "has an empty name, or a line break in its value");
            if (!probe.Headers.TryAddWithoutValidation(name, value))
                throw Invalid(name, "is no request header field: it has a character that no name can have, or describes the content, which is always JSON in UTF-8");
        }
    }

    internal static void Replace(HttpRequestHeaders headers, string name, string value)
    {
        headers.Remove(name);
        headers.TryAddWithoutValidation(name, value);
    }

    private static GqlException Invalid(string name, string problem) =>
        new(FailureKind.OptionInvalid, $"The header field '{name}' {problem}.");
}
