using System.Text;
using GqlTools.Client.Failures;
using GqlTools.Client.Streaming.Multipart;

namespace GqlTools.Client.Tests.Streaming.Multipart;

/// <summary>RFC 2046, section 5.1, and what servers make of it, each fed in every way its bytes may be split.</summary>
public sealed class MultipartReaderTests
{
    [Theory]
    [InlineData("multipart/mixed", "-")]
    [InlineData("multipart/mixed; boundary=-", "-")]
    [InlineData("multipart/mixed; boundary=\"-\"; deferSpec=20220824", "-")]
    [InlineData("multipart/mixed;deferSpec=20220824;Boundary=graphql", "graphql")]
    [InlineData("multipart/mixed; boundary=----=_Part_1; charset=utf-8", "----=_Part_1")]
    [InlineData("multipart/mixed; note=\"a; boundary=wrong \\\" b\"; boundary=\"gc0p4Jq0M2Yt08j34c0p; x:y\"", "gc0p4Jq0M2Yt08j34c0p; x:y")]
    [InlineData("multipart/mixed;; boundary = \"a b\" ;", "a b")]
    [InlineData("multipart/mixed; boundary=", "-")]
    public void The_boundary_is_found_quoted_or_not(string contentType, string expected) =>
        Assert.Equal(expected, MultipartBoundary.Find(contentType));

    [Theory]
    [InlineData("---\r\nContent-Type: application/json\r\n\r\n{\"a\":1}\r\n---\r\nContent-Type: application/json\r\n\r\n{}\r\n-----\r\n")]
    [InlineData("\r\n---\r\nContent-Type: application/json\r\n\r\n{\"a\":1}\r\n---\r\n\r\n{}\r\n-----")]
    [InlineData("a preamble\r\n of -- lines\r\n--\r\n---  \t\r\nX: 1\r\nY: 2\r\n\r\n{\"a\":1}\r\n---\r\n\r\n{}\r\n-----\r\nan epilogue\r\n---\r\n\r\n{\"b\":1}")]
    [InlineData("---\n\n{\"a\":1}\n---\nContent-Type: application/json\n\n{}\n-----\n")]
    public void Parts_stand_between_delimiters_and_nothing_else_counts(string message) => AssertParts("-", message, """{"a":1}|{}|.""");

    [Fact]
    public void The_delimiter_is_no_part_of_the_body_and_what_only_resembles_it_is() =>
        AssertParts(
            "graphql",
            "--graphql\r\n\r\none\r\n\r\n--graph\r\n --graphql\r\n--\r\n\r\r\n--graphql\r\n\r\n\n--graphql\r\n\r\n--graphql\r\nX: 1\r\n\r\n\r\nfour\r\n--graphql--",
            "one\r\n\r\n--graph\r\n --graphql\r\n--\r\n\r|||\r\nfour|.");

    [Fact]
    public void Any_boundary_is_allowed()
    {
        const string Boundary = "'()+_,-./:=? 12";
        AssertParts(Boundary, $"--{Boundary}\r\n\r\n{{}}\r\n--{Boundary}--", "{}|.");
    }

    [Theory]
    [InlineData("---\r\n\r\n{}\r\n---", "{}")]
    [InlineData("---\r\n\r\n{}\r\n---\r\n", "{}")]
    [InlineData("---\r\n\r\n{}", "")]
    [InlineData("---\r\nContent-Type", "")]
    [InlineData("", "")]
    public void A_part_has_ended_as_soon_as_its_delimiter_is_there_and_the_message_only_with_its_own(string message, string expected) =>
        AssertParts("-", message, expected);

    [Fact]
    public void Header_fields_are_found_in_any_case()
    {
        var header = Segments("-", [Encoding.UTF8.GetBytes("---\r\nContent-Length: 2\r\ncontent-type:  application/json; charset=utf-8 \r\n\r\n{}\r\n-----")])
            .First(segment => segment.Kind == MultipartSegmentKind.Header);
        Assert.Equal("application/json; charset=utf-8", header.FindField("Content-Type"));
        Assert.Equal("2", header.FindField("content-length"));
        Assert.Null(header.FindField("Content"));
    }

