namespace GqlTools.Demo.Throttling;

/// <summary>
/// The styles of limiting clients. One is switched on as <c>name?argument=value&amp;...</c> by <see cref="DemoServerOptions.Throttle"/>, by
/// <see cref="DemoServer.Throttle"/>, or by <c>PUT /demo/throttle</c>; it holds for all requests to <c>/graphql</c> and <c>/faults</c>; operations over WebSockets are free.
/// </summary>
/// <remarks>
/// <list type="table">
/// <item><term>github</term><description>points=5000 in seconds=3600 (windows begin at multiples of that since 1970), told by x-ratelimit-* and refused
/// with 200, errors of type RATE_LIMITED and remaining 0. Secondary limits: concurrent=100 requests; secondaryPoints=2000 (1 for a query, 5 for a
/// mutation) in secondarySeconds=60. They refuse with secondaryStatus=403 and Retry-After: retryAfter=60 for concurrency, else the rest of the window.</description></item>
/// <item><term>shopify</term><description>A bucket of maximum=2000 points, restore=100 a second. extensions.cost stands on every answer; refused with 200 and
/// the code THROTTLED.</description></item>
/// <item><term>quota</term><description>requests=100 in seconds=10, told by RateLimit and RateLimit-Policy and refused with 429 and Retry-After. concurrent=
/// (unlimited) refuses with 429 and retryAfter=1.</description></item>
/// </list>
/// </remarks>
public static class ThrottleTable
{
    /// <exception cref="FormatException">The text names no throttle of the table, or an argument is not the throttle's.</exception>
    internal static IThrottle Make(string text, TimeProvider clock)
    {
        var call = CallText.Parse(text);
        switch (call.Name)
        {
            case "github":
                call.CheckArguments(GitHubThrottle.Arguments);
                return new GitHubThrottle(call, clock);
            case "shopify":
                call.CheckArguments(ShopifyThrottle.Arguments);
                return new ShopifyThrottle(call, clock);
            case "quota":
                call.CheckArguments(QuotaThrottle.Arguments);
                return new QuotaThrottle(call, clock);
            default:
                throw new FormatException($"'{call.Name}' is no throttle of the demo server. There are: github, shopify, quota.");
        }
    }
}
