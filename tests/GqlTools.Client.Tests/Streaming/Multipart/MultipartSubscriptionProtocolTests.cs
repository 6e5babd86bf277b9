using System.Text;
using GqlTools.Client.Streaming;
using GqlTools.Client.Streaming.Multipart;

namespace GqlTools.Client.Tests.Streaming.Multipart;

public sealed class MultipartSubscriptionProtocolTests
{
    [Theory]
    [InlineData("{}", "KeepAlive 1 ")]
    [InlineData(" { } ", "KeepAlive 1 ")]
    [InlineData("""{"payload":{"data":{"a":1},"extensions":{}}}""", """Next 1 {"data":{"a":1},"extensions":{}}""")]
    [InlineData("""{"errors":[],"payload":{"data":null,"errors":[{"message":"no"}]}}""", """Next 1 {"data":null,"errors":[{"message":"no"}]}""")]
    [InlineData("""{"payload":null,"errors":[{"message":"lost"}]}""", """ConnectionError 1 [{"message":"lost"}]""")]
    [InlineData("""{"errors":[{"message":"lost"}]}""", """ConnectionError 1 [{"message":"lost"}]""")]
    [InlineData("""{"payload":null}""", "Complete 1 ")]
    [InlineData("""{"data":{"a":1}}""", """Next 1 {"data":{"a":1}}""")]
    [InlineData("""{"data":null,"errors":[{"message":"no"}]}""", """Next 1 {"data":null,"errors":[{"message":"no"}]}""")]
    public void A_part_is_an_event_a_sign_of_life_an_error_or_the_end(string part, string expected) => Assert.Equal(expected, Read(New(), part));

    [Theory]
    [InlineData("""{"payload":null}""")]
    [InlineData("""{"payload":null,"errors":[{"message":"lost"}]}""")]
    public void After_the_end_nothing_counts(string end)
    {
        var protocol = New();
        Assert.Equal("""Next 1 {"data":{"a":1}}""", Read(protocol, """{"payload":{"data":{"a":1}}}"""));
        Read(protocol, end);
        Assert.Equal("Ignored 0 ", Read(protocol, """{"payload":{"data":{"a":2}}}"""));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"payload":{}""")]
    [InlineData("{} {}")]
    public void What_is_no_object_is_a_violation(string part)
    {
        var read = New().Read(Encoding.UTF8.GetBytes(part));
        Assert.Equal(StreamEventKind.Violation, read.Kind);
        Assert.StartsWith("Invalid part: ", read.Reason, StringComparison.Ordinal);
    }

    private static MultipartSubscriptionProtocol New() => new(1, 8);

    private static string Read(MultipartSubscriptionProtocol protocol, string part)
    {
        var read = protocol.Read(Encoding.UTF8.GetBytes(part));
        return $"{read.Kind} {read.Id} {Encoding.UTF8.GetString(read.Payload.Span)}";
    }
}
