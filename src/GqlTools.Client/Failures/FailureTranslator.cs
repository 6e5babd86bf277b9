using System.Net.Sockets;
using System.Security.Authentication;
using GqlTools.Client.Resilience;
using GqlTools.Client.Sessions;

namespace GqlTools.Client.Failures;

/// <summary>Says in the Client's own terms what went wrong below it.</summary>
internal static class FailureTranslator
{
    /// <summary>The error code REFUSED_STREAM (RFC 9113, section 7).</summary>
    private const long RefusedStream = 0x7;

    /// <summary>The failure that <paramref name="exception"/> of a send or read stands for; null for what only a defect of ours can raise.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="options">The session's.</param>
    /// <param name="isAnswered">Whether the answer had begun: whatever the server says after that, it had looked at the request.</param>
    public static GqlException? Translate(Exception exception, GqlSessionOptions options, bool isAnswered = false) => exception switch
    {
        GqlException known => known,
        OperationCanceledException { InnerException: TimeoutException } => new GqlException(
            FailureKind.ConnectionFailed,
            $"No connection to {options.EndpointText} within {options.ConnectionTimeout.TotalSeconds:0.###} s (ConnectionTimeout). Is the host up, and does a firewall let the port through?",
            exception),
        HttpRequestException http => FromHttp(http, options, options.EndpointText, isAnswered),
        InvalidDataException => new GqlException(
            FailureKind.AnswerMalformed, $"The answer of {options.EndpointText} cannot be unpacked: {exception.Message}", exception),
        IOException => Lost(exception, options.EndpointText, isAnswered),
        ObjectDisposedException => new GqlException(FailureKind.Cancelled, "The session closed before this request had finished.", exception),
        _ => null,
    };

    private static GqlException FromHttp(HttpRequestException exception, GqlSessionOptions options, string endpoint, bool isAnswered) => exception.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => new GqlException(
            FailureKind.HostUnknown, $"The host of {endpoint} is unknown: its name does not resolve. Check the spelling, and the DNS of this machine.", exception),
        HttpRequestError.ConnectionError => new GqlException(FailureKind.ConnectionFailed, DescribeConnection(exception, options), exception),
        // The connection broke before TLS could say anything: nothing is wrong with certificates, and nothing was sent.
        HttpRequestError.SecureConnectionError when Innermost(exception) is IOException or SocketException => new GqlException(
            FailureKind.ConnectionFailed, $"The connection to {endpoint} broke during the TLS handshake: {Innermost(exception).Message.TrimEnd('.')}.", exception),
        HttpRequestError.SecureConnectionError => new GqlException(FailureKind.TlsFailed, DescribeTls(exception, endpoint), exception),
        HttpRequestError.ProxyTunnelError => new GqlException(
            FailureKind.ProxyFailed, $"The proxy on the way to {endpoint} failed: {exception.Message}", exception),
        HttpRequestError.VersionNegotiationError => new GqlException(
            FailureKind.HttpVersionUnavailable, $"{endpoint} does not speak the HTTP version that the session insists on: {exception.Message}", exception),
        HttpRequestError.InvalidResponse => new GqlException(
            FailureKind.AnswerMalformed, $"{endpoint} did not answer in HTTP: {exception.Message}", exception),
        HttpRequestError.ConfigurationLimitExceeded => new GqlException(
            FailureKind.AnswerTooLarge, $"The header of the answer of {endpoint} is too large: {exception.Message}", exception),
        _ when exception.InnerException is AuthenticationException => new GqlException(FailureKind.TlsFailed, DescribeTls(exception, endpoint), exception),
        _ when exception.InnerException is PlatformNotSupportedException => new GqlException(
            FailureKind.HttpVersionUnavailable, $"This machine cannot speak the HTTP version that the session insists on: {exception.Message}", exception),
        _ => Lost(exception, endpoint, isAnswered),
    };

    private static GqlException Lost(Exception exception, string endpoint, bool isAnswered) => new(
        FailureKind.ConnectionLost,
        $"The connection to {endpoint} broke under the request: {Innermost(exception).Message.TrimEnd('.')}.",
        exception)
    {
        Evidence = isAnswered ? Evidence.None : EvidenceOf(exception),
    };

    // The handler repeats a refused stream by itself some times; what comes here is refused still.
    private static Evidence EvidenceOf(Exception exception) => Innermost(exception) switch
    {
        HttpProtocolException { ErrorCode: RefusedStream } => Evidence.NotProcessed,
        _ => Evidence.None,
    };

    private static string DescribeConnection(HttpRequestException exception, GqlSessionOptions options)
    {
        var proxy = options.Proxy.AddressFor(options.Endpoint)?.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
        var (peer, role) = proxy is null ? (options.EndpointText, "server") : ($"The proxy {proxy} on the way to {options.EndpointText}", "proxy");
        return Innermost(exception) is SocketException { SocketErrorCode: SocketError.ConnectionRefused }
            ? $"{peer} refused the connection: nothing listens on that port. Is the {role} running, and is the port right?"
            : $"{peer} cannot be reached: {Innermost(exception).Message.TrimEnd('.')}.";
    }

    private static string DescribeTls(HttpRequestException exception, string endpoint) =>
        $"TLS with {endpoint} failed: {Innermost(exception).Message.TrimEnd('.')}. Trust the server's certificate authority on this machine, or, for a test server only, skip the check (SkipCertificateCheck).";

    private static Exception Innermost(Exception exception) => exception.GetBaseException();
}
