using GqlTools.Client.Batching;
using GqlTools.Client.Failures;

namespace GqlTools.Client.Tests.Batching;

public sealed class BatchDecisionTests
{
    [Theory]
    [InlineData(FailureKind.HttpStatus, 413, true, true)]
    [InlineData(FailureKind.HttpStatus, 431, true, true)]
    [InlineData(FailureKind.HttpStatus, 500, true, false)]
    [InlineData(FailureKind.HttpStatus, 400, true, false)]
    [InlineData(FailureKind.HttpStatus, 429, false, false)]
    [InlineData(FailureKind.HttpStatus, 503, false, false)]
    [InlineData(FailureKind.Unauthorized, 401, true, false)]
    [InlineData(FailureKind.AnswerTooLarge, 200, true, false)]
    [InlineData(FailureKind.AnswerMalformed, 200, true, false)]
    [InlineData(FailureKind.Timeout, null, false, false)]
    [InlineData(FailureKind.ConnectionLost, null, false, false)]
    [InlineData(FailureKind.UploadUnreadable, null, true, false)]
    [InlineData(FailureKind.Cancelled, null, false, false)]
    public void A_failed_batch_goes_in_parts_where_one_request_may_be_to_blame_and_repeating_does_no_harm(
        FailureKind kind, int? status, bool queries, bool mutations)
    {
        var failure = new GqlException(kind, "It failed.") { StatusCode = status };

        Assert.Equal(queries, BatchDecision.GoesInParts(failure, repeatable: true));
        Assert.Equal(mutations, BatchDecision.GoesInParts(failure, repeatable: false));
    }

    [Theory]
    [InlineData(400, true, false, true)]
    [InlineData(422, true, false, true)]
    [InlineData(400, false, false, false)]
    [InlineData(200, true, false, false)]
    [InlineData(500, true, false, false)]
    [InlineData(400, true, true, false)]
    public void Mutations_answered_without_data_go_in_parts_only_where_nothing_ran(int status, bool trusted, bool hasDataEntry, bool expected)
    {
        Assert.Equal(expected, BatchDecision.GoesInParts(status, trusted, hasDataEntry, repeatable: false));
        Assert.True(BatchDecision.GoesInParts(status, trusted, hasDataEntry, repeatable: true));
    }

    [Theory]
    [InlineData("abcd", "", false, "ab cd")]
    [InlineData("abc", "", true, "a bc")]
    [InlineData("ab", "", true, "a b")]
    [InlineData("abcd", "c", false, "c abd")]
    [InlineData("abcde", "c", true, "c ab de")]
    [InlineData("abcd", "abcd", false, "a b c d")]
    [InlineData("ab", "a", true, "a b")]
    public void Who_is_named_stands_alone_and_the_others_go_together_or_in_halves(string requests, string named, bool again, string expected) =>
        Assert.Equal(
            expected,
            string.Join(' ', BatchDecision.Parts(requests.ToCharArray(), index => named.Contains(requests[index]), again).Select(part => string.Concat(part))));
}
