using System.Text;
using GqlTools.Demo.Http;

namespace GqlTools.Demo.Faults;

/// <summary>A body that stands in for the real answer: what servers and proxies were seen to send.</summary>
internal sealed record AnswerBody(string MediaType, byte[] Bytes)
{
    private const string Json = "application/json; charset=utf-8";
    private const string GraphQLResponse = "application/graphql-response+json; charset=utf-8";

    public static AnswerBody Named(string kind, int status) => kind switch
    {
        "none" => new("", []),
        "html" => new(HtmlPage.MediaType, Utf8(HtmlPage.Text($"{status}", "An intermediary made this page."))),
        "text" => new("text/plain; charset=utf-8", Utf8("upstream connect error")),
        "errors" => new(GraphQLResponse, Errors(status)),
        "json-errors" => new(Json, Errors(status)),
        "rate-limited" => new(GraphQLResponse, Utf8("""{"data":null,"errors":[{"type":"RATE_LIMITED","message":"API rate limit exceeded","extensions":{"code":"RATE_LIMITED"}}]}""")),
        "data" => new(GraphQLResponse, Utf8("""{"data":{"__typename":"Query"}}""")),
        "null" => new(GraphQLResponse, Utf8("null")),
        "array" => new(GraphQLResponse, Utf8("""[1,2,3]""")),
        "not-graphql" => new(Json, Utf8("""{"status":"ok","items":[]}""")),
        "wrong-errors" => new(GraphQLResponse, Utf8("""{"errors":"everything is wrong"}""")),
        "wrong-data" => new(GraphQLResponse, Utf8("""{"data":"everything is fine"}""")),
        "truncated" => new(GraphQLResponse, Utf8("""{"data":{"__typename":"Qu""")),
        "two" => new(GraphQLResponse, Utf8("""{"data":{"__typename":"Query"}}{"data":null}""")),
        "bom" => new(GraphQLResponse, [.. Encoding.UTF8.Preamble, .. Utf8("""{"data":{"__typename":"Query"}}""")]),
        "not-utf8" => new(GraphQLResponse, [.. Utf8("""{"data":{"__typename":""" + "\""), 0xC3, 0x28, .. Utf8("\"}}")]),
        _ => throw new FormatException($"There is no answer body '{kind}'."),
    };

    private static byte[] Errors(int status) =>
        Utf8($$"""{"errors":[{"message":"The demo server answers {{status}}.","extensions":{"code":"DEMO_FAULT"} }]}""");

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
