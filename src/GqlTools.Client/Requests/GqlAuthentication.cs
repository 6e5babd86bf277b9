using System.Text;
using GqlTools.Client.Authentication;

namespace GqlTools.Client.Requests;

/// <summary>What goes into the header field <c>Authorization</c>. Its text never shows the secret.</summary>
public sealed class GqlAuthentication
{
    private GqlAuthentication(string scheme, string? parameter, AwsSigner? signer = null)
    {
        Scheme = scheme;
        HeaderValue = parameter is null ? null : $"{scheme} {parameter}";
        Signer = signer;
    }

    /// <summary><c>Basic</c>, <c>Bearer</c> or <c>AwsIam</c>.</summary>
    public string Scheme { get; }

    /// <summary>The field's value; null where every request has a signature of its own.</summary>
    internal string? HeaderValue { get; }

    /// <summary>Who signs requests; null for nobody.</summary>
    internal AwsSigner? Signer { get; }

    /// <summary>Basic authentication (RFC 7617), in UTF-8.</summary>
    /// <param name="userName">The user; a colon is not allowed in it.</param>
    /// <param name="password">The password.</param>
    /// <exception cref="ArgumentException"><paramref name="userName"/> has a colon.</exception>
    public static GqlAuthentication Basic(string userName, string password)
    {
        if (userName.Contains(':', StringComparison.Ordinal))
            throw new ArgumentException("A user name for Basic authentication cannot contain a colon (RFC 7617, section 2).", nameof(userName));
        return new GqlAuthentication("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{userName}:{password}")));
    }

    /// <summary>A bearer token (RFC 6750).</summary>
    /// <param name="token">The token, without the word <c>Bearer</c>.</param>
    /// <exception cref="ArgumentException">The token is empty or has characters that no header field can carry.</exception>
    public static GqlAuthentication Bearer(string token)
    {
        if (!IsToken(token))
            throw new ArgumentException("The bearer token is empty, or has a space, a line break or another character that RFC 6750, section 2.1, does not allow.", nameof(token));
        return new GqlAuthentication("Bearer", token);
    }

    /// <summary>A signature by AWS IAM on every request, for AppSync (Signature Version 4).</summary>
    /// <param name="credentials">Who signs.</param>
    /// <param name="region">The API's region, such as <c>eu-west-1</c>; null for the one in the endpoint's name.</param>
    /// <exception cref="ArgumentException">A part is empty or has characters that it cannot have.</exception>
    public static GqlAuthentication AwsIam(AwsCredentials credentials, string? region = null)
    {
        if (credentials.AccessKeyId.Length == 0 || !credentials.AccessKeyId.All(char.IsAsciiLetterOrDigit))
            throw new ArgumentException("The access key's id is empty, or has other characters than letters and digits. It looks like AKIAIOSFODNN7EXAMPLE.", nameof(credentials));
        if (credentials.SecretAccessKey.Length == 0) throw new ArgumentException("The access key's secret is empty.", nameof(credentials));
        if (credentials.SessionToken is { } token && !IsToken(token))
            throw new ArgumentException("The AWS session token is empty, or has a space, a line break or another character that no header field can carry.", nameof(credentials));
        if (region is not null && (region.Length == 0 || !region.All(static character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-')))
            throw new ArgumentException($"'{region}' is no AWS region. One looks like eu-west-1.", nameof(region));
        return new GqlAuthentication("AwsIam", null, new AwsSigner(credentials, region));
    }

    /// <summary>The scheme, and stars for the secret.</summary>
    public override string ToString() => $"{Scheme} ***";

    private static bool IsToken(string text) => text.Length > 0 && text.All(static character => character is >= '!' and <= '~');
}
