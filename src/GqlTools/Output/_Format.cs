using System.Collections;
using System.ComponentModel;
using System.Globalization;
using System.Management.Automation;
using System.Text;
using GqlTools.Client.Scheduling;
using GqlTools.Client.Sessions;
using GqlTools.Language.Sdl;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Output;

/// <summary>What the formatting views show. Only they call it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
#pragma warning disable CA1707 // The underscore hides it from completion of type names.
public static class _Format
#pragma warning restore CA1707
{
    private const int MaximumValueLength = 200;

    /// <summary>A time in the unit that reads best; nothing for none.</summary>
    /// <param name="duration">The time.</param>
    public static string Duration(TimeSpan duration) => duration switch
    {
        { Ticks: 0 } => "",
        { TotalMilliseconds: < 10 } => Invariant($"{duration.TotalMilliseconds:0.0} ms"),
        { TotalSeconds: < 1 } => Invariant($"{duration.TotalMilliseconds:0} ms"),
        _ => Invariant($"{duration.TotalSeconds:0.0} s"),
    };

    /// <summary>The version of a session and whether others will do.</summary>
    /// <param name="session">The session.</param>
    public static string HttpVersion(GqlSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        var choice = session.Options.HttpVersion;
        return choice.Policy == HttpVersionPolicy.RequestVersionOrLower ? $"{choice.Version} or lower" : $"{choice.Version}";
    }

    /// <summary>The kind of a session's credentials and where they come from, never the secret.</summary>
    /// <param name="session">The session.</param>
    public static string Authentication(GqlSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        if (session.Options.TokenProvider is not { } provider) return session.Options.Authentication?.Scheme ?? "None";
        var statistics = session.Statistics;
        var end = statistics.TokenExpiresIn is { } left ? $", expires in {Math.Floor(left.TotalMinutes)} min" : "";
        return Invariant($"Bearer from {provider.Name}, {statistics.TokensReceived} received{end}");
    }

    /// <summary>Connections now and ever.</summary>
    /// <param name="session">The session.</param>
    public static string Connections(GqlSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        var statistics = session.Statistics;
        return Invariant($"{statistics.ConnectionsCurrent} open, {statistics.ConnectionsOpened} opened so far");
    }

    /// <summary>What is under way and what waits.</summary>
    /// <param name="session">The session.</param>
    public static string InFlight(GqlSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        var statistics = session.Statistics;
        return Invariant($"{statistics.InFlight} of {statistics.Concurrency}, {statistics.Queued} queued");
    }

    /// <summary>What is left of each limit that the server tells of, and when it begins anew.</summary>
    /// <param name="session">The session.</param>
    public static string RateLimit(GqlSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return string.Join("; ", session.Statistics.RateLimits.Select(Describe));
    }

    /// <summary>Why the first of the queue does not go yet, and for how long; nothing where none waits.</summary>
    /// <param name="session">The session.</param>
    public static string WaitsFor(GqlSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        var statistics = session.Statistics;
        var reason = statistics.WaitReason switch
        {
            WaitReason.None => "",
            WaitReason.Concurrency => "a request in flight to end",
            WaitReason.Pace => "its turn by -RequestsPerSecond",
            WaitReason.RateLimit => "the server's rate limit",
            WaitReason.Pause => "the end of a pause that the server asked for",
            _ => "the request that tries whether the server is back",
        };
        return statistics.WaitsFor is { } wait ? $"{reason}, {Duration(wait)}" : reason;
    }

    /// <summary>Requests, and those of them that cost none.</summary>
    /// <param name="session">The session.</param>
    public static string Requests(GqlSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        var statistics = session.Statistics;
        List<string> parts = [Invariant($"{statistics.Requests}")];
        if (statistics.Coalesced > 0) parts.Add(Invariant($"{statistics.Coalesced} shared another's exchange"));
        if (statistics.CacheHits > 0) parts.Add(Invariant($"{statistics.CacheHits} from the cache ({statistics.CachedBytes:N0} bytes)"));
        return string.Join(", ", parts);
    }

    /// <summary>Bytes in and out.</summary>
    /// <param name="session">The session.</param>
    public static string Bytes(GqlSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        var statistics = session.Statistics;
        return Invariant($"{statistics.BytesIn:N0} in, {statistics.BytesOut:N0} out");
    }

    /// <summary>Percentiles of latency.</summary>
    /// <param name="session">The session.</param>
    public static string Latency(GqlSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        var latency = session.Statistics.Latency;
        return $"p50 {Duration(latency.P50)}, p95 {Duration(latency.P95)}, p99 {Duration(latency.P99)}";
    }

    /// <summary>Subscriptions, their events and what may be missing.</summary>
    /// <param name="session">The session.</param>
    public static string Subscriptions(GqlSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        var statistics = session.Statistics.Subscriptions;
        if (statistics.Started == 0) return "none so far";
        var dropped = statistics.Dropped > 0 ? Invariant($", {statistics.Dropped:N0} dropped") : "";
        var way = statistics.Protocol is { } protocol ? $", by {protocol}" : "";
        return Invariant($"{statistics.Active} of {statistics.Started} active, {statistics.Events:N0} events, {statistics.Gaps} gaps{dropped}, {statistics.Reconnects} reconnects{way}");
    }

    /// <summary>Where the WebSocket stands, and its last sign of life.</summary>
    /// <param name="session">The session.</param>
    public static string Socket(GqlSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        var statistics = session.Statistics.Subscriptions;
        var held = statistics.IsHeldBack ? ", held back by a full buffer" : "";
        var ping = statistics.LastPing is { } last ? Invariant($", last ping {last.ToLocalTime():HH:mm:ss}") : "";
        var pong = statistics.RoundTrip is { } trip ? $" ({Duration(trip)})" : "";
        return $"{statistics.Socket}{held}{ping}{pong}";
    }

    /// <summary>The beginning of data as PowerShell writes objects, but level by level: PowerShell itself shows objects within objects as empty.</summary>
    /// <param name="data">Objects, lists and plain values.</param>
    public static string Value(object? data)
    {
        if (data is null) return "";
        var text = new StringBuilder();
        Append(text, data);
        if (text.Length > MaximumValueLength) text.Remove(MaximumValueLength - 1, text.Length - MaximumValueLength + 1).Append('…');
        return text.ToString();
    }

    /// <summary>How many types a schema has of each kind, without those of introspection.</summary>
    /// <param name="schema">The schema.</param>
    public static string Types(Schema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        var kinds = schema.Types.Where(static type => !type.Name.StartsWith("__", StringComparison.Ordinal)).GroupBy(static type => type.Kind).OrderBy(static kind => kind.Key).ToArray();
        return Invariant($"{kinds.Sum(static kind => kind.Count())} ({string.Join(", ", kinds.Select(static kind => Invariant($"{kind.Key} {kind.Count()}")))})");
    }

    /// <summary>How many fields, values or members a type has; nothing for a scalar.</summary>
    /// <param name="type">The type.</param>
    public static int? MemberCount(NamedType type) => type switch
    {
        UnionType union => union.Members.Count,
        CompositeType composite => composite.Fields.Count,
        EnumType known => known.Values.Count,
        InputObjectType input => input.Fields.Count,
        _ => null,
    };

    /// <summary>A type in the schema definition language.</summary>
    /// <param name="type">The type.</param>
    public static string Definition(NamedType type) => SchemaPrinter.Print(type);

    /// <summary>The first line of a description; nothing for none.</summary>
    /// <param name="text">The description.</param>
    public static string FirstLine(string? text) => text?.Trim().Split('\n')[0].TrimEnd('\r') ?? "";

    private static void Append(StringBuilder text, object? value)
    {
        switch (value)
        {
            case string plain:
                text.Append(plain.AsSpan(0, Math.Min(plain.Length, MaximumValueLength)));
                break;
            case PSObject { BaseObject: PSCustomObject } record:
                AppendAll(text, "@{", "; ", record.Properties, static (inner, property) => Append(inner.Append(property.Name).Append('='), property.Value));
                break;
            case PSObject wrapper:
                Append(text, wrapper.BaseObject);
                break;
            case IDictionary entries:
                AppendAll(text, "@{", "; ", entries.Cast<DictionaryEntry>(), static (inner, entry) => Append(inner.Append(entry.Key).Append('='), entry.Value));
                break;
            case IEnumerable list:
                AppendAll(text, "{", ", ", list.Cast<object?>(), Append);
                break;
            default:
                text.Append(CultureInfo.InvariantCulture, $"{value}");
                break;
        }
    }

    // What lies beyond the end of the text is not walked, however much it is.
    private static void AppendAll<T>(StringBuilder text, string open, string separator, IEnumerable<T> items, Action<StringBuilder, T> append)
    {
        var next = open;
        foreach (var item in items)
        {
            if (text.Length > MaximumValueLength) return;
            append(text.Append(next), item);
            next = separator;
        }

        text.Append(next == open ? open : "").Append('}');
    }

    private static string Describe(RateLimitStatus limit)
    {
        var name = limit.Name.Length == 0 ? "" : $"{limit.Name}: ";
        var unit = limit.Unit switch { RateLimitUnit.Points => " points", RateLimitUnit.QueryCost => " of query cost", _ => " requests" };
        var resets = limit.ResetsIn is { Ticks: > 0 } wait ? $", full in {Duration(wait)}" : "";
        return Invariant($"{name}{limit.Remaining:N0}{(limit.Limit is { } all ? Invariant($" of {all:N0}") : "")}{unit} left{resets}");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
