using System.Net;

namespace GqlTools.Demo.Http;

/// <summary>The kind of page that proxies and web servers answer with where a GraphQL client hopes for JSON.</summary>
internal static class HtmlPage
{
    public const string MediaType = "text/html; charset=utf-8";

    public static string Text(string title, string text) =>
        $"<!DOCTYPE html>\n<html><head><title>{WebUtility.HtmlEncode(title)}</title></head><body><h1>{WebUtility.HtmlEncode(title)}</h1><p>{WebUtility.HtmlEncode(text)}</p></body></html>\n";

    public static Task WriteAsync(HttpContext context, int status, string title, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = MediaType;
        return context.Response.WriteAsync(Text(title, text), context.RequestAborted);
    }
}
