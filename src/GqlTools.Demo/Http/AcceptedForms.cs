using GqlTools.Language.Execution;

namespace GqlTools.Demo.Http;

/// <summary>The forms of an answer that a client takes.</summary>
/// <param name="Single">The media type of an answer in one piece; null when the client takes none.</param>
/// <param name="EventStream">Whether it takes server-sent events.</param>
/// <param name="MultipartSubscription">Whether it takes the parts of a multipart subscription (subscriptionSpec=1.0).</param>
/// <param name="Incremental">Which of the formats of incremental delivery it takes; null for none.</param>
internal readonly record struct AcceptedForms(
    ResponseMediaType? Single, bool EventStream, bool MultipartSubscription, IncrementalFormat? Incremental)
{
    public bool IsNothing => Single is null && !EventStream && !MultipartSubscription && Incremental is null;

    /// <summary>The media type of what cannot be streamed.</summary>
    public ResponseMediaType SingleOrUsual => Single ?? ResponseMediaType.GraphQLResponse;
}
