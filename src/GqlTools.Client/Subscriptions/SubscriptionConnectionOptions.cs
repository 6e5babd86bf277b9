using GqlTools.Client.Failures;

namespace GqlTools.Client.Subscriptions;

/// <summary>How a session's subscriptions reach the server, and how they come back after a loss.</summary>
public sealed record SubscriptionConnectionOptions
{
    /// <summary>The options of a session that sets none.</summary>
    public static SubscriptionConnectionOptions Default { get; } = new();

    /// <summary>What the server speaks. Default <see cref="SubscriptionProtocol.Auto"/>.</summary>
    public SubscriptionProtocol Protocol { get; init; }

    /// <summary>Where subscriptions go: an absolute http, https, ws or wss URI; null for the session's endpoint.</summary>
    public Uri? Uri { get; init; }

    /// <summary>
    /// A JSON object in UTF-8 that opens a WebSocket (the payload of connection_init). Empty for the session's credentials, as <c>Authorization</c>, which are read
    /// anew at every connect. Set by all, read by none but the session.
    /// </summary>
    public ReadOnlyMemory<byte> Payload { internal get; init; }

    /// <summary>Whether queries and mutations go over the WebSocket, too. Default false.</summary>
    public bool OperationsOverSocket { get; init; }

    /// <summary>Time for a WebSocket to open, and for the server to acknowledge it then. Default 10 s.</summary>
    public TimeSpan AcknowledgementTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest silence of a WebSocket before the server is asked for a sign of life; infinite for never. Default 15 s.</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Time for the sign of life to come; after it the connection counts as lost. Default 10 s.</summary>
    public TimeSpan PongTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Attempts in a row to get a lost connection back; counted anew once the server has accepted one. 0 for none. Default 5.</summary>
    public int MaximumRetryCount { get; init; } = 5;

    /// <summary>The wait before the first attempt, which doubles with every further one; up to three times as much is added by chance. Default 1 s.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>No wait is longer, unless the server asks for it. Default 60 s.</summary>
    public TimeSpan MaximumRetryDelay { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a WebSocket stays open once nothing needs it. Default 1 s: a loop of short subscriptions keeps its socket.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Refuses what cannot work, naming the option.</summary>
    /// <exception cref="GqlException"><see cref="FailureKind.OptionInvalid"/> or <see cref="FailureKind.UriInvalid"/>.</exception>
    internal void Validate()
    {
        if (Uri is not null && (!Uri.IsAbsoluteUri || !(IsHttp(Uri) || IsSocket(Uri))))
            throw new GqlException(FailureKind.UriInvalid, "The subscription URI is not an absolute http, https, ws or wss URI. Write it whole, such as wss://api.example.com/graphql.");
        if (Uri?.UserInfo.Length > 0)
            throw new GqlException(FailureKind.UriInvalid, "The subscription URI carries a user name or password. Leave them out and give them as credentials instead.");
        var isStream = Protocol is SubscriptionProtocol.Sse or SubscriptionProtocol.Multipart;
        if (Uri is not null && isStream && IsSocket(Uri)) throw Invalid($"SubscriptionProtocol is {Protocol}, which goes to an http or https URI, and the subscription URI is {Uri.Scheme}.");
        if (isStream && OperationsOverSocket) throw Invalid($"SubscriptionProtocol is {Protocol}, which has no WebSocket that operations could go over.");
        if (MaximumRetryCount < 0) throw Invalid($"Subscriptions.MaximumRetryCount is {MaximumRetryCount}; it must be 0 or more.");
        RequirePositive(nameof(AcknowledgementTimeout), AcknowledgementTimeout);
        RequirePositive(nameof(PingInterval), PingInterval);
        RequirePositive(nameof(PongTimeout), PongTimeout);
    }

    internal static bool IsSocket(Uri uri) => uri.Scheme == Uri.UriSchemeWs || uri.Scheme == Uri.UriSchemeWss;

    private static bool IsHttp(Uri uri) => uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps;

    private static void RequirePositive(string option, TimeSpan value)
    {
        if (value <= TimeSpan.Zero && value != Timeout.InfiniteTimeSpan) throw Invalid($"Subscriptions.{option} is {value}; it must be more than zero, or Timeout.InfiniteTimeSpan for no limit.");
    }

    private static GqlException Invalid(string message) => new(FailureKind.OptionInvalid, message);
}
