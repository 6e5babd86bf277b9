using System.Text;
using System.Text.Json;
using GqlTools.Client.Failures;
using GqlTools.Client.Responses;
using GqlTools.Client.Streaming.Incremental;
using GqlTools.Client.Streaming.Multipart;
using static GqlTools.Client.Tests.Streaming.WebSockets.SocketTalk;

namespace GqlTools.Client.Tests.Streaming.Incremental;

/// <summary>The same answer in the formats that servers write, and the rules that only one of them has.</summary>
public sealed class IncrementalDeliveryTests
{
    private const string Whole = """{"user":{"id":"1","name":"Zoë","friends":["a","b","c"],"big":12345678901234567890.10}}""";

    public static TheoryData<string, string[]> Formats => new()
    {
        {
            "2020",
            [
                """{"data":{"user":{"id":"1","friends":["a"]}},"hasNext":true}""",
                """{"path":["user"],"label":"slow","data":{"name":"Zoë","big":12345678901234567890.10},"hasNext":true}""",
                """{"label":"list","path":["user","friends",1],"data":"b","hasNext":true}""",
                """{"path":["user","friends",2],"label":"list","data":"c","hasNext":false}""",
            ]
        },
        {
            "2022",
            [
                """{"data":{"user":{"id":"1","friends":["a"]}},"hasNext":true}""",
                """{"hasNext":true,"incremental":[{"label":"slow","path":["user"],"data":{"name":"Zoë","big":12345678901234567890.10}},{"path":["user","friends",1],"label":"list","items":["b"]}]}""",
                """{"incremental":[{"items":["c"],"path":["user","friends",2],"label":"list"}],"hasNext":true}""",
                """{"hasNext":false}""",
            ]
        },
        {
            "pending",
            [
                """{"data":{"user":{"id":"1","friends":["a"]}},"pending":[{"id":"0","path":["user"],"label":"slow"},{"label":"list","path":["user","friends"],"id":"1"}],"hasNext":true}""",
                """{"hasNext":true,"incremental":[{"id":"0","data":{"name":"Zoë","big":12345678901234567890.10}},{"id":"1","items":["b"]}],"completed":[{"id":"0"}]}""",
                """{"incremental":[{"items":["c"],"id":"1"}],"completed":[{"id":"1"}],"hasNext":false}""",
            ]
        },
        {
            "pending, all in the first",
            [
                """{"completed":[{"id":"0"},{"id":"1"}],"incremental":[{"data":{"name":"Zoë","big":12345678901234567890.10},"id":"0"},{"id":"1","items":["b","c"]}],"pending":[{"id":"0","path":["user"]},{"path":["user","friends"],"id":"1"}],"data":{"user":{"id":"1","friends":["a"]}},"hasNext":false}""",
            ]
        },
        { "inlined", [$$"""{"data":{{Whole}}}"""] },
    };

