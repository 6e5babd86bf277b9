using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace GqlTools.Client.Authentication;

/// <summary>
/// Signs a request by AWS Signature Version 4 ("Create a signed AWS API request", IAM User Guide). Pure: the time of the signature is the caller's.
/// Only what GraphQL needs: a path that is in canonical form already, and no query.
/// </summary>
public static class SignatureVersion4
{
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private const string Terminator = "aws4_request";

    /// <summary>The form of <c>x-amz-date</c>: ISO 8601, basic format, in UTC.</summary>
    private const string TimestampFormat = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>The header fields of the signed request.</summary>
    /// <param name="method">HTTP method.</param>
    /// <param name="path">Absolute path, without query.</param>
    /// <param name="headers">The fields to sign, <c>host</c> among them.</param>
    /// <param name="body">The body.</param>
    /// <param name="credentials">Who signs.</param>
    /// <param name="region">Such as <c>us-east-1</c>.</param>
    /// <param name="service">Such as <c>appsync</c>.</param>
    /// <param name="now">The time of the signature; AWS accepts it for five minutes.</param>
    /// <returns><paramref name="headers"/>, followed by <c>x-amz-date</c>, <c>X-Amz-Security-Token</c> for temporary credentials, and <c>Authorization</c>.</returns>
    public static IReadOnlyList<KeyValuePair<string, string>> Sign(
        string method,
        string path,
        IEnumerable<KeyValuePair<string, string>> headers,
        ReadOnlySpan<byte> body,
        AwsCredentials credentials,
        string region,
        string service,
        DateTimeOffset now)
    {
        var timestamp = now.UtcDateTime.ToString(TimestampFormat, CultureInfo.InvariantCulture);
        var date = timestamp[..8];
        List<KeyValuePair<string, string>> signed = [.. headers, new("x-amz-date", timestamp)];
        if (credentials.SessionToken is { } token) signed.Add(new("X-Amz-Security-Token", token));

        var canonical = signed
            .Select(header => (Name: header.Key.ToLowerInvariant(), Value: Trim(header.Value)))
            .GroupBy(header => header.Name, header => header.Value)
            .OrderBy(header => header.Key, StringComparer.Ordinal)
            .ToList();
        var names = string.Join(';', canonical.Select(header => header.Key));
        var request = string.Join(
            '\n',
            method,
            path,
            "",
            string.Concat(canonical.Select(header => $"{header.Key}:{string.Join(',', header)}\n")),
            names,
            Hex(SHA256.HashData(body)));

        var scope = $"{date}/{region}/{service}/{Terminator}";
        var text = string.Join('\n', Algorithm, timestamp, scope, Hex(SHA256.HashData(Encoding.UTF8.GetBytes(request))));
        var signature = Hex(Hmac(SigningKey(credentials.SecretAccessKey, date, region, service), text));
        signed.Add(new("Authorization", $"{Algorithm} Credential={credentials.AccessKeyId}/{scope}, SignedHeaders={names}, Signature={signature}"));
        return signed;
    }

    private static byte[] SigningKey(string secret, string date, string region, string service) =>
        Hmac(Hmac(Hmac(Hmac(Encoding.UTF8.GetBytes("AWS4" + secret), date), region), service), Terminator);

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hex(byte[] bytes) => Convert.ToHexString(bytes).ToLowerInvariant();

    // Runs of spaces within a value count as one.
    private static string Trim(string value) => string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
