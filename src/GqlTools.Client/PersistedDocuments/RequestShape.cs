namespace GqlTools.Client.PersistedDocuments;

/// <summary>The way in which a request is put into HTTP. The default is what every server takes: a POST with the document's text.</summary>
/// <param name="Document">What of its document it carries.</param>
/// <param name="GetAddress">The URI of a GET, which says all of the request; null for a POST.</param>
internal readonly record struct RequestShape(DocumentPart Document, Uri? GetAddress = null)
{
    /// <summary>The same by POST.</summary>
    public RequestShape AsPost => this with { GetAddress = null };
}
