using System.Globalization;
using GqlTools.Client.Failures;
using GqlTools.Client.Streaming.WebSockets;

namespace GqlTools.Client.Subscriptions;

/// <summary>How a WebSocket ended.</summary>
/// <param name="Code">The close code; null where it ended without a close frame.</param>
/// <param name="Reason">What came with the code, or what this side found wrong; null for nothing.</param>
/// <param name="ByUs">Whether this side chose the code.</param>
internal readonly record struct SocketEnd(int? Code, string? Reason, bool ByUs)
{
    /// <summary>Whether another connection may do better.</summary>
    public CloseVerdict Verdict => CloseDecision.For(Code, ByUs);

    /// <summary>The end in a sentence.</summary>
    /// <param name="address">Whose WebSocket it was.</param>
    public string Describe(string address)
    {
        var verdict = Verdict;
        var code = Code is { } known ? string.Create(CultureInfo.InvariantCulture, $" with {known}") : "";
        var said = string.IsNullOrWhiteSpace(Reason) ? "" : $" (\"{Reason.TrimEnd('.')}\")";
        return (ByUs, Code) switch
        {
            (_, null) => $"The WebSocket with {address} was lost.",
            (true, _) => $"The WebSocket with {address} was closed{code} by this side{said}. {verdict.Reason}",
            _ => $"{address} closed the WebSocket{code}{said}. {verdict.Reason}",
        };
    }

    /// <summary>The end as a failure.</summary>
    /// <param name="address">Whose WebSocket it was.</param>
    public GqlException ToFailure(string address)
    {
        var kind = Code switch
        {
            null or CloseCodes.AbnormalClosure => FailureKind.ConnectionLost,
            CloseCodes.MessageTooBig when ByUs => FailureKind.AnswerTooLarge,
            CloseCodes.ConnectionAcknowledgementTimeout when ByUs => FailureKind.Timeout,
            CloseCodes.InternalError when ByUs => FailureKind.ConnectionLost,
            _ => FailureKind.SocketClosed,
        };
        return new GqlException(kind, Describe(address)) { CloseCode = Code };
    }
}
