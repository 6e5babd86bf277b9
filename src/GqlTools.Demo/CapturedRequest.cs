namespace GqlTools.Demo;

/// <summary>A request that passed the <c>capture</c> fault, as the server saw it.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Scheme"><c>https</c> or <c>http</c>.</param>
/// <param name="Host">The authority the client asked for, port included.</param>
/// <param name="Protocol">The HTTP version, as in <c>HTTP/2</c>.</param>
/// <param name="ConnectionId">Names the connection the request came on; the same for all requests of one connection.</param>
/// <param name="Headers">The request headers, names in any case; several values of one name are joined by a comma.</param>
public sealed record CapturedRequest(
    string Method, string Scheme, string Host, string Protocol, string ConnectionId, IReadOnlyDictionary<string, string> Headers);
