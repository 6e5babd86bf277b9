namespace GqlTools.Binding;

/// <summary>How a session's requests carry their documents.</summary>
public enum GqlPersistedQueries
{
    /// <summary>As text, with every request.</summary>
    None,

    /// <summary>As a hash, and as text once where the server does not know the hash (automatic persisted queries).</summary>
    Automatic,
}
