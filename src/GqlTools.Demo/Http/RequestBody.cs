namespace GqlTools.Demo.Http;

/// <summary>What is to be said of request bodies that nobody reads.</summary>
internal static class RequestBody
{
    /// <summary>
    /// Reads the rest of a request before it is answered without having been read. Otherwise Kestrel keeps an HTTP/2 stream after its answer until the
    /// body has come, and refuses further streams with ENHANCE_YOUR_CALM once these are many: refused requests under load would end differently
    /// from refused requests at leisure.
    /// </summary>
    public static async Task DrainAsync(HttpContext context)
    {
        try
        {
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        }
        catch (BadHttpRequestException)
        {
            // Larger than the server reads: Kestrel ends the stream or connection itself.
        }
    }
}