    [Theory]
    [MemberData(nameof(Formats))]
    public void All_formats_merge_to_the_same_answer(string format, string[] messages)
    {
        var (merged, reader, _) = Read(messages);
        Assert.False(reader.HasNext);
        var answer = merged.ToAnswer(JsonElementReader.Instance);
        AssertJson(Whole, answer.Data.GetRawText());
        Assert.Equal("12345678901234567890.10", answer.Data.GetProperty("user").GetProperty("big").GetRawText());
        Assert.True(answer.HasData, format);
        Assert.False(answer.HasErrors);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_multipart_answer_merges_the_same_however_its_bytes_are_split(string format, string[] messages)
    {
        var body = Encoding.UTF8.GetBytes(string.Concat(messages.Select(message => $"\r\n---\r\nContent-Type: application/json\r\n\r\n{message}")) + "\r\n-----\r\n");
        foreach (var pieces in Splitting.Of(body, randomCount: 20))
        {
            using var parts = new MultipartJsonReader("-", 10_000);
            var reader = new IncrementalReader(AnswerLimits.Default);
            var merge = new IncrementalMerge(AnswerLimits.Default);
            foreach (var part in Splitting.Feed(pieces, parts.GetBuffer, parts.Advance, () => ReadAll(parts, reader))) merge.Add(part);
            Assert.True(parts.IsComplete, format);
            AssertJson(Whole, merge.ToAnswer(JsonElementReader.Instance).Data.GetRawText());
        }
    }

    [Fact]
    public void Each_part_of_the_2022_format_comes_with_its_path_and_label() =>
        Assert.Equal(
            [
                """Initial {"user":{"id":"1","friends":["a"]}}""",
                """Deferred user slow {"name":"Zoë","big":12345678901234567890.10}""",
                """Streamed user.friends@1 list ["b"]""",
                """Streamed user.friends@2 list ["c"]""",
            ],
            Read(Messages("2022")).Parts);

    [Fact]
    public void Each_part_of_the_pending_format_comes_with_its_path_and_label() =>
        Assert.Equal(
            [
                """Initial {"user":{"id":"1","friends":["a"]}}""",
                """Deferred user slow {"name":"Zoë","big":12345678901234567890.10}""",
                """Streamed user.friends list ["b"]""",
                """Streamed user.friends list ["c"]""",
            ],
            Read(Messages("pending")).Parts);

    [Fact]
    public void In_the_2020_format_a_null_behind_a_list_is_an_item_and_one_within_it_a_fragment_that_failed()
    {
        var (merged, _, _) = Read(
            """{"data":{"list":[{"a":1}]},"hasNext":true}""",
            """{"path":["list",1],"data":null,"hasNext":true}""",
            """{"path":["list",2],"data":{"a":3},"hasNext":true}""",
            """{"path":["list",0],"data":null,"errors":[{"message":"failed"}],"hasNext":false}""");
        AssertJson("""{"list":[{"a":1},null,{"a":3}]}""", Data(merged));
    }

    [Fact]
    public void A_position_is_the_pending_path_and_the_sub_path()
    {
        var (merged, _, parts) = Read(
            """{"data":{"users":[{"a":{}},{"a":{"b":[{"c":1}]}}]},"pending":[{"id":"7","path":["users",1]}],"hasNext":true}""",
            """{"incremental":[{"id":"7","subPath":["a","b",0],"data":{"d":2}}],"completed":[{"id":"7"}],"hasNext":false}""");
        AssertJson("""{"users":[{"a":{}},{"a":{"b":[{"c":1,"d":2}]}}]}""", Data(merged));
        Assert.Equal("""Deferred users[1].a.b[0] {"d":2}""", parts[1]);
    }

    [Fact]
    public void What_becomes_pending_later_is_known_as_well()
    {
        var (merged, _, _) = Read(
            """{"data":{},"pending":[{"id":"0","path":[]}],"hasNext":true}""",
            """{"incremental":[{"id":"0","data":{"a":{}}}],"pending":[{"id":"1","path":["a"]}],"completed":[{"id":"0"}],"hasNext":true}""",
            """{"incremental":[{"id":"1","data":{"b":1}}],"completed":[{"id":"1"}],"hasNext":false}""");
        AssertJson("""{"a":{"b":1}}""", Data(merged));
    }

    [Fact]
    public void Fragments_that_overlap_are_filled_up_and_not_replaced()
    {
        var (merged, _, _) = Read(
            """{"data":{"a":{"x":1,"list":[{"p":1},{"p":2}],"n":null}},"hasNext":true}""",
            """{"incremental":[{"path":[],"data":{"a":{"y":2,"list":[{"q":1},{"q":2}],"n":{"z":3}}}}],"hasNext":false}""");
        AssertJson("""{"a":{"x":1,"y":2,"list":[{"p":1,"q":1},{"p":2,"q":2}],"n":{"z":3}}}""", Data(merged));
    }

    [Fact]
    public void A_fragment_that_failed_leaves_its_errors_and_nothing_else()
    {
        var (merged, _, parts) = Read(
            """{"data":{"user":{}},"errors":[{"message":"first"}],"pending":[{"id":"0","path":["user"],"label":"slow"}],"hasNext":true}""",
            """{"completed":[{"id":"0","errors":[{"message":"second","path":["user","name"]}]}],"hasNext":false}""");
        var answer = merged.ToAnswer(JsonElementReader.Instance);
        AssertJson("""{"user":{}}""", answer.Data.GetRawText());
        Assert.Equal(["first", "second"], answer.Errors.Select(error => error.Message));
        Assert.True(answer.HasErrors);
        Assert.Equal("Failed user slow  !second", parts[1]);
    }

    [Fact]
    public void Data_null_of_a_fragment_is_a_fragment_that_failed()
    {
        var (merged, _, parts) = Read(
            """{"data":{"user":{"id":1}},"hasNext":true}""",
            """{"incremental":[{"path":["user"],"data":null,"errors":[{"message":"no"}]}],"hasNext":false}""");
        AssertJson("""{"user":{"id":1}}""", Data(merged));
        Assert.Equal("Failed user null !no", parts[1]);
    }

    [Fact]
    public void Items_null_is_a_list_that_is_dead()
    {
        var (merged, _, parts) = Read(
            """{"data":{"list":[1]},"hasNext":true}""",
            """{"incremental":[{"path":["list",1],"items":null,"errors":[{"message":"no"}]}],"hasNext":true}""",
            """{"incremental":[{"path":["list",1],"items":[2]}],"hasNext":false}""");
        AssertJson("""{"list":[1]}""", Data(merged));
        Assert.Equal(["Initial {\"list\":[1]}", "Failed list@1 null !no"], parts);
    }

    [Fact]
    public void Errors_and_extensions_of_all_parts_are_the_answers()
    {
        var (merged, _, parts) = Read(
            """{"data":{"a":1},"extensions":{"cost":1,"only":true},"hasNext":true}""",
            """{"incremental":[{"path":[],"data":{"b":2},"errors":[{"message":"in b"}],"extensions":{"cost":2}}],"hasNext":true}""",
            """{"hasNext":false,"extensions":{"cost":3}}""");
        var answer = merged.ToAnswer(JsonElementReader.Instance);
        AssertJson("""{"cost":3,"only":true}""", answer.Extensions!.Value.GetRawText());
        Assert.Equal("in b", Assert.Single(answer.Errors).Message);
        Assert.StartsWith("Supplement", parts[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_that_no_format_has_are_ignored()
    {
        var (merged, _, _) = Read(
            """{"x":[{}],"data":{"a":1},"hasNext":true,"pending":[{"id":"0","path":[],"x":1}]}""",
            """{"incremental":[{"id":"0","x":{},"data":{"b":2}}],"completed":[{"id":"0"},{"id":"unknown"}],"x":null,"hasNext":false}""");
        AssertJson("""{"a":1,"b":2}""", Data(merged));
    }

    [Fact]
    public void An_answer_without_data_has_its_errors()
    {
        var answer = Read("""{"errors":[{"message":"invalid"}]}""").Merged.ToAnswer(JsonElementReader.Instance);
        Assert.False(answer.HasDataEntry);
        Assert.Equal("invalid", Assert.Single(answer.Errors).Message);
    }

    [Fact]
    public void Data_null_is_an_entry_without_data()
    {
        var answer = Read("""{"data":null,"errors":[{"message":"no"}],"hasNext":false}""").Merged.ToAnswer(JsonElementReader.Instance);
        Assert.True(answer.HasDataEntry);
        Assert.False(answer.HasData);
    }

    [Fact]
    public void An_answer_may_be_looked_at_before_it_is_whole()
    {
        var messages = Messages("2022");
        var (merged, reader, _) = Read(messages[..2]);
        Assert.True(reader.HasNext);
        AssertJson("""{"user":{"id":"1","name":"Zoë","friends":["a","b"],"big":12345678901234567890.10}}""", Data(merged));
        foreach (var part in reader.Read(Encoding.UTF8.GetBytes(messages[2]))) merged.Add(part);
        AssertJson(Whole, Data(merged));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("[]")]
    [InlineData("""{"data":{},"hasNext":true} x""")]
    [InlineData("""{"data":{},"hasNext":true}""", """{"data":{},"hasNext":true}""")]
    [InlineData("""{"data":{},"hasNext":true}""", """{"incremental":[{"id":"0","data":{}}],"hasNext":true}""")]
    [InlineData("""{"data":{},"hasNext":true}""", """{"pending":[{"path":[]}],"hasNext":true}""")]
    [InlineData("""{"data":{"a":{}},"hasNext":false}""", """{"hasNext":false}""")]
    [InlineData("""{"data":{"a":{}},"hasNext":true}""", """{"incremental":[{"path":["b"],"data":{}}],"hasNext":true}""")]
    [InlineData("""{"data":null,"hasNext":true}""", """{"incremental":[{"path":[],"data":{}}],"hasNext":true}""")]
    [InlineData("""{"data":{"a":[1]},"hasNext":true}""", """{"incremental":[{"path":["a",2],"items":[3]}],"hasNext":true}""")]
    [InlineData("""{"data":{"a":{}},"hasNext":true}""", """{"incremental":[{"path":["a",0],"items":[3]}],"hasNext":true}""")]
    [InlineData("""{"data":{"a":1,"a":2},"hasNext":true}""", """{"incremental":[{"path":[],"data":{"b":1}}],"hasNext":true}""")]
    public void What_contradicts_itself_is_malformed(params string[] messages) =>
        Assert.Equal(FailureKind.AnswerMalformed, Assert.Throws<GqlException>(() => Read(messages)).Kind);

    [Fact]
    public void A_first_message_without_data_and_errors_is_no_answer() =>
        Assert.Equal(FailureKind.AnswerNotGraphQL, Assert.Throws<GqlException>(() => Read("""{"hello":1}""")).Kind);

    [Theory]
    [InlineData(20, true)]
    [InlineData(19, false)]
    public void The_limit_of_an_answer_is_for_all_its_parts_together(long maximumBytes, bool allowed)
    {
        var limits = new AnswerLimits { MaximumBytes = maximumBytes };
        var reader = new IncrementalReader(limits);
        var merge = new IncrementalMerge(limits);
        merge.Add(reader.Read("""{"data":{"a":[1,2,3]},"hasNext":true}"""u8.ToArray())[0]);
        var second = reader.Read("""{"incremental":[{"path":["a",3],"items":[4,5,6]}],"hasNext":true}"""u8.ToArray())[0];
        if (allowed) merge.Add(second);
        else Assert.Equal(FailureKind.AnswerTooLarge, Assert.Throws<GqlException>(() => merge.Add(second)).Kind);
    }

    [Fact]
    public void Depth_is_bounded_in_a_part_in_a_path_and_in_the_whole()
    {
        var limits = new AnswerLimits { MaximumDepth = 5 };
        Assert.Equal(FailureKind.AnswerTooDeep, Assert.Throws<GqlException>(() => new IncrementalReader(limits).Read("""{"data":[[[[[[[[]]]]]]]],"hasNext":true}"""u8.ToArray())).Kind);

        var reader = new IncrementalReader(limits);
        var merge = new IncrementalMerge(limits);
        string[] messages =
        [
            """{"data":{"a":{"a":{}}},"hasNext":true}""",
            """{"incremental":[{"path":["a","a"],"data":{"a":{}}}],"hasNext":true}""",
            """{"incremental":[{"path":["a","a","a"],"data":{"a":{}}}],"hasNext":true}""",
        ];
        foreach (var part in messages[..2].SelectMany(message => reader.Read(Encoding.UTF8.GetBytes(message)))) merge.Add(part);
        merge.ToAnswer(JsonElementReader.Instance);
        foreach (var part in reader.Read(Encoding.UTF8.GetBytes(messages[2]))) merge.Add(part);
        Assert.Equal(FailureKind.AnswerTooDeep, Assert.Throws<GqlException>(() => merge.ToAnswer(JsonElementReader.Instance)).Kind);
        Assert.Equal(
            FailureKind.AnswerTooDeep,
            Assert.Throws<GqlException>(() => merge.Add(new IncrementalPart(IncrementalPartKind.Deferred, ["a", "a", "a", "a", "a"], null) { Value = "{}"u8.ToArray() })).Kind);
    }

    [Fact]
    public void Many_parts_in_any_sizes_merge_to_what_they_were_cut_from()
    {
        var random = new Random(20261122);
        var expected = Enumerable.Range(0, 3000).Select(number => $$"""{"id":{{number}},"text":"{{new string('é', random.Next(20))}}"}""").ToList();
        List<string> messages = ["""{"data":{"list":[]},"pending":[{"id":"s","path":["list"]}],"hasNext":true}"""];
        for (var at = 0; at < expected.Count;)
        {
            var count = Math.Min(expected.Count - at, random.Next(20));
            messages.Add($$"""{"incremental":[{"id":"s","items":[{{string.Join(',', expected.Skip(at).Take(count))}}]}],"hasNext":true}""");
            at += count;
        }

        messages.Add("""{"completed":[{"id":"s"}],"hasNext":false}""");
        var (merged, _, _) = Read(messages.ToArray());
        AssertJson($$"""{"list":[{{string.Join(',', expected)}}]}""", Data(merged));
    }

    private static string[] Messages(string format) => Formats.Single(row => row.Data.Item1 == format).Data.Item2;

    private static string Data(IncrementalMerge merged) => merged.ToAnswer(JsonElementReader.Instance).Data.GetRawText();

    private static (IncrementalMerge Merged, IncrementalReader Reader, List<string> Parts) Read(params string[] messages)
    {
        var reader = new IncrementalReader(AnswerLimits.Default);
        var merged = new IncrementalMerge(AnswerLimits.Default);
        var parts = new List<string>();
        foreach (var message in messages)
        {
            var bytes = Encoding.UTF8.GetBytes(message);
            foreach (var part in reader.Read(bytes))
            {
                var start = part.StartIndex is { } index ? $"@{index}" : "";
                var errors = string.Concat(part.Errors.Select(error => " !" + error.Message));
                string?[] words = [$"{part.Kind}", part.PathText + start, part.Label, Encoding.UTF8.GetString(part.Value.Span) + errors];
                parts.Add(string.Join(' ', words.Where(word => !string.IsNullOrEmpty(word))));
                merged.Add(part);
            }

            // The message's memory is used again by what comes next.
            bytes.AsSpan().Fill((byte)'#');
        }

        return (merged, reader, parts);
    }

    private static IEnumerable<IncrementalPart> ReadAll(MultipartJsonReader parts, IncrementalReader reader)
    {
        while (parts.TryRead(out var body))
        {
            foreach (var part in reader.Read(body)) yield return part;
        }
    }
}
