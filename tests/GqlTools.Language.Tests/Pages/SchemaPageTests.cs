using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using GqlTools.Language.Pages;
using GqlTools.Language.Sdl;

namespace GqlTools.Language.Tests.Pages;

public sealed class SchemaPageTests
{
    private const string Sdl =
        """"
        "The shop of <b>bold</b> & co."
        schema { query: Query }
        type Query { "See `first` and https://example.com/docs." products(first: Int = 10 @deprecated(reason: "Use \"last\".")): [Product!]! }
        """
        One paragraph.

        <script>alert(1)</script>
        """
        type Product { id: ID! title: String @deprecated(reason: "Use name.") }
        """";

    [Fact]
    public void Everything_a_schema_says_is_escaped()
    {
        var page = Write();

        Assert.DoesNotContain("<b>bold", page);
        Assert.DoesNotContain("<script>alert", page);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", page);
        Assert.Contains("<title>A &lt;title&gt;</title>", page);
    }

    [Fact]
    public void Every_link_within_the_page_leads_to_a_place_in_it()
    {
        var page = Write();
        var places = Regex.Matches(page, " id=\"([^\"]+)\"").Select(match => match.Groups[1].Value).ToHashSet();
        var links = Regex.Matches(page, "href=\"#([^\"]+)\"").Select(match => match.Groups[1].Value).ToArray();

        Assert.Contains("Query.products(first:)", places);
        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.Contains(link, places));
    }

    [Fact]
    public void What_is_deprecated_is_marked_with_its_reason()
    {
        var page = Write();

        Assert.Matches("<dt id=\"Product.title\" class=\"deprecated\">.*badge.*deprecated", page);
        Assert.Contains("Use name.", page);
    }

    [Fact]
    public void Code_and_plain_links_of_descriptions_are_shown_as_such()
    {
        var page = Write();

        Assert.Contains("<code>first</code>", page);
        Assert.Contains("<a href=\"https://example.com/docs\" rel=\"noreferrer\">", page);
    }

    [Fact]
    public void The_page_loads_nothing_and_allows_only_its_own_script_and_style()
    {
        var page = Write();
        var policy = Regex.Match(page, "Content-Security-Policy\" content=\"([^\"]+)\"").Groups[1].Value;

        Assert.StartsWith("default-src 'none'", policy);
        Assert.Contains($"script-src '{HashOf(Regex.Match(page, "<script>(.*?)</script>", RegexOptions.Singleline).Groups[1].Value)}'", policy);
        Assert.Contains($"style-src '{HashOf(Regex.Match(page, "<style>(.*?)</style>", RegexOptions.Singleline).Groups[1].Value)}'", policy);
        Assert.DoesNotMatch("<(link|img|iframe)\\b| src=", page);
    }

    private static string Write() => SchemaPage.Write(SchemaBuilder.Build(Sdl), "A <title>");

    private static string HashOf(string content) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
}
