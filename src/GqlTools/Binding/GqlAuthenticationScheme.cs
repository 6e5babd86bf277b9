namespace GqlTools.Binding;

/// <summary>The kinds of credentials that a session sends, named as Invoke-RestMethod names them.</summary>
public enum GqlAuthenticationScheme
{
    /// <summary>No credentials.</summary>
    None,

    /// <summary>User name and password (RFC 7617).</summary>
    Basic,

    /// <summary>A bearer token (RFC 6750).</summary>
    Bearer,

    /// <summary>A signature of AWS IAM on every request, for AppSync (Signature Version 4).</summary>
    AwsIam,
}
