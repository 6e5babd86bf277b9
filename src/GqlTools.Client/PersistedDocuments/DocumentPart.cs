namespace GqlTools.Client.PersistedDocuments;

/// <summary>What of its document a request carries.</summary>
internal enum DocumentPart
{
    /// <summary>The text alone; or the id, of a document that has one.</summary>
    Text,

    /// <summary>The hash of the text alone, in <c>extensions.persistedQuery</c>.</summary>
    Hash,

    /// <summary>The hash and the text, by which the server learns what the hash stands for.</summary>
    HashAndText,
}
