using GqlTools.Client.Authentication;

namespace GqlTools.Client.Streaming.WebSockets.AppSync;

/// <summary>
/// How AppSync knows the client: an API key, a token (Amazon Cognito user pools, OpenID Connect, or a Lambda authorizer's), or a signature by IAM. Pure:
/// the header fields follow from the credentials, the body and the time alone. Its text never shows a secret.
/// </summary>
public sealed class AppSyncAuthorization
{
    private const string Service = "appsync";

    // What AppSync expects a signature to cover ("Building a real-time WebSocket client", section on IAM).
    private static readonly KeyValuePair<string, string>[] SignedFields =
    [
        new("accept", "application/json, text/javascript"),
        new("content-encoding", "amz-1.0"),
        new("content-type", "application/json; charset=UTF-8"),
    ];

    private readonly Func<Uri, string, byte[], DateTimeOffset, IReadOnlyList<KeyValuePair<string, string>>> _fields;
    private readonly string _name;
    private readonly string?[] _secrets;

    private AppSyncAuthorization(string name, string?[] secrets, Func<Uri, string, byte[], DateTimeOffset, IReadOnlyList<KeyValuePair<string, string>>> fields)
    {
        _name = name;
        _secrets = secrets;
        _fields = fields;
    }

    /// <summary>An API key.</summary>
    /// <param name="key">The key, such as <c>da2-...</c>.</param>
    public static AppSyncAuthorization ApiKey(string key) =>
        new("API key ***", [key], (endpoint, _, _, _) => [new("host", endpoint.Host), new("x-api-key", key)]);

    /// <summary>A token of Amazon Cognito user pools, OpenID Connect or a Lambda authorizer.</summary>
    /// <param name="token">What goes into <c>Authorization</c>, as the provider gave it.</param>
    public static AppSyncAuthorization Token(string token) =>
        new("token ***", [token], (endpoint, _, _, _) => [new("host", endpoint.Host), new("Authorization", token)]);

    /// <summary>IAM: every connection and every subscription is signed.</summary>
    /// <param name="credentials">Who signs.</param>
    /// <param name="region">The API's region, such as <c>eu-west-1</c>.</param>
    public static AppSyncAuthorization Iam(AwsCredentials credentials, string region) =>
        new($"IAM {credentials} in {region}", [credentials.SecretAccessKey, credentials.SessionToken], (endpoint, path, body, now) =>
            SignatureVersion4.Sign("POST", path, [.. SignedFields, new("host", endpoint.Host)], body, credentials, region, Service, now));

    /// <summary>The header fields that open a connection.</summary>
    /// <param name="endpoint">The API's HTTP endpoint, such as <c>https://example.appsync-api.eu-west-1.amazonaws.com/graphql</c>.</param>
    /// <param name="now">The time of the signature, where there is one.</param>
    public IReadOnlyList<KeyValuePair<string, string>> ForConnection(Uri endpoint, DateTimeOffset now) =>
        _fields(endpoint, endpoint.AbsolutePath + "/connect", "{}"u8.ToArray(), now);

    /// <summary>The header fields that start a subscription.</summary>
    /// <param name="endpoint">The API's HTTP endpoint.</param>
    /// <param name="data">The request's JSON, byte by byte as it goes out.</param>
    /// <param name="now">The time of the signature, where there is one.</param>
    public IReadOnlyList<KeyValuePair<string, string>> ForSubscription(Uri endpoint, ReadOnlySpan<byte> data, DateTimeOffset now) =>
        _fields(endpoint, endpoint.AbsolutePath, data.ToArray(), now);

    /// <summary>Puts stars where a text has the secret: AWS explains a wrong signature by all that it covers.</summary>
    /// <param name="text">What the server says.</param>
    public string Redact(string text) => _secrets.Aggregate(text, static (rest, secret) => string.IsNullOrEmpty(secret) ? rest : rest.Replace(secret, "***", StringComparison.Ordinal));

    /// <summary>The kind of authorization, and stars for the secret.</summary>
    public override string ToString() => _name;
}
