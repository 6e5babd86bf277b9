using System.Globalization;
using System.IO.Compression;
using System.Net.Mime;
using System.Text;
using GqlTools.Demo.Http;
using GqlTools.Demo.Streaming.Answers;
using GqlTools.Demo.Streaming.Sockets;
using Microsoft.Net.Http.Headers;

namespace GqlTools.Demo.Faults;

/// <summary>
/// Everything that can be made to go wrong between a GraphQL server and its client. A fault is ordered as <c>name?argument=value&amp;...</c>,
/// several joined by semicolons, in one of three ways: by the path <c>/faults/name?argument=value</c>, for one request by the header
/// <c>Demo-Fault</c>, or for all requests to <c>/graphql</c> by <see cref="DemoServer.Fault"/> (and <see cref="DemoServerOptions.Fault"/>).
/// </summary>
/// <remarks>
/// Any fault also takes <c>skip=n</c> (the first n requests pass), <c>first=n</c> (then only n requests meet it) and <c>every=n</c> (only each
/// nth does). So <c>answer?status=503&amp;first=2</c> fails twice and then succeeds. Requests are counted per text of the call; assigning
/// <see cref="DemoServer.Fault"/> starts its counts anew.
/// <list type="table">
/// <item><term>delay</term><description>milliseconds=100. Waits, then goes on: a slow server, or slow headers.</description></item>
/// <item><term>hang</term><description>at=before|after|body. Never answers, or never ends its answer; notices when the client gives up.</description></item>
/// <item><term>slow-body</term><description>milliseconds=100, pieces=4. Sends the answer in pieces with a pause before each.</description></item>
/// <item><term>answer</term><description>status=200, body=none|html|text|errors|json-errors|rate-limited|data|null|array|not-graphql|wrong-errors|wrong-data|truncated|two|bom|not-utf8,
/// type=(media type), retryAfter=(seconds), retryAt=(seconds from now, sent as an HTTP date), execute=false. Answers that instead; with
/// execute=true the operation runs first and its answer is lost.</description></item>
/// <item><term>rewrite</term><description>status=, type=, header=name:value (may repeat). The real answer under another status, media type, or with more headers.</description></item>
/// <item><term>truncate</term><description>keep=50 (percent). The real answer, properly ended too early.</description></item>
/// <item><term>reset</term><description>at=before|after|body, code=2. RST_STREAM with an HTTP/2 error code (RFC 9113, section 7: 2 INTERNAL_ERROR,
/// 7 REFUSED_STREAM, 8 CANCEL, 11 ENHANCE_YOUR_CALM); HTTP/1.1 loses the connection.</description></item>
/// <item><term>cut</term><description>at=before|after|body. TCP reset of the whole connection.</description></item>
/// <item><term>half-close</term><description>at=before|after|body. The server's half of the socket ends, the client's stays open.</description></item>
/// <item><term>goaway</term><description>Answers, and retires the connection: GOAWAY, or Connection: close.</description></item>
/// <item><term>redirect</term><description>status=307, to=same|localhost|(an absolute URI), path=/graphql. <c>localhost</c> is the same port under
/// another name, and so another origin.</description></item>
/// <item><term>auth</term><description>scheme=Bearer, value=. 401 with a challenge unless Authorization is the scheme and the value; for Basic the
/// value is user:password.</description></item>
/// <item><term>compress</term><description>encoding=gzip|br|deflate. Compresses the answer if Accept-Encoding names the encoding.</description></item>
/// <item><term>socket</term><description>How a WebSocket misbehaves. ack=normal|never|twice, ackMilliseconds=; token= (what connection_init has to bring
/// as token, or as Authorization after "Bearer "); subprotocol= (another one, or none, in the server's answer); closeAt=connect|init|ack|subscribe or
/// closeAfter=n (events) with code=4500, reason=; inject=unknown-type|unknown-id|no-id|no-type|not-json|array|empty|ack|binary after injectAfter=n events
/// (0: right after the ack); late=true (one more event of an operation that is over); pong=false; pingMilliseconds=; keepAliveMilliseconds= (ka of
/// the legacy protocol); fragmentBytes= (WebSocket frames of that size); and cutAfter=n (events) or cutMilliseconds=n with cut=connection|stream.</description></item>
/// <item><term>stream</term><description>How server-sent events and multipart answers misbehave. keepAliveMilliseconds=; endAfter=n (events, without an
/// ending); pieceBytes=n (flushes after so many bytes); boundary=, quoted=false (the boundary in the header); cutAfter, cutMilliseconds and cut as above.</description></item>
/// <item><term>capture</term><description>Remembers the request in <see cref="DemoServer.Captured"/>, then goes on.</description></item>
/// </list>
/// </remarks>
public static class FaultTable
{
    private const int DefaultDelayMilliseconds = 100;
    private const int InternalError = 2; // RFC 9113, section 7

