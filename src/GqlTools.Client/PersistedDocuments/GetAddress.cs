using System.Text;
using GqlTools.Client.Requests;

namespace GqlTools.Client.PersistedDocuments;

/// <summary>Writes the URI of a GET (GraphQL over HTTP, section "GET"): the request's parameters URL-encoded, those that are objects as JSON text.</summary>
internal static class GetAddress
{
    /// <summary>The URI of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="part">What of its document it carries.</param>
    /// <param name="endpoint">The endpoint's URI, ready for another parameter.</param>
    /// <param name="maximumOctets">What it may be long.</param>
    /// <returns>Null where it would be longer.</returns>
    public static Uri? For(PreparedRequest request, DocumentPart part, string endpoint, int maximumOctets)
    {
        var text = part == DocumentPart.Hash || request.DocumentId is not null ? "" : request.Document!.Text;
        // Encoding makes nothing shorter.
        if (endpoint.Length + text.Length + request.Request.Variables.Length > maximumOctets) return null;

        var address = new StringBuilder(endpoint);
        Add(address, "query", text);
        Add(address, "documentId", request.DocumentIdParameter ?? "");
        Add(address, "operationName", request.Operation.Name ?? "");
        Add(address, "variables", Encoding.UTF8.GetString(request.Request.Variables.Span));
        Add(address, "extensions", Encoding.UTF8.GetString(request.ExtensionsFor(part).Span));
        return address.Length > maximumOctets ? null : new Uri(address.ToString());
    }

    // An empty parameter is an absent one.
    private static void Add(StringBuilder address, string name, string value)
    {
        if (value.Length == 0) return;
        if (address[^1] is not ('?' or '&')) address.Append('&');
        address.Append(name).Append('=').Append(Uri.EscapeDataString(value));
    }
}
