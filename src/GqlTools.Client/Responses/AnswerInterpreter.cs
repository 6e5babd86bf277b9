using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using GqlTools.Client.Failures;

namespace GqlTools.Client.Responses;

/// <summary>
/// Judges an answer by status and media type (GraphQL over HTTP, section "Response").
/// <para>
/// An <c>application/graphql-response+json</c> body speaks for itself. An <c>application/json</c> body is trusted with a 2xx status only, as
/// a proxy may have made any other; it is read all the same, since servers before the specification put their errors there. Whatever has no
/// data and a status that says "no" or "not now" is a failure of that kind, with the GraphQL errors as its facts.
/// </para>
/// </summary>
public static partial class AnswerInterpreter
{
    /// <summary>The media type of the specification.</summary>
    public const string GraphQLMediaType = "application/graphql-response+json";

    /// <summary>Bytes of a page that is no answer which are read to name it.</summary>
    internal const int PageExcerptBytes = 4096;

    /// <summary>Whether a body of this media type may be a GraphQL answer.</summary>
    /// <param name="mediaType">Media type without parameters; null where the answer names none.</param>
    public static bool MayBeGraphQL(string? mediaType) =>
        mediaType is null or "application/json" or "text/json" or "text/plain"
        || mediaType.EndsWith("+json", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the answer is surely the GraphQL server's.</summary>
    /// <param name="statusCode">HTTP status.</param>
    /// <param name="mediaType">Media type without parameters.</param>
    public static bool IsTrusted(HttpStatusCode statusCode, string? mediaType) =>
        IsSuccess(statusCode) || string.Equals(mediaType, GraphQLMediaType, StringComparison.OrdinalIgnoreCase);

    /// <summary>The failure that an answer stands for, or null where it is a GraphQL answer to hand on.</summary>
    /// <typeparam name="T">What <c>data</c> became.</typeparam>
    /// <param name="answer">What the body holds.</param>
    /// <param name="statusCode">HTTP status.</param>
    /// <param name="mediaType">Media type without parameters.</param>
    /// <param name="endpoint">For the message.</param>
    public static GqlException? FailureOf<T>(in Answer<T> answer, HttpStatusCode statusCode, string? mediaType, string endpoint)
    {
        if (answer.HasData && IsTrusted(statusCode, mediaType)) return null;
        if (KindOf(statusCode) is { } kind)
        {
            var says = answer.Errors.Count > 0 ? $": {answer.Errors[0].Message}" : ".";
            return Failure(kind, $"{endpoint} answered {Describe(statusCode)}{says}{Advice(kind)}", statusCode, answer.Errors);
        }

        if (answer.IsGraphQL) return null;
        return IsSuccess(statusCode)
            ? Failure(FailureKind.AnswerNotGraphQL, $"{endpoint} answered with JSON that has neither 'data' nor 'errors'. Does the URI lead to a GraphQL endpoint?", statusCode, [])
            : Failure(FailureKind.HttpStatus, $"{endpoint} answered {Describe(statusCode)}, with JSON that is no GraphQL answer.", statusCode, []);
    }

    /// <summary>The failure that a body of another media type stands for.</summary>
    /// <param name="statusCode">HTTP status.</param>
    /// <param name="mediaType">Media type without parameters.</param>
    /// <param name="excerpt">The first bytes of the body.</param>
    /// <param name="endpoint">For the message.</param>
    public static GqlException FailureOfPage(HttpStatusCode statusCode, string? mediaType, ReadOnlySpan<byte> excerpt, string endpoint)
    {
        var kind = KindOf(statusCode) ?? (IsSuccess(statusCode) ? FailureKind.AnswerNotJson : FailureKind.HttpStatus);
        var page = DescribePage(mediaType, Encoding.UTF8.GetString(excerpt));
        var advice = kind is FailureKind.Unauthorized or FailureKind.Forbidden
            ? Advice(kind)
            : (int)statusCode >= 500 ? "" : " Check the path of the URI.";
        return Failure(kind, $"{endpoint} answered {Describe(statusCode)} with {page} where a GraphQL answer was expected.{advice}", statusCode, []);
    }

    /// <summary>What a refusal for a limit's sake is said as: what the status means otherwise, credentials or a wrong path, is not what is wrong.</summary>
    internal static string DescribeRefusal(HttpStatusCode statusCode, IReadOnlyList<GqlError> errors, string endpoint) =>
        $"{endpoint} answered {Describe(statusCode)}: {(errors.Count > 0 ? errors[0].Message : "a rate limit of the server refused the request.")}";

    /// <summary>Whether the status says more about what went wrong than a body that could not be read as an answer.</summary>
    internal static bool OutweighsBody(HttpStatusCode statusCode, FailureKind bodyFailure) =>
        !IsSuccess(statusCode)
        && bodyFailure is (FailureKind.AnswerMalformed or FailureKind.AnswerTruncated or FailureKind.AnswerNotGraphQL);

    private static FailureKind? KindOf(HttpStatusCode statusCode) => (int)statusCode switch
    {
        401 => FailureKind.Unauthorized,
        403 => FailureKind.Forbidden,
        408 or 429 or 502 or 503 or 504 => FailureKind.HttpStatus,
        _ => null,
    };

    private static bool IsSuccess(HttpStatusCode statusCode) => (int)statusCode is >= 200 and < 300;

    private static string Advice(FailureKind kind) => kind switch
    {
        FailureKind.Unauthorized => " The credentials are missing, wrong or expired.",
        FailureKind.Forbidden => " The credentials do not allow this.",
        _ => "",
    };

    private static string Describe(HttpStatusCode statusCode)
    {
        var name = statusCode.ToString();
        return char.IsDigit(name[0]) ? $"{(int)statusCode}" : $"{(int)statusCode} {WordBoundary().Replace(name, " ")}";
    }

    private static string DescribePage(string? mediaType, string excerpt)
    {
        var title = Title().Match(excerpt);
        if (title.Success) return $"an HTML page (\"{WebUtility.HtmlDecode(title.Groups[1].Value).Trim()}\")";
        if (mediaType is "text/html" or "application/xhtml+xml") return "an HTML page";
        return excerpt.Length == 0 ? "no body" : $"content of type '{mediaType ?? "unknown"}'";
    }

    private static GqlException Failure(FailureKind kind, string message, HttpStatusCode statusCode, IReadOnlyList<GqlError> errors) =>
        new(kind, message) { StatusCode = (int)statusCode, Errors = errors };

    [GeneratedRegex("<title[^>]*>([^<]{1,200})</title>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Title();

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])", RegexOptions.CultureInvariant)]
    private static partial Regex WordBoundary();
}
