using System.Management.Automation;
using GqlTools.Binding;
using GqlTools.Client.Subscriptions;

namespace GqlTools.Commands;

/// <content>How subscriptions reach the server.</content>
public sealed partial class OpenGqlSessionCommand
{
    /// <summary>
    /// How subscriptions come from the server. Auto asks what the server speaks with the first subscription; first what shares the session's HTTP/2
    /// connection. AppSync and Phoenix are only spoken when asked for. The default is Auto. See about_GqlSubscriptions.
    /// </summary>
    [Parameter]
    public GqlSubscriptionProtocol SubscriptionProtocol { get; set; }

    /// <summary>
    /// An absolute http, https, ws or wss URI for subscriptions. By default they go to the session's URI; with AppSync to the real-time URI that belongs to it, and with
    /// Phoenix to /socket/websocket on its host.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? SubscriptionUri { get; set; }

    /// <summary>
    /// What opens a WebSocket (the payload of connection_init): a hashtable, an object, or JSON text. By default the session's credentials, as Authorization,
    /// which are read anew at every connect. With Phoenix its members are connect parameters, and by default the session's token is one, as token. AppSync takes none.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public object? SubscriptionPayload { get; set; }

    /// <summary>
    /// Sends queries and mutations over the WebSocket of the subscriptions, too. Their answers have no header fields of their own; all else is as by HTTP, the
    /// session's bounds, timeouts, retries and cache. What a WebSocket cannot carry goes by HTTP: files, arrays of requests, answers in parts, and what the session
    /// asks for itself.
    /// </summary>
    [Parameter]
    public SwitchParameter UseWebSocket { get; set; }

    /// <summary>
    /// Attempts in a row to get a lost subscription back; counted anew once the server has accepted one. 0 means none. The default is 5.
    /// </summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int SubscriptionRetryCount { get; set; } = SubscriptionConnectionOptions.Default.MaximumRetryCount;

    /// <summary>
    /// Seconds before the first of these attempts. They double with every further one, up to 60, and up to three times this much is added by chance. The default
    /// is 1.
    /// </summary>
    [Parameter]
    [ValidateRange(0d, 86400d)]
    public double SubscriptionRetryIntervalSec { get; set; } = SubscriptionConnectionOptions.Default.RetryDelay.TotalSeconds;

    /// <summary>Seconds for a WebSocket to open, and for the server to acknowledge it then. The default is 10.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue / 1000)]
    public int AcknowledgementTimeoutSeconds { get; set; } = (int)SubscriptionConnectionOptions.Default.AcknowledgementTimeout.TotalSeconds;

    /// <summary>Seconds of silence after which a WebSocket is asked for a sign of life. 0 means never. The default is 15.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue / 1000)]
    public int PingIntervalSeconds { get; set; } = (int)SubscriptionConnectionOptions.Default.PingInterval.TotalSeconds;

    /// <summary>Seconds for the sign of life to come, after which the WebSocket counts as lost. The default is 10.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue / 1000)]
    public int PongTimeoutSeconds { get; set; } = (int)SubscriptionConnectionOptions.Default.PongTimeout.TotalSeconds;
}
