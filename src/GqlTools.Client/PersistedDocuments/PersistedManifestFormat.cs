namespace GqlTools.Client.PersistedDocuments;

/// <summary>The shapes of manifests. The shape also says how an id goes to the server.</summary>
public enum PersistedManifestFormat
{
    /// <summary>
    /// What <c>@apollo/generate-persisted-query-manifest</c> writes. Ids go as <c>extensions.persistedQuery.sha256Hash</c>, where Apollo's routers and servers look for them.
    /// </summary>
    Apollo,

    /// <summary>What the Relay compiler writes, an object of texts by their ids. Ids go as <c>documentId</c> (GraphQL over HTTP, appendix "Persisted Documents").</summary>
    Relay,
}
