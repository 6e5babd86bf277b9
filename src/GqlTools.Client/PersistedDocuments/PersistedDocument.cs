namespace GqlTools.Client.PersistedDocuments;

/// <summary>A document that the server knows by an id.</summary>
/// <param name="Id">The id, most often the text's hash.</param>
/// <param name="Text">The text.</param>
/// <param name="Name">Its operation's name; null for an anonymous one, or where it has several.</param>
public sealed record PersistedDocument(string Id, string Text, string? Name);
