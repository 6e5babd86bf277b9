using System.Globalization;
using GqlTools.Client.Failures;
using GqlTools.Client.Sessions;
using GqlTools.Client.Streaming.WebSockets.AppSync;

namespace GqlTools.Client.Authentication;

/// <summary>Signs what a session sends to AppSync with IAM credentials (Signature Version 4). Every attempt has a signature of its own time.</summary>
/// <param name="credentials">Who signs.</param>
/// <param name="region">The API's region; null for the one in the endpoint's name.</param>
internal sealed class AwsSigner(AwsCredentials credentials, string? region)
{
    private const string Service = "appsync";

    public AwsCredentials Credentials => credentials;

    /// <summary>The region that the signature is for; null where nothing tells it.</summary>
    public string? RegionOf(Uri endpoint) => region ?? AppSyncEndpoint.FindRegion(endpoint);

    /// <summary>Refuses a session whose requests could not be signed.</summary>
    /// <exception cref="GqlException"><see cref="FailureKind.OptionInvalid"/>.</exception>
    public void Validate(GqlSessionOptions options)
    {
        if (RegionOf(options.Endpoint) is null)
            throw Invalid($"The name of {options.EndpointText} does not tell the AWS region that signatures are for. Give it with the credentials, such as eu-west-1 (AwsRegion).");
        if (options.Endpoint.Query.Length > 0 || options.Endpoint.AbsolutePath.Contains('%', StringComparison.Ordinal))
            throw Invalid($"Requests to {options.EndpointText} cannot be signed: the URI of an AppSync API has no query, and no escapes in its path.");
        if (options.UseGet) throw Invalid("UseGet and AwsIam authentication do not go together: AppSync takes queries by POST only.");
    }

    /// <summary>Signs a request: its host, its content type and its body.</summary>
    /// <param name="message">The request, complete but for other header fields.</param>
    /// <param name="endpoint">The session's endpoint, for the region.</param>
    /// <param name="now">The time of the signature.</param>
    /// <exception cref="GqlException"><see cref="FailureKind.OperationUnsupported"/>: files go with it.</exception>
    public void Sign(HttpRequestMessage message, Uri endpoint, DateTimeOffset now)
    {
        if (message.Content is not ReadOnlyMemoryContent content)
            throw new GqlException(FailureKind.OperationUnsupported, "A request with files cannot be signed (AwsIam authentication), as they are streamed; and AppSync takes none. Upload them to where AppSync's resolvers find them, such as S3.");
        using var body = new MemoryStream();
        content.CopyTo(body, null, CancellationToken.None);
        var target = message.RequestUri!;
        var host = target.IsDefaultPort ? target.IdnHost : string.Create(CultureInfo.InvariantCulture, $"{target.IdnHost}:{target.Port}");
        KeyValuePair<string, string>[] fields = [new("content-type", content.Headers.ContentType!.ToString()), new("host", host)];
        var signed = SignatureVersion4.Sign(
            message.Method.Method, target.AbsolutePath, fields, body.GetBuffer().AsSpan(0, (int)body.Length), credentials, RegionOf(endpoint)!, Service, now);
        foreach (var (name, value) in signed.Skip(fields.Length)) message.Headers.TryAddWithoutValidation(name, value);
    }

    private static GqlException Invalid(string message) => new(FailureKind.OptionInvalid, message);
}
