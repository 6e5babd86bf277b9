using System.Text;
using GqlTools.Client.Responses;

namespace GqlTools.Client.Tests.Responses;

public sealed class JsonBytesReaderTests
{
    public static TheoryData<string, string> Values => new()
    {
        { "null", "null" },
        { " \"a\\u00e9\\\"\" ", "\"a\\u00e9\\\"\"" },
        { "1.50e+10", "1.50e+10" },
        { "[]", "[]" },
        { "{ }", "{}" },
        { """{ "a" : [ 1 , [ ] , { "b" : true } ] , "a" : "ä" , "" : { } }""", """{"a":[1,[],{"b":true}],"a":"ä","":{}}""" },
        { """[[[["x"]]], {"\n": false}]""", """[[[["x"]]],{"\n":false}]""" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_is_copied_token_for_token_wherever_its_bytes_are_cut(string json, string expected)
    {
        var body = Encoding.UTF8.GetBytes($$$"""{"data":{{{json}}},"extensions":{"x":1}}""");
        for (var cut = 1; cut < body.Length; cut++)
        {
            using var reader = new AnswerReader<ReadOnlyMemory<byte>>(new JsonBytesReader(), AnswerLimits.Default);
            foreach (var part in (byte[][])[body[..cut], body[cut..]])
            {
                part.CopyTo(reader.GetBuffer());
                reader.Advance(part.Length);
            }

            Assert.Equal(expected, Encoding.UTF8.GetString(reader.Complete().Data.Span));
        }
    }
}