    [Fact]
    public void A_body_is_handed_on_as_it_comes()
    {
        var pieces = Enumerable.Repeat(Encoding.UTF8.GetBytes(new string('x', 1000)), 100).Prepend("---\r\n\r\n"u8.ToArray()).ToArray();
        var bodies = Segments("-", pieces).Where(segment => segment.Kind == MultipartSegmentKind.Body).ToList();
        Assert.Equal(100_000, bodies.Sum(segment => segment.Bytes.Length));
        Assert.InRange(bodies.Max(segment => segment.Bytes.Length), 1, 1000);
    }

    [Fact]
    public void A_header_without_an_end_is_refused()
    {
        var endless = Encoding.UTF8.GetBytes("---\r\n" + string.Concat(Enumerable.Repeat("X-Field: value\r\n", 2000)));
        Assert.Equal(FailureKind.AnswerMalformed, Assert.Throws<GqlException>(() => Segments("-", [endless])).Kind);
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void A_part_may_be_as_large_as_the_limit_and_no_larger(int length, bool allowed)
    {
        var pieces = Encoding.UTF8.GetBytes($"---\r\n\r\n{new string('1', length)}\r\n-----").Chunk(7).ToArray();
        if (allowed) Assert.Equal([new string('1', length)], Parts("-", pieces, 100, out _));
        else Assert.Equal(FailureKind.AnswerTooLarge, Assert.Throws<GqlException>(() => Parts("-", pieces, 100, out _)).Kind);
    }

    [Fact]
    public void Many_parts_in_pieces_of_any_lengths_arrive_whole_and_in_order()
    {
        var random = new Random(20261122);
        var expected = Enumerable.Range(0, 2000)
            .Select(number => $"{{\"n\":{number},\"text\":\"{new string(random.Next(2) == 0 ? '-' : '\n', random.Next(random.Next(20) == 0 ? 9000 : 30))}\"}}")
            .ToList();
        var message = string.Concat(expected.Select(part => $"\r\n--x-y\r\nContent-Type: application/json\r\n\r\n{part}")) + "\r\n--x-y--\r\n";
        Assert.Equal(expected, Parts("x-y", Splitting.AtRandom(Encoding.UTF8.GetBytes(message), random, 900), 10_000, out var isComplete));
        Assert.True(isComplete);
    }

    private static void AssertParts(string boundary, string message, string expected)
    {
        foreach (var pieces in Splitting.Of(Encoding.UTF8.GetBytes(message)))
        {
            var parts = Parts(boundary, pieces, 1000, out var isComplete);
            Assert.Equal(expected, string.Join('|', isComplete ? parts.Append(".") : parts));
        }
    }

    private static List<string> Parts(string boundary, byte[][] pieces, long maximumPartBytes, out bool isComplete)
    {
        using var reader = new MultipartJsonReader(boundary, maximumPartBytes);
        var parts = Splitting.Feed(pieces, reader.GetBuffer, reader.Advance, () => ReadAll(reader)).ToList();
        isComplete = reader.IsComplete;
        return parts;
    }

    private static IEnumerable<string> ReadAll(MultipartJsonReader reader)
    {
        while (reader.TryRead(out var body)) yield return Encoding.UTF8.GetString(body.Span);
    }

    private static List<MultipartSegment> Segments(string boundary, byte[][] pieces)
    {
        using var reader = new MultipartReader(boundary);
        return Splitting.Feed(pieces, reader.GetBuffer, reader.Advance, () => ReadSegments(reader)).ToList();
    }

    private static IEnumerable<MultipartSegment> ReadSegments(MultipartReader reader)
    {
        while (reader.TryRead(out var segment)) yield return segment with { Bytes = segment.Bytes.ToArray() };
    }
}
