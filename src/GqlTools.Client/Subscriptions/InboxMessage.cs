using GqlTools.Client.Failures;
using GqlTools.Client.Requests;
using GqlTools.Client.Responses;

namespace GqlTools.Client.Subscriptions;

/// <summary>What a subscription has for whoever reads it. Only the members that <see cref="Kind"/> names have a value.</summary>
internal readonly record struct InboxMessage(InboxMessageKind Kind)
{
    /// <summary>An answer as it came, in UTF-8.</summary>
    public byte[]? Payload { get; init; }

    /// <summary>How the answer came.</summary>
    public EventOrigin? Origin { get; init; }

    /// <summary>When it came, on the session's clock.</summary>
    public long ReceivedAt { get; init; }

    /// <summary>A verbose line.</summary>
    public string? Text { get; init; }

    /// <summary>Where events may be missing.</summary>
    public SubscriptionGap? Gap { get; init; }

    /// <summary>What ends the subscription; null for a good end.</summary>
    public GqlException? Failure { get; init; }

    /// <summary>Reads an answer.</summary>
    /// <typeparam name="T">What <c>data</c> becomes.</typeparam>
    /// <param name="request">What was asked.</param>
    /// <param name="dataReader">Makes the value of <c>data</c>.</param>
    /// <param name="limits">Bounds of an answer.</param>
    /// <exception cref="GqlException">It is no GraphQL answer.</exception>
    public GqlResponse<T> Read<T>(PreparedRequest request, IJsonValueReader<T> dataReader, AnswerLimits limits)
    {
        using var reader = new AnswerReader<T>(dataReader, limits);
        var answer = reader.ReadWhole(Payload!);
        return answer.IsGraphQL
            ? new GqlResponse<T>(request, answer, Origin!)
            : throw new GqlException(FailureKind.AnswerNotGraphQL, "What came for the operation has neither 'data' nor 'errors'.");
    }
}
