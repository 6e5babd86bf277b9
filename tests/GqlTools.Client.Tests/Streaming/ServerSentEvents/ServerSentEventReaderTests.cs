using System.Text;
using GqlTools.Client.Failures;
using GqlTools.Client.Streaming.ServerSentEvents;

namespace GqlTools.Client.Tests.Streaming.ServerSentEvents;

/// <summary>The examples and rules of WHATWG HTML, section 9.2, each fed in every way its bytes may be split.</summary>
public sealed class ServerSentEventReaderTests
{
    [Theory]
    [InlineData("data: YHOO\ndata: +2\ndata: 10\n\n", ":YHOO\n+2\n10")]
    [InlineData(": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n", ":first event|:second event|: third event")]
    [InlineData("data\n\ndata\ndata\n\ndata:", ":|:\n")]
    [InlineData("data:test\n\ndata: test\n\n", ":test|:test")]
    public void The_examples_of_the_standard_read_as_it_says(string stream, string expected) => AssertEvents(stream, expected);

    [Theory]
    [InlineData("data: a\rdata: b\r\rdata: c\r\r", ":a\nb|:c")]
    [InlineData("data: a\r\ndata: b\r\n\r\ndata: c\r\n\r\n", ":a\nb|:c")]
    [InlineData("data: a\ndata: b\r\r\ndata: c\r\n\n", ":a\nb|:c")]
    public void Lines_end_with_carriage_return_line_feed_or_both(string stream, string expected) => AssertEvents(stream, expected);

    [Theory]
    [InlineData("event: next\ndata: {}\n\n", "next:{}")]
    [InlineData("data: {}\nevent: a\nevent: next\n\ndata: 2\n\n", "next:{}|:2")]
    [InlineData("data: a\nevent: a long name\ndata: b\nid: 4711\ndata: c\n\n", "a long name:a\nb\nc")]
    [InlineData("event: gone\n\n", "gone")]
    [InlineData("event: complete\ndata\n\n", "complete:")]
    [InlineData("event:\n\ndata: a\n\n", ":a")]
    public void The_last_event_field_names_the_event_and_only_that_one(string stream, string expected) => AssertEvents(stream, expected);

    [Theory]
    [InlineData(":\n\n: ping\n\n:\n:\ndata: a\n:x\n\n", ":a")]
    [InlineData("Data: a\ndata : b\nda\nxyz: c\ndata: d\n\n", ":d")]
    [InlineData("\n\n\r\r\ndata: a\n\n", ":a")]
    public void Comments_unknown_fields_and_empty_lines_are_ignored(string stream, string expected) => AssertEvents(stream, expected);

    [Theory]
    [InlineData("\uFEFFdata: a\n\n\uFEFFdata: b\n\n", ":a")]
    [InlineData("\uFEFF\uFEFFdata: a\n\ndata: b\n\n", ":b")]
    [InlineData("data: \uFEFF\n\n", ":\uFEFF")]
    public void One_leading_byte_order_mark_is_ignored(string stream, string expected) => AssertEvents(stream, expected);

    [Theory]
    [InlineData("data: a\n\ndata: b\n", ":a")]
    [InlineData("data: a\n\ndata: b", ":a")]
    [InlineData("data: a", "")]
    public void An_event_that_the_end_cuts_off_is_discarded(string stream, string expected) => AssertEvents(stream, expected);

    [Fact]
    public void The_last_event_id_stays_until_another_comes()
    {
        using var reader = new ServerSentEventReader(1000);
        Assert.Equal("", reader.LastEventId);
        _ = Read(reader, [Encoding.UTF8.GetBytes("id: 1\ndata: a\n\ndata: b\n\n")]);
        Assert.Equal("1", reader.LastEventId);
        _ = Read(reader, [Encoding.UTF8.GetBytes("id: 2\0\ndata: c\n\n")]);
        Assert.Equal("1", reader.LastEventId);
        _ = Read(reader, [Encoding.UTF8.GetBytes("id\ndata: c\n\n")]);
        Assert.Equal("", reader.LastEventId);
    }

    [Theory]
    [InlineData("retry: 1500\n\n", 1500)]
    [InlineData("retry: 1500\nretry: soon\nretry: -1\nretry: 1.5\nretry:\nretry: 99999999999\n\n", 1500)]
    public void Retry_is_digits_alone(string stream, int expectedMilliseconds)
    {
        using var reader = new ServerSentEventReader(1000);
        Assert.Null(reader.ReconnectionTime);
        _ = Read(reader, [Encoding.UTF8.GetBytes(stream)]);
        Assert.Equal(TimeSpan.FromMilliseconds(expectedMilliseconds), reader.ReconnectionTime);
    }

    [Theory]
    [InlineData(5000, true)]
    [InlineData(6000, false)]
    public void An_event_over_the_limit_is_refused_before_it_is_whole(int length, bool allowed)
    {
        using var reader = new ServerSentEventReader(5500);
        var pieces = Encoding.UTF8.GetBytes($"data: {new string('x', length)}\n\n").Chunk(100).ToArray();
        if (allowed) Assert.Single(Read(reader, pieces));
        else Assert.Equal(FailureKind.AnswerTooLarge, Assert.Throws<GqlException>(() => Read(reader, pieces)).Kind);
    }

    [Fact]
    public void Signs_of_life_do_not_pile_up_against_the_limit()
    {
        using var reader = new ServerSentEventReader(100);
        Assert.Empty(Read(reader, Enumerable.Repeat(":\n"u8.ToArray(), 1000).ToArray()));
        Assert.Equal([":a"], Read(reader, ["data: a\n\n"u8.ToArray()]));
    }

    [Fact]
    public void Many_events_in_pieces_of_any_lengths_arrive_whole_and_in_order()
    {
        var random = new Random(20261122);
        var stream = new StringBuilder();
        var expected = new List<string>();
        for (var number = 0; number < 2000; number++)
        {
            string[] lines = Enumerable.Range(0, 1 + random.Next(3)).Select(line => $"{number}.{line} {new string('é', random.Next(random.Next(20) == 0 ? 9000 : 30))}").ToArray();
            var end = random.Next(3) switch { 0 => "\n", 1 => "\r\n", _ => "\r" };
            stream.Append("event: next").Append(end);
            foreach (var line in lines) stream.Append("data: ").Append(line).Append(end);
            stream.Append(end);
            expected.Add($"next:{string.Join('\n', lines)}");
        }

        using var reader = new ServerSentEventReader(1_000_000);
        Assert.Equal(expected, Read(reader, Splitting.AtRandom(Encoding.UTF8.GetBytes(stream.ToString()), random, 700)));
    }

    private static void AssertEvents(string stream, string expected)
    {
        foreach (var pieces in Splitting.Of(Encoding.UTF8.GetBytes(stream)))
        {
            using var reader = new ServerSentEventReader(1000);
            Assert.Equal(expected, string.Join('|', Read(reader, pieces)));
        }
    }

    private static List<string> Read(ServerSentEventReader reader, byte[][] pieces) =>
        Splitting.Feed(pieces, reader.GetBuffer, reader.Advance, () => ReadAll(reader)).ToList();

    private static IEnumerable<string> ReadAll(ServerSentEventReader reader)
    {
        while (reader.TryRead(out var read))
            yield return Encoding.UTF8.GetString(read.Type.Span) + (read.HasData ? ":" + Encoding.UTF8.GetString(read.Data.Span) : "");
    }
}
