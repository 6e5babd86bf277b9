using GqlTools.Client.Resilience;

namespace GqlTools.Client.PersistedDocuments;

/// <summary>How a request goes again that the server did not take in the shape it had.</summary>
/// <param name="Shape">Its next shape.</param>
/// <param name="Reason">What was wrong with the one before.</param>
internal readonly record struct ReshapedRequest(RequestShape Shape, RetryReason Reason);
