namespace GqlTools.Client.Streaming.WebSockets;

/// <summary>What <see cref="CloseDecision"/> decided.</summary>
/// <param name="Code">The close code; <see cref="CloseCodes.AbnormalClosure"/> where the connection ended without a close frame.</param>
/// <param name="Reconnect">Whether another connection may do better; otherwise the code is fatal.</param>
/// <param name="Reason">What the code says, in words.</param>
public readonly record struct CloseVerdict(int Code, bool Reconnect, string Reason);
