using GqlTools.Demo.Faults;

namespace GqlTools.Demo.Streaming.Sockets;

/// <summary>How a WebSocket misbehaves: the arguments of the fault <c>socket</c> (see <see cref="FaultTable"/>). A feature of its request.</summary>
internal sealed record SocketScript
{
    public static readonly string[] Arguments =
    [
        "ack", "ackMilliseconds", "token", "subprotocol", "closeAt", "closeAfter", "code", "reason", "inject", "injectAfter", "late", "pong", "pingMilliseconds",
        "keepAliveMilliseconds", "fragmentBytes", .. CutOrder.Arguments,
    ];

    private const int DefaultCloseCode = 4500;

    public static SocketScript None { get; } = new();

    /// <summary>normal, never or twice.</summary>
    public string Ack { get; init; } = "normal";

    public TimeSpan AckDelay { get; init; }

    /// <summary>What the payload of connection_init has to carry as <c>token</c>, or as <c>Authorization</c> after "Bearer "; null for nothing.</summary>
    public string? Token { get; init; }

    /// <summary>The subprotocol to answer with in place of the one that was chosen; empty for none at all.</summary>
    public string? Subprotocol { get; init; }

    /// <summary>connect, init, ack or subscribe: closes when that has happened; null for never.</summary>
    public string? CloseAt { get; init; }

    /// <summary>Closes after so many events of the socket; null for never.</summary>
    public int? CloseAfter { get; init; }

    public int CloseCode { get; init; } = DefaultCloseCode;

    public string CloseReason { get; init; } = "The demo server closes.";

    /// <summary>What to send that no protocol foresees; null for nothing.</summary>
    public string? Inject { get; init; }

    /// <summary>When to send it: after so many events of the socket; 0 for right after the ack.</summary>
    public int InjectAfter { get; init; }

    /// <summary>Whether operations send one more event after they are over.</summary>
    public bool IsLate { get; init; }

    /// <summary>Whether pings are answered.</summary>
    public bool Pongs { get; init; } = true;

    public TimeSpan? PingInterval { get; init; }

    /// <summary>The pace of the legacy protocol's <c>ka</c>; null for one, right after the ack.</summary>
    public TimeSpan? KeepAliveInterval { get; init; }

    /// <summary>Splits each message into WebSocket frames of at most so many bytes; null for one frame.</summary>
    public int? FragmentBytes { get; init; }

    public CutOrder Cut { get; init; } = CutOrder.None;

    /// <exception cref="FormatException">An argument has a value it cannot have.</exception>
    public static SocketScript Of(FaultCall call) => new()
    {
        Ack = OneOf(call, "ack", "normal", "never", "twice")!,
        AckDelay = Milliseconds(call, "ackMilliseconds") ?? TimeSpan.Zero,
        Token = Given(call, "token"),
        Subprotocol = Given(call, "subprotocol") is { } other ? other == "none" ? "" : other : null,
        CloseAt = OneOf(call, "closeAt", null, "connect", "init", "ack", "subscribe"),
        CloseAfter = call.Number("closeAfter"),
        CloseCode = call.Number("code", DefaultCloseCode) is var code && code is >= 1000 and < 5000 and not (1005 or 1006 or 1015)
            ? code
            : throw new FormatException($"'code' is one that a close frame can carry, from 1000 to 4999 without 1005, 1006 and 1015; not {code}."),
        CloseReason = call.Word("reason", None.CloseReason),
        Inject = OneOf(call, "inject", null, [.. InjectedMessage.Names]),
        InjectAfter = call.Number("injectAfter", 0),
        IsLate = OneOf(call, "late", "false", "true") == "true",
        Pongs = OneOf(call, "pong", "true", "false") == "true",
        PingInterval = Milliseconds(call, "pingMilliseconds"),
        KeepAliveInterval = Milliseconds(call, "keepAliveMilliseconds"),
        FragmentBytes = call.Number("fragmentBytes"),
        Cut = CutOrder.Of(call),
    };

    private static string? Given(FaultCall call, string argument) => call.Word(argument, "") is { Length: > 0 } word ? word : null;

    private static TimeSpan? Milliseconds(FaultCall call, string argument) =>
        call.Number(argument) is { } number ? TimeSpan.FromMilliseconds(number) : null;

    private static string? OneOf(FaultCall call, string argument, string? usual, params string[] others)
    {
        var word = Given(call, argument) ?? usual;
        return word == usual || others.Contains(word)
            ? word
            : throw new FormatException($"'{argument}' of '{call.Fault.Name}' is one of {string.Join(", ", others.Prepend(usual).OfType<string>())}, not '{word}'.");
    }
}
