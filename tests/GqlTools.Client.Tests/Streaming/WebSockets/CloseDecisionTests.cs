using System.Text;
using GqlTools.Client.Streaming.WebSockets;

namespace GqlTools.Client.Tests.Streaming.WebSockets;

public sealed class CloseDecisionTests
{
    [Theory]
    [InlineData(4500, false)]
    [InlineData(4005, false)]
    [InlineData(4400, false)]
    [InlineData(4004, false)]
    [InlineData(4401, false)]
    [InlineData(4406, false)]
    [InlineData(4409, false)]
    [InlineData(4429, false)]
    [InlineData(4403, true)]
    [InlineData(4408, true)]
    [InlineData(4504, true)]
    [InlineData(4499, true)]
    [InlineData(1000, true)]
    [InlineData(1001, true)]
    [InlineData(1002, false)]
    [InlineData(1003, false)]
    [InlineData(1004, false)]
    [InlineData(1005, true)]
    [InlineData(1006, true)]
    [InlineData(1007, false)]
    [InlineData(1008, false)]
    [InlineData(1009, false)]
    [InlineData(1010, false)]
    [InlineData(1011, false)]
    [InlineData(1012, true)]
    [InlineData(1013, true)]
    [InlineData(1014, true)]
    [InlineData(1015, false)]
    [InlineData(1999, false)]
    [InlineData(2000, true)]
    [InlineData(3000, true)]
    [InlineData(4000, true)]
    [InlineData(4999, true)]
    public void Each_close_code_is_fatal_or_followed_by_another_connection(int code, bool reconnect)
    {
        var verdict = CloseDecision.For(code);
        Assert.Equal((code, reconnect), (verdict.Code, verdict.Reconnect));
        Assert.EndsWith(".", verdict.Reason.TrimEnd(')'), StringComparison.Ordinal);
    }

    [Fact]
    public void A_connection_lost_without_a_close_frame_is_made_again()
    {
        var verdict = CloseDecision.For(null);
        Assert.Equal((1006, true), (verdict.Code, verdict.Reconnect));
    }

    [Fact]
    public void The_clients_own_1011_is_a_pong_that_did_not_come_and_is_not_fatal() =>
        Assert.True(CloseDecision.For(1011, closedByUs: true).Reconnect);

    [Fact]
    public void A_reason_is_cut_between_characters_to_fit_a_close_frame()
    {
        Assert.Equal("short", CloseCodes.FitReason("short"));
        var reason = CloseCodes.FitReason(new string('x', 121) + "é😀");
        Assert.Equal((123, 'é'), (Encoding.UTF8.GetByteCount(reason), reason[^1]));
        Assert.Equal(121, CloseCodes.FitReason(new string('x', 121) + "😀").Length);
    }
}
