using System.Text;
using GqlTools.Client.Authentication;

namespace GqlTools.Client.Tests.Authentication;

/// <summary>Vectors of AWS's own test suite for Signature Version 4 (aws-sig-v4-test-suite): user AKIDEXAMPLE, us-east-1, service "service".</summary>
public sealed class SignatureVersion4Tests
{
    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    private static readonly DateTimeOffset Now = new(2015, 8, 30, 14, 36, 0, TimeSpan.FromHours(2));

    [Theory]
    [InlineData("get-vanilla", "GET", "", "", "host;x-amz-date", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("post-vanilla", "POST", "", "", "host;x-amz-date", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")]
    [InlineData("post-header-key-sort", "POST", "My-Header1:value1", "", "host;my-header1;x-amz-date", "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c")]
    [InlineData("post-x-www-form-urlencoded", "POST", "Content-Type:application/x-www-form-urlencoded", "Param1=value1", "content-type;host;x-amz-date", "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a")]
    [InlineData("get-header-value-trim", "GET", "My-Header1: value1|My-Header2: \"a   b   c\"", "", "host;my-header1;my-header2;x-amz-date", "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736")]
    [InlineData("get-header-key-duplicate", "GET", "My-Header1:value2|My-Header1:value2|My-Header1:value1", "", "host;my-header1;x-amz-date", "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea")]
    public void A_request_is_signed_as_AWS_signs_it(string vector, string method, string headers, string body, string signedHeaders, string signature)
    {
        KeyValuePair<string, string>[] fields =
        [
            new("Host", "example.amazonaws.com"),
            .. headers.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(header => header.Split(':', 2)).Select(pair => new KeyValuePair<string, string>(pair[0], pair[1])),
        ];
        var signed = SignatureVersion4.Sign(method, "/", fields, Encoding.UTF8.GetBytes(body), new AwsCredentials("AKIDEXAMPLE", Secret), "us-east-1", "service", Now);
        Assert.Equal(fields, signed.Take(fields.Length));
        Assert.Contains(new("x-amz-date", "20150830T123600Z"), signed);
        Assert.True(
            signed[^1].Value == $"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders={signedHeaders}, Signature={signature}",
            $"{vector}: {signed[^1].Value}");
    }

    [Fact]
    public void Temporary_credentials_send_and_sign_their_token()
    {
        var signed = SignatureVersion4.Sign(
            "POST", "/", [new("Host", "example.amazonaws.com")], [], new AwsCredentials("AKIDEXAMPLE", Secret, "the token"), "us-east-1", "service", Now);
        Assert.Contains(new("X-Amz-Security-Token", "the token"), signed);
        Assert.Contains("SignedHeaders=host;x-amz-date;x-amz-security-token,", signed[^1].Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Credentials_never_show_their_secrets() =>
        Assert.Equal("AKIDEXAMPLE ***", new AwsCredentials("AKIDEXAMPLE", Secret, "the token").ToString());
}
