namespace GqlTools.Language.Authoring;

/// <summary>No document can be written as asked: a field, argument or value does not fit the schema.</summary>
/// <param name="message">What does not fit and what would.</param>
public sealed class QueryOutlineException(string message) : Exception(message);
