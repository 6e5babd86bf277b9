using System.Text;
using System.Text.Json;
using GqlTools.Client.Failures;
using GqlTools.Client.Responses;

namespace GqlTools.Client.Tests.Responses;

public sealed class AnswerReaderTests
{
    private const string Whole =
        """{"extensions":{"cost":{"n":1}},"unknown":[{"a":[1,2]}],"data":{"user":{"name":"Zoë \"Q\"","tags":["a",null],"n":-1.5e3}},"errors":[{"message":"no","path":["user",0,"x"],"locations":[{"line":1,"column":2}],"extensions":{"code":"NO"}}]}""";

    [Fact]
    public void An_answer_reads_the_same_however_its_bytes_are_split()
    {
        var bytes = Encoding.UTF8.GetBytes(Whole);
        for (var split = 0; split <= bytes.Length; split++)
        {
            AssertWhole(Read(bytes[..split], bytes[split..]));
        }

        AssertWhole(Read(bytes.Select(single => new[] { single }).ToArray()));
    }

    [Fact]
    public void An_answer_whose_bytes_are_all_there_is_read_where_they_lie()
    {
        using var reader = new AnswerReader<JsonElement>(JsonElementReader.Instance, AnswerLimits.Default);
        AssertWhole(reader.ReadWhole(Encoding.UTF8.GetBytes(Whole)));

        using var bounded = new AnswerReader<JsonElement>(JsonElementReader.Instance, new AnswerLimits { MaximumBytes = 15 });
        Assert.Equal(FailureKind.AnswerTooLarge, Assert.Throws<GqlException>(() => bounded.ReadWhole("""{"data":{"a":1}}"""u8)).Kind);
    }

    [Fact]
    public void Data_larger_than_the_first_buffer_is_read_whole()
    {
        var text = new string('x', 100_000);
        var answer = Read(Encoding.UTF8.GetBytes($$$"""{"data":{"text":"{{{text}}}"}}"""));
        Assert.Equal(text, answer.Data.GetProperty("text").GetString());
    }

    [Theory]
    [InlineData("""{"data":null}""", true, false)]
    [InlineData("""{"data":{"a":1}}""", true, true)]
    [InlineData("""{"errors":[{"message":"x"}]}""", false, false)]
    public void Null_data_is_an_entry_without_data(string text, bool entry, bool data)
    {
        var answer = Read(Encoding.UTF8.GetBytes(text));
        Assert.Equal(entry, answer.HasDataEntry);
        Assert.Equal(data, answer.HasData);
        Assert.True(answer.IsGraphQL);
    }

    [Theory]
    [InlineData("", FailureKind.AnswerTruncated)]
    [InlineData("""{"data":{"a":""", FailureKind.AnswerTruncated)]
    [InlineData("""{"data":{"a":1}""", FailureKind.AnswerTruncated)]
    [InlineData("""{"data":{"a":1},}""", FailureKind.AnswerMalformed)]
    [InlineData("""{"data":{"a":1}} x""", FailureKind.AnswerMalformed)]
    [InlineData("""{"data":{'a':1}}""", FailureKind.AnswerMalformed)]
    [InlineData("""[{"data":{"a":1}}]""", FailureKind.AnswerNotGraphQL)]
    [InlineData("\"data\"", FailureKind.AnswerNotGraphQL)]
    public void What_is_no_answer_says_what_it_is(string text, FailureKind expected)
    {
        var exception = Assert.Throws<GqlException>(() => Read(Encoding.UTF8.GetBytes(text)));
        Assert.Equal(expected, exception.Kind);
    }

    [Fact]
    public void A_malformed_answer_names_line_and_byte()
    {
        var exception = Assert.Throws<GqlException>(() => Read("{\n  \"data\": {\n    \"a\": x\n  }\n}"u8.ToArray()));
        Assert.Equal((3, 10), (exception.Line, exception.Column));
    }

    [Fact]
    public void The_size_limit_allows_its_very_number_of_bytes_and_no_more()
    {
        var bytes = Encoding.UTF8.GetBytes("""{"data":{"a":1}}""");
        Assert.True(Read(new AnswerLimits { MaximumBytes = bytes.Length }, bytes).HasData);
        var exception = Assert.Throws<GqlException>(() => Read(new AnswerLimits { MaximumBytes = bytes.Length - 1 }, bytes));
        Assert.Equal(FailureKind.AnswerTooLarge, exception.Kind);
        Assert.Contains("15 bytes", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(6, false)]
    public void The_depth_limit_allows_its_very_number_of_levels_and_no_more(int levels, bool allowed)
    {
        var inner = levels - 1;
        var bytes = Encoding.UTF8.GetBytes($$"""{"data":{{string.Concat(Enumerable.Repeat("[", inner))}}{{string.Concat(Enumerable.Repeat("]", inner))}}}""");
        var limits = new AnswerLimits { MaximumDepth = 5 };
        if (allowed) Assert.True(Read(limits, bytes).HasData);
        else Assert.Equal(FailureKind.AnswerTooDeep, Assert.Throws<GqlException>(() => Read(limits, bytes)).Kind);
    }

    [Fact]
    public void Errors_that_bend_the_specification_are_read_as_far_as_they_go()
    {
        var answer = Read(Encoding.UTF8.GetBytes("""{"errors":[{"message":"a","locations":null,"path":null},"just text",{"code":7}]}"""));
        Assert.Equal(["a", "just text", """{"code":7}"""], answer.Errors.Select(error => error.Message));
    }

    [Fact]
    public void A_text_that_was_cut_within_an_emoji_breaks_neither_the_answer_nor_its_error()
    {
        var answer = Read(Encoding.UTF8.GetBytes("""{"\ud83d":1,"data":{"a":1},"errors":[{"message":"no \ud83d"}]}"""));
        Assert.True(answer.HasData);
        Assert.Equal("""no \ud83d""", Assert.Single(answer.Errors).Message);
    }

    private static void AssertWhole(Answer<JsonElement> answer)
    {
        Assert.Equal("Zoë \"Q\"", answer.Data.GetProperty("user").GetProperty("name").GetString());
        Assert.Equal("-1.5e3", answer.Data.GetProperty("user").GetProperty("n").GetRawText());
        Assert.Equal(2, answer.Data.GetProperty("user").GetProperty("tags").GetArrayLength());
        Assert.Equal(1, answer.Extensions!.Value.GetProperty("cost").GetProperty("n").GetInt32());
        var error = Assert.Single(answer.Errors);
        Assert.Equal(("no", "user[0].x", "NO"), (error.Message, error.PathText, error.Code));
        Assert.Equal("1:2", Assert.Single(error.Locations).ToString());
    }

    private static Answer<JsonElement> Read(params byte[][] parts) => Read(AnswerLimits.Default, parts);

    private static Answer<JsonElement> Read(AnswerLimits limits, params byte[][] parts)
    {
        using var reader = new AnswerReader<JsonElement>(JsonElementReader.Instance, limits);
        foreach (var part in parts)
        {
            for (var rest = part.AsMemory(); rest.Length > 0;)
            {
                var buffer = reader.GetBuffer();
                var count = Math.Min(buffer.Length, rest.Length);
                rest[..count].CopyTo(buffer);
                reader.Advance(count);
                rest = rest[count..];
            }
        }

        return reader.Complete();
    }
}
