using System.Buffers;
using System.Net.Http.Headers;
using GqlTools.Client.Failures;

namespace GqlTools.Client.Transport;

/// <summary>Which header fields a caller may set.</summary>
public static class HeaderRules
{
    /// <summary>The field of a request's idempotency key.</summary>
    internal const string IdempotencyKey = "Idempotency-Key";

    private const string UnsendableValue = "has a line break, or another character that is no visible ASCII, in its value. HTTP carries no such value: encode it, as in Base64 or percent-encoding";

    /// <summary>What the handler sends: visible ASCII, spaces and tabs (RFC 9110, section 5.5, without the bytes of no known charset).</summary>
    private static readonly SearchValues<char> ValueCharacters =
        SearchValues.Create("\t !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    /// <summary>Refuses an idempotency key that no header field can carry: the server would end the connection over it, and with it all neighbours (C2).</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="GqlException"><see cref="FailureKind.OptionInvalid"/>, which does not show the key.</exception>
    internal static void ValidateIdempotencyKey(string key)
    {
        if (!IsValue(key)) throw Invalid(IdempotencyKey, UnsendableValue);
    }

    /// <summary>Refuses header fields that HTTP cannot carry or that the Client writes itself.</summary>
    /// <param name="headers">Names and values.</param>
    /// <exception cref="GqlException"><see cref="FailureKind.OptionInvalid"/>, naming the field and never its value.</exception>
    public static void Validate(IReadOnlyCollection<KeyValuePair<string, string>> headers)
    {
        if (headers.Count == 0) return;
        using var probe = new HttpRequestMessage();
        foreach (var (name, value) in headers)
        {
            if (name.Length == 0) throw Invalid(name, "has an empty name");
            if (!IsValue(value)) throw Invalid(name, UnsendableValue);
            if (!probe.Headers.TryAddWithoutValidation(name, value))
                throw Invalid(name, "is no request header field: it has a character that no name can have, or describes the content, which is always JSON in UTF-8");
        }
    }

    internal static void Replace(HttpRequestHeaders headers, string name, string value)
    {
        headers.Remove(name);
        headers.TryAddWithoutValidation(name, value);
    }

    private static bool IsValue(string value) => !value.AsSpan().ContainsAnyExcept(ValueCharacters);

    private static GqlException Invalid(string name, string problem) =>
        new(FailureKind.OptionInvalid, $"The header field '{name}' {problem}.");
}
