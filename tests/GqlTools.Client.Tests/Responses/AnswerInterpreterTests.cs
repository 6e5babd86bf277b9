using System.Net;
using System.Text;
using GqlTools.Client.Failures;
using GqlTools.Client.Responses;

namespace GqlTools.Client.Tests.Responses;

public sealed class AnswerInterpreterTests
{
    private const string GraphQL = "application/graphql-response+json";
    private const string Json = "application/json";

    [Theory]
    [InlineData(200, GraphQL, true, false, null, true)]
    [InlineData(294, GraphQL, true, true, null, true)]
    [InlineData(200, Json, true, true, null, true)]
    [InlineData(400, GraphQL, false, true, null, true)]
    [InlineData(422, GraphQL, false, true, null, true)]
    [InlineData(400, Json, false, true, null, false)]
    [InlineData(500, Json, false, true, null, false)]
    [InlineData(503, GraphQL, true, false, null, true)]
    [InlineData(503, Json, true, false, FailureKind.HttpStatus, false)]
    [InlineData(429, GraphQL, false, true, FailureKind.HttpStatus, true)]
    [InlineData(401, GraphQL, false, true, FailureKind.Unauthorized, true)]
    [InlineData(401, Json, false, false, FailureKind.Unauthorized, false)]
    [InlineData(403, Json, false, true, FailureKind.Forbidden, false)]
    [InlineData(200, Json, false, false, FailureKind.AnswerNotGraphQL, true)]
    [InlineData(404, Json, false, false, FailureKind.HttpStatus, false)]
    public void Status_and_media_type_decide_whether_a_body_is_an_answer(
        int status, string mediaType, bool data, bool errors, FailureKind? expected, bool trusted)
    {
        var answer = new Answer<string>(data, data, data ? "data" : null, errors, errors ? [new GqlError("wrong", [], null, null)] : [], null);

        var failure = AnswerInterpreter.FailureOf(answer, (HttpStatusCode)status, mediaType, "https://api/graphql");

        Assert.Equal(expected, failure?.Kind);
        Assert.Equal(trusted, AnswerInterpreter.IsTrusted((HttpStatusCode)status, mediaType));
        if (failure is not null && errors) Assert.Contains("wrong", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404, "text/html", "<html><head><title>Nothing here</title>", FailureKind.HttpStatus, "404 Not Found with an HTML page (\"Nothing here\")")]
    [InlineData(200, "text/html", "<p>", FailureKind.AnswerNotJson, "200 OK with an HTML page where")]
    [InlineData(502, "text/html", "<title>Bad &amp; gone</title>", FailureKind.HttpStatus, "(\"Bad & gone\")")]
    [InlineData(401, "text/html", "<p>", FailureKind.Unauthorized, "The credentials are missing")]
    [InlineData(200, "image/png", "x", FailureKind.AnswerNotJson, "content of type 'image/png'")]
    public void A_page_is_named_by_its_title_and_status(int status, string mediaType, string body, FailureKind kind, string says)
    {
        var failure = AnswerInterpreter.FailureOfPage((HttpStatusCode)status, mediaType, Encoding.UTF8.GetBytes(body), "https://api/graphql");

        Assert.Equal(kind, failure.Kind);
        Assert.Equal(status, failure.StatusCode);
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
    }
}
