using System.Text;

namespace GqlTools.Client.Requests;

/// <summary>What goes into the header field <c>Authorization</c>. Its text never shows the secret.</summary>
public sealed class GqlAuthentication
{
    private GqlAuthentication(string scheme, string parameter)
    {
        Scheme = scheme;
        HeaderValue = $"{scheme} {parameter}";
    }

    /// <summary><c>Basic</c> or <c>Bearer</c>.</summary>
    public string Scheme { get; }

    internal string HeaderValue { get; }

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
        if (token.Length == 0 || token.Any(character => character is < '!' or > '~'))
            throw new ArgumentException("The bearer token is empty, or has a space, a line break or another character that RFC 6750, section 2.1, does not allow.", nameof(token));
        return new GqlAuthentication("Bearer", token);
    }

    /// <summary>The scheme, and stars for the secret.</summary>
    public override string ToString() => $"{Scheme} ***";
}
