namespace GqlTools.Client.Streaming.WebSockets.AppSync;

/// <summary>Where AppSync's WebSockets are, given where its queries go.</summary>
public static class AppSyncEndpoint
{
    private const string ApiLabel = ".appsync-api.";
    private const string RealtimeLabel = ".appsync-realtime-api.";

    /// <summary>The URI of the WebSocket: a host of its own for AWS's names, a path of its own for a custom domain.</summary>
    /// <param name="endpoint">The API's HTTP endpoint.</param>
    public static Uri RealtimeUri(Uri endpoint)
    {
        var builder = new UriBuilder(endpoint) { Scheme = endpoint.Scheme == Uri.UriSchemeHttp ? Uri.UriSchemeWs : Uri.UriSchemeWss };
        if (endpoint.IsDefaultPort) builder.Port = -1;
        if (endpoint.Host.Contains(ApiLabel, StringComparison.OrdinalIgnoreCase))
            builder.Host = endpoint.Host.Replace(ApiLabel, RealtimeLabel, StringComparison.OrdinalIgnoreCase);
        else if (!endpoint.Host.Contains(RealtimeLabel, StringComparison.OrdinalIgnoreCase))
            builder.Path = endpoint.AbsolutePath.TrimEnd('/') + "/realtime";
        return builder.Uri;
    }

    /// <summary>The region in the host's name; null for a custom domain.</summary>
    /// <param name="endpoint">The API's HTTP endpoint.</param>
    public static string? FindRegion(Uri endpoint)
    {
        var start = endpoint.Host.IndexOf(ApiLabel, StringComparison.OrdinalIgnoreCase);
        if (start < 0) return null;
        var rest = endpoint.Host[(start + ApiLabel.Length)..];
        var end = rest.IndexOf('.', StringComparison.Ordinal);
        return end <= 0 ? null : rest[..end];
    }
}