    internal static IReadOnlyDictionary<string, Fault> ByName { get; } = new Fault[]
    {
        new("delay", ["milliseconds"], DelayAsync),
        new("hang", ["at"], HangAsync),
        new("slow-body", ["milliseconds", "pieces"], SlowBodyAsync),
        new("answer", ["status", "body", "type", "retryAfter", "retryAt", "execute"], AnswerAsync),
        new("rewrite", ["status", "type", "header"], RewriteAsync),
        new("truncate", ["keep"], TruncateAsync),
        new("reset", ["at", "code"], ResetAsync),
        new("cut", ["at"], CutAsync),
        new("half-close", ["at"], HalfCloseAsync),
        new("goaway", [], GoAwayAsync),
        new("redirect", ["status", "to", "path"], RedirectAsync),
        new("auth", ["scheme", "value"], AuthAsync),
        new("compress", ["encoding"], CompressAsync),
        new("capture", [], CaptureAsync),
        new("socket", SocketScript.Arguments, request => AnnounceAsync(request, SocketScript.Of(request.Call))),
        new("stream", StreamScript.Arguments, request => AnnounceAsync(request, StreamScript.Of(request.Call))),
    }.ToDictionary(fault => fault.Name);

    /// <summary>The names of the table.</summary>
    public static IEnumerable<string> Names => ByName.Keys;

    private static async Task DelayAsync(FaultedRequest request)
    {
        await Task.Delay(request.Call.Number("milliseconds", DefaultDelayMilliseconds), request.Http.RequestAborted);
        await request.PassAsync();
    }

    private static async Task HangAsync(FaultedRequest request)
    {
        await request.ReachAsync(request.Call.Word("at", "before"));
        await request.HangAsync();
    }

    private static async Task SlowBodyAsync(FaultedRequest request)
    {
        var answer = await request.ExecuteAsync();
        var piece = Math.Max(1, answer.Length / request.Call.Number("pieces", 4));
        for (var start = 0; start < answer.Length; start += piece)
        {
            await Task.Delay(request.Call.Number("milliseconds", DefaultDelayMilliseconds), request.Http.RequestAborted);
            await request.SendAsync(answer.AsMemory(start, Math.Min(piece, answer.Length - start)));
        }
    }

    private static async Task AnswerAsync(FaultedRequest request)
    {
        var call = request.Call;
        if (call.Word("execute", "false") == "true")
            await request.ExecuteAsync();
        await RequestBody.DrainAsync(request.Http);
        var response = request.Http.Response;
        response.StatusCode = call.Number("status", StatusCodes.Status200OK);
        var body = AnswerBody.Named(call.Word("body", "none"), response.StatusCode);
        var type = call.Word("type", body.MediaType);
        response.ContentType = type.Length == 0 ? null : type;
        if (call.Number("retryAfter") is { } seconds)
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (call.Number("retryAt") is { } later)
            response.Headers.RetryAfter = HeaderUtilities.FormatDate(DateTimeOffset.UtcNow.AddSeconds(later));
        if (body.Bytes.Length == 0)
            return; // 204 and 304 may not even say that they have none
        response.ContentLength = body.Bytes.Length;
        await request.SendAsync(body.Bytes);
    }

    private static async Task RewriteAsync(FaultedRequest request)
    {
        var answer = await request.ExecuteAsync();
        var response = request.Http.Response;
        response.StatusCode = request.Call.Number("status", response.StatusCode);
        response.ContentType = request.Call.Word("type", response.ContentType ?? MediaTypeNames.Application.Json);
        foreach (var header in request.Call.Words("header"))
        {
            var colon = header.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
                throw new FormatException($"A header is written as name:value, not '{header}'.");
            response.Headers.Append(header[..colon], header[(colon + 1)..].Trim());
        }

        await request.SendAsync(answer);
    }

