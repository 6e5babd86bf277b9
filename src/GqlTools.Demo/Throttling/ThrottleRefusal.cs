using System.Globalization;

namespace GqlTools.Demo.Throttling;

/// <summary>The answer to a request that a limit turns away.</summary>
/// <param name="Status">The HTTP status code.</param>
/// <param name="Body">The JSON body, as plain values.</param>
internal sealed record ThrottleRefusal(int Status, IReadOnlyDictionary<string, object?> Body)
{
    public static ThrottleRefusal Of(int status, Dictionary<string, object?> error) =>
        new(status, new Dictionary<string, object?> { ["errors"] = (object[])[error] });

    public static void SetRetryAfter(IHeaderDictionary headers, TimeSpan wait) =>
        headers.RetryAfter = WholeSeconds(wait).ToString(CultureInfo.InvariantCulture);

    /// <summary>Header fields know whole seconds only; rounded up, because a second too early is refused again.</summary>
    public static long WholeSeconds(TimeSpan wait) => Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds));
}
