using GqlTools.Language.Execution;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace GqlTools.Demo.Http;

/// <summary>Reads what forms of an answer the client accepts (GraphQL over HTTP, section Body; RFC 9110, 12.5.1).</summary>
internal static class AcceptHeader
{
    /// <summary>What clients send to a server they do not know: nearly every request, so it is not parsed.</summary>
    private const string Recommended = "application/graphql-response+json, application/json;q=0.9";
    private const string GraphQLResponseType = "application/graphql-response+json";
    private const string EventStreamType = "text/event-stream";
    private const string MultipartType = "multipart/mixed";
    private const string JsonType = "application/json";

    public static string NameOf(ResponseMediaType type) =>
        type == ResponseMediaType.Json ? "application/json; charset=utf-8" : "application/graphql-response+json; charset=utf-8";

    public static AcceptedForms Read(StringValues accept)
    {
        // Without the header: as if it asked for application/graphql-response+json (section Legacy watershed).
        if (accept.Count == 0 || (accept.Count == 1 && accept[0] is Recommended or GraphQLResponseType))
            return new AcceptedForms(ResponseMediaType.GraphQLResponse, false, false, null);
        if (!MediaTypeHeaderValue.TryParseList(accept!, out var ranges))
            return default;
        var wanted = ranges.Where(range => range.Quality is not 0).ToArray();
        return new AcceptedForms(
            Choose(ranges),
            wanted.Any(range => range.MediaType.Equals(EventStreamType, StringComparison.OrdinalIgnoreCase)),
            wanted.Any(range => IsMultipart(range, "subscriptionSpec", "1.0")),
            wanted.Any(range => IsMultipart(range, "incrementalSpec", "v0.2")) ? IncrementalFormat.IncrementalV02
            : wanted.Any(range => IsMultipart(range, "deferSpec", "20220824") || IsPlainMultipart(range)) ? IncrementalFormat.Defer20220824
            : null);
    }

    private static ResponseMediaType? Choose(IList<MediaTypeHeaderValue> ranges)
    {
        var graphQL = Quality(ranges, GraphQLResponseType);
        var json = Quality(ranges, JsonType);
        if (graphQL.Value <= 0 && json.Value <= 0)
            return null;
        // Of two equal wishes the one listed first counts; a wildcard wishes for both at once, and then the newer type is sent.
        if (graphQL.Value == json.Value)
            return json.Position < graphQL.Position ? ResponseMediaType.Json : ResponseMediaType.GraphQLResponse;
        return json.Value > graphQL.Value ? ResponseMediaType.Json : ResponseMediaType.GraphQLResponse;
    }

    private static (double Value, int Position) Quality(IList<MediaTypeHeaderValue> ranges, string type)
    {
        var wanted = new MediaTypeHeaderValue(type);
        var best = (Value: 0.0, Position: int.MaxValue);
        var bestPrecision = -1;
        for (var position = 0; position < ranges.Count; position++)
        {
            var range = ranges[position];
            // What else a range demands, such as a deferSpec, this server cannot give; only utf-8 goes without saying.
            if (range.Parameters.Any(parameter => !IsUnderstood(parameter)) || !IsWithin(wanted, range))
                continue;
            var precision = range.MatchesAllTypes ? 0 : range.MatchesAllSubTypes ? 1 : 2;
            if (precision <= bestPrecision)
                continue;
            bestPrecision = precision;
            best = (range.Quality ?? 1.0, position);
        }

        return best;
    }

    private static bool IsMultipart(MediaTypeHeaderValue range, string parameter, string value) =>
        range.MediaType.Equals(MultipartType, StringComparison.OrdinalIgnoreCase)
        && range.Parameters.Any(given => given.Name.Equals(parameter, StringComparison.OrdinalIgnoreCase) && HeaderUtilities.RemoveQuotes(given.Value).Equals(value, StringComparison.OrdinalIgnoreCase));

    // Without a parameter it is the older format that clients and servers mean.
    private static bool IsPlainMultipart(MediaTypeHeaderValue range) =>
        range.MediaType.Equals(MultipartType, StringComparison.OrdinalIgnoreCase) && !range.Parameters.Any(given => given.Name.EndsWith("Spec", StringComparison.OrdinalIgnoreCase));

    private static bool IsWithin(MediaTypeHeaderValue type, MediaTypeHeaderValue range) =>
        range.MatchesAllTypes
        || (range.Type.Equals(type.Type, StringComparison.OrdinalIgnoreCase)
            && (range.MatchesAllSubTypes || range.SubType.Equals(type.SubType, StringComparison.OrdinalIgnoreCase)));

    private static bool IsUnderstood(NameValueHeaderValue parameter) =>
        parameter.Name.Equals("q", StringComparison.OrdinalIgnoreCase)
        || (parameter.Name.Equals("charset", StringComparison.OrdinalIgnoreCase)
            && HeaderUtilities.RemoveQuotes(parameter.Value).Equals("utf-8", StringComparison.OrdinalIgnoreCase));
}