    private static async Task TruncateAsync(FaultedRequest request)
    {
        const int percent = 100;
        var answer = await request.ExecuteAsync();
        await request.SendAsync(answer.AsMemory(0, answer.Length * request.Call.Number("keep", percent / 2) / percent));
    }

    private static async Task ResetAsync(FaultedRequest request)
    {
        await request.ReachAsync(request.Call.Word("at", "before"));
        request.ResetStream(request.Call.Number("code", InternalError));
    }

    private static async Task CutAsync(FaultedRequest request)
    {
        await request.ReachAsync(request.Call.Word("at", "before"));
        request.CutConnection();
    }

    private static async Task HalfCloseAsync(FaultedRequest request)
    {
        await request.ReachAsync(request.Call.Word("at", "before"));
        request.CloseSendingHalf();
        await request.HangAsync();
    }

    private static Task GoAwayAsync(FaultedRequest request)
    {
        request.RetireConnection();
        return request.PassAsync();
    }

    private static async Task RedirectAsync(FaultedRequest request)
    {
        var http = request.Http;
        await RequestBody.DrainAsync(http);
        var path = request.Call.Word("path", "/graphql");
        http.Response.StatusCode = request.Call.Number("status", StatusCodes.Status307TemporaryRedirect);
        http.Response.Headers.Location = request.Call.Word("to", "same") switch
        {
            "same" => path,
            "localhost" => $"{http.Request.Scheme}://localhost:{http.Request.Host.Port}{path}",
            var elsewhere => elsewhere,
        };
    }

    private static async Task AuthAsync(FaultedRequest request)
    {
        var scheme = request.Call.Word("scheme", "Bearer");
        var value = request.Call.Word("value", "");
        var expected = scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) ? Convert.ToBase64String(Encoding.UTF8.GetBytes(value)) : value;
        var given = request.Http.Request.Headers.Authorization.ToString();
        if (given.Length == scheme.Length + 1 + expected.Length
            && given.StartsWith(scheme + " ", StringComparison.OrdinalIgnoreCase)
            && given.EndsWith(expected, StringComparison.Ordinal))
        {
            await request.PassAsync();
            return;
        }

        await RequestBody.DrainAsync(request.Http);
        var body = AnswerBody.Named("errors", StatusCodes.Status401Unauthorized);
        request.Http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        request.Http.Response.Headers.WWWAuthenticate = $"{scheme} realm=\"GqlTools demo\"";
        request.Http.Response.ContentType = body.MediaType;
        await request.SendAsync(body.Bytes);
    }

    private static async Task CompressAsync(FaultedRequest request)
    {
        var http = request.Http;
        var encoding = request.Call.Word("encoding", "gzip");
        var answer = await request.ExecuteAsync();
        http.Response.Headers.Vary = HeaderNames.AcceptEncoding;
        if (!http.Request.Headers.GetCommaSeparatedValues(HeaderNames.AcceptEncoding).Any(item => item.Split(';')[0].Trim() == encoding))
        {
            await request.SendAsync(answer);
            return;
        }

        http.Response.Headers.ContentEncoding = encoding;
        using var compressed = new MemoryStream();
        await using (Stream compressor = encoding switch
        {
            "gzip" => new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true),
            "br" => new BrotliStream(compressed, CompressionLevel.Fastest, leaveOpen: true),
            "deflate" => new ZLibStream(compressed, CompressionLevel.Fastest, leaveOpen: true),
            _ => throw new FormatException($"The demo server compresses with gzip, br or deflate, not '{encoding}'."),
        })
        {
            await compressor.WriteAsync(answer);
        }

        await request.SendAsync(compressed.ToArray());
    }

    // Whoever streams looks for its script among the request's features.
    private static Task AnnounceAsync<T>(FaultedRequest request, T script)
    {
        request.Http.Features.Set(script);
        return request.PassAsync();
    }

    private static Task CaptureAsync(FaultedRequest request)
    {
        var http = request.Http;
        var headers = http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        request.Runner.Capture(new CapturedRequest(
            http.Request.Method, http.Request.Scheme, http.Request.Host.Value ?? "", http.Request.Protocol, http.Connection.Id, headers));
        return request.PassAsync();
    }
}
