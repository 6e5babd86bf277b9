using System.Text;
using Microsoft.AspNetCore.Http;

namespace GqlTools.Client.Tests.Incremental;

/// <summary>Answers in parts, in the formats that servers write. All three come to <see cref="Whole"/>.</summary>
internal static class PartedAnswer
{
    public const string Query = "{ user { id ... @defer(label: \"slow\") { name } friends @stream(initialCount: 1, label: \"list\") } }";

    public const string Whole = """{"user":{"id":"1","name":"Zoë","friends":["a","b","c"]}}""";

    public const string LaterType = "multipart/mixed;boundary=\"-\";incrementalSpec=v0.2";

    public const string EarlierType = "multipart/mixed; boundary=\"-\"; deferSpec=20220824";

    /// <summary>deferSpec=20220824, over two messages and a last one that only says so.</summary>
    public static readonly string[] Earlier =
    [
        """{"data":{"user":{"id":"1","friends":["a"]}},"hasNext":true}""",
        """{"hasNext":true,"incremental":[{"label":"slow","path":["user"],"data":{"name":"Zoë"}},{"path":["user","friends",1],"label":"list","items":["b","c"]}]}""",
        """{"hasNext":false}""",
    ];

    /// <summary>incrementalSpec=v0.2.</summary>
    public static readonly string[] Later =
    [
        """{"data":{"user":{"id":"1","friends":["a"]}},"pending":[{"id":"0","path":["user"],"label":"slow"},{"label":"list","path":["user","friends"],"id":"1"}],"hasNext":true}""",
        """{"hasNext":true,"incremental":[{"id":"0","data":{"name":"Zoë"}},{"id":"1","items":["b"]}],"completed":[{"id":"0"}]}""",
        """{"incremental":[{"items":["c"],"id":"1"}],"completed":[{"id":"1"}],"hasNext":false}""",
    ];

    /// <summary>Writes messages as parts of a multipart body, and its end.</summary>
    public static async Task WriteMultipartAsync(HttpContext context, IEnumerable<string> messages, string mediaType = LaterType)
    {
        await BeginAsync(context, mediaType);
        foreach (var message in messages) await WritePartAsync(context, message);
        await EndAsync(context);
    }

    /// <summary>Writes the header and the first delimiter.</summary>
    public static async Task BeginAsync(HttpContext context, string mediaType = LaterType)
    {
        context.Response.ContentType = mediaType;
        await context.Response.WriteAsync("\r\n---");
        await context.Response.Body.FlushAsync();
    }

    /// <summary>Writes one part and sends it off.</summary>
    public static async Task WritePartAsync(HttpContext context, string message)
    {
        await context.Response.WriteAsync($"\r\nContent-Type: application/json; charset=utf-8\r\n\r\n{message}\r\n---", Encoding.UTF8);
        await context.Response.Body.FlushAsync();
    }

    /// <summary>Writes what follows the last delimiter.</summary>
    public static Task EndAsync(HttpContext context) => context.Response.WriteAsync("--\r\n");

    /// <summary>Writes messages as server-sent events by the graphql-sse protocol.</summary>
    public static async Task WriteEventsAsync(HttpContext context, IEnumerable<string> messages)
    {
        context.Response.ContentType = "text/event-stream";
        foreach (var message in messages) await context.Response.WriteAsync($"event: next\ndata: {message}\n\n", Encoding.UTF8);
        await context.Response.WriteAsync("event: complete\ndata:\n\n");
    }
}
