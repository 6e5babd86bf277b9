using System.Text.Json;
using GqlTools.Client.Failures;
using GqlTools.Client.Sessions;
using GqlTools.Client.Streaming.WebSockets;
using GqlTools.Client.Streaming.WebSockets.Phoenix;
using GqlTools.Client.Transport;

namespace GqlTools.Client.Subscriptions;

/// <summary>
/// Absinthe behind a Phoenix socket. Phoenix knows a client by the connect parameters, which stand in the query of the URI: those that the caller gives in place of a
/// payload, else the session's token as <c>token</c>. A server's log may show them; that is Phoenix's way.
/// </summary>
internal sealed class PhoenixSocketService(GqlSessionOptions options, HttpTransport transport)
    : SocketService(options, transport, SubscriptionProtocol.Phoenix, AddressOf(options))
{
    /// <summary>Where Phoenix has a socket that was set up as its guide shows it.</summary>
    private const string DefaultPath = "/socket/websocket";

    private const string Version1 = "vsn=1.";

    /// <summary>Refuses a session whose connect parameters cannot be written.</summary>
    /// <exception cref="GqlException"><see cref="FailureKind.OptionInvalid"/>.</exception>
    public static void Validate(GqlSessionOptions options)
    {
        foreach (var (name, value) in Parameters(options))
        {
            if (value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
                throw new GqlException(FailureKind.OptionInvalid, $"SubscriptionProtocol is Phoenix, for which the payload's members are connect parameters in the URI: '{name}' must be text, a number, true or false, and is {value.ValueKind switch { JsonValueKind.Array => "a list", _ => "an object" }}.");
        }
    }

    /// <inheritdoc/>
    public override ISocketProtocol[] CreateProtocols() =>
        [new PhoenixProtocol(Uri.Query.Contains(Version1, StringComparison.Ordinal) ? PhoenixSerializer.V1 : PhoenixSerializer.V2, MaximumDepth)];

    /// <inheritdoc/>
    public override Uri ConnectUri()
    {
        var parameters = Parameters(Options).Select(static parameter => (parameter.Name, Value: TextOf(parameter.Value)));
        if (Options.Subscriptions.Payload.IsEmpty && TokenIn(FindHeader("Authorization")) is { } token) parameters = [("token", token)];
        var query = string.Concat(parameters.Select(static parameter => $"&{Uri.EscapeDataString(parameter.Name)}={Uri.EscapeDataString(parameter.Value)}"));
        return new UriBuilder(Uri) { Query = Uri.Query + query }.Uri;
    }

    /// <summary>Nothing: joining needs none.</summary>
    public override ReadOnlyMemory<byte> Payload() => default;

    /// <summary>Phoenix answers 403 whatever is wrong with the parameters.</summary>
    public override bool IsOfToken(GqlException failure) => failure.Kind == FailureKind.Forbidden || base.IsOfToken(failure);

    private static Uri AddressOf(GqlSessionOptions options)
    {
        var uri = ToSocket(options.Subscriptions.Uri ?? new Uri(options.Endpoint, DefaultPath));
        if (uri.Query.Contains("vsn=", StringComparison.Ordinal)) return uri;
        return new UriBuilder(uri) { Query = (uri.Query.Length > 1 ? uri.Query + "&" : "?") + "vsn=2.0.0" }.Uri;
    }

    private static string TextOf(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static List<(string Name, JsonElement Value)> Parameters(GqlSessionOptions options)
    {
        if (options.Subscriptions.Payload.IsEmpty) return [];
        using var payload = JsonDocument.Parse(options.Subscriptions.Payload);
        return [.. payload.RootElement.EnumerateObject().Where(static member => member.Value.ValueKind != JsonValueKind.Null).Select(static member => (member.Name, member.Value.Clone()))];
    }
}
