namespace GqlTools.Client.Authentication;

/// <summary>Credentials of AWS IAM. Their text never shows the secrets.</summary>
/// <param name="accessKeyId">The access key's id, such as <c>AKIAIOSFODNN7EXAMPLE</c>.</param>
/// <param name="secretAccessKey">The access key's secret.</param>
/// <param name="sessionToken">The token that comes with temporary credentials; null for lasting ones.</param>
public sealed class AwsCredentials(string accessKeyId, string secretAccessKey, string? sessionToken = null)
{
    /// <summary>The access key's id, which is no secret.</summary>
    public string AccessKeyId { get; } = accessKeyId;

    internal string SecretAccessKey { get; } = secretAccessKey;

    internal string? SessionToken { get; } = sessionToken;

    /// <summary>The id, and stars for the secrets.</summary>
    public override string ToString() => $"{AccessKeyId} ***";
}
