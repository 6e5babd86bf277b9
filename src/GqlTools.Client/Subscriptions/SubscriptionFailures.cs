using System.Text.Json;
using GqlTools.Client.Authentication;
using GqlTools.Client.Failures;
using GqlTools.Client.Resilience;
using GqlTools.Client.Responses;
using GqlTools.Client.Streaming.WebSockets;

namespace GqlTools.Client.Subscriptions;

/// <summary>Makes the failures with which subscriptions end.</summary>
internal static class SubscriptionFailures
{
    /// <summary>What a server says that ends an operation, or refuses a connection.</summary>
    /// <param name="payload">A list of errors, one error, or anything else; may be empty.</param>
    /// <param name="address">Who says it.</param>
    public static GqlException Refused(ReadOnlySpan<byte> payload, string address) => Refused(ReadErrors(payload), address);

    /// <inheritdoc cref="Refused(ReadOnlySpan{byte}, string)"/>
    public static GqlException Refused(IReadOnlyList<GqlError> errors, string address, int? statusCode = null) => new(
        FailureKind.SubscriptionRefused,
        errors.Count == 0 ? $"{address} refused it without a reason." : $"{address} refused it, or broke it off: {string.Join(" ", errors.Select(static error => error.Message))}")
    {
        Errors = errors,
        StatusCode = statusCode,
        Line = errors.Count > 0 && errors[0].Locations.Count > 0 ? errors[0].Locations[0].Line : null,
        Column = errors.Count > 0 && errors[0].Locations.Count > 0 ? errors[0].Locations[0].Column : null,
    };

    /// <summary>
    /// Whether a failure says "not this way", so that another may do. Wrong credentials are wrong on every way, and a server that cannot be reached, or is
    /// overloaded, is no better reached on another.
    /// </summary>
    public static bool IsRefusal(GqlException failure) => failure switch
    {
        // A WebSocket that was there, and is closed for a time, is the right way.
        { Kind: FailureKind.SocketClosed } => !CloseDecision.For(failure.CloseCode).Reconnect,
        { Kind: FailureKind.HttpStatus } => failure.StatusCode is not (429 or 503),
        {
            Kind: FailureKind.Unauthorized or FailureKind.ConnectionFailed or FailureKind.ConnectionLost or FailureKind.HostUnknown or FailureKind.TlsFailed
                or FailureKind.ProxyFailed or FailureKind.SessionClosed or FailureKind.Cancelled
        } => false,
        _ => true,
    };

    /// <summary>Whether a failure before anything had started says that the session's token was refused, so that another one may do.</summary>
    public static bool IsOfToken(GqlException failure) => failure switch
    {
        { Kind: FailureKind.Unauthorized } => true,
        // How servers of graphql-transport-ws answer an opening message whose token they do not take.
        { Kind: FailureKind.SocketClosed, CloseCode: CloseCodes.Unauthorized or CloseCodes.Forbidden } => true,
        _ => SessionToken.IsRefusedBy(failure.Errors),
    };

    /// <summary>An error with which a server ends an operation, as the answer of a query or mutation that it is.</summary>
    /// <param name="payload">A list of errors, or one error.</param>
    public static ReadOnlyMemory<byte> ToAnswer(ReadOnlySpan<byte> payload) =>
        payload[0] == (byte)'[' ? [.. "{\"errors\":"u8, .. payload, (byte)'}'] : (byte[])[.. "{\"errors\":["u8, .. payload, .. "]}"u8];

    /// <summary>The same failure for another subscription.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="evidence">What is known of whether the server carried the other one out.</param>
    public static GqlException Copy(GqlException failure, Evidence evidence = Evidence.None) => new(failure.Kind, failure.Message, failure.InnerException)
    {
        Endpoint = failure.Endpoint,
        StatusCode = failure.StatusCode,
        CloseCode = failure.CloseCode,
        RetryAfter = failure.RetryAfter,
        Evidence = evidence,
        Errors = failure.Errors,
        Line = failure.Line,
        Column = failure.Column,
    };

    private static IReadOnlyList<GqlError> ReadErrors(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty) return [];
        var reader = new Utf8JsonReader(payload);
        return GqlError.ReadAll(JsonElement.ParseValue(ref reader));
    }
}
