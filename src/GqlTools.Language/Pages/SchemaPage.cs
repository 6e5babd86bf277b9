using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using GqlTools.Language.Authoring;
using GqlTools.Language.Syntax;
using GqlTools.Language.TypeSystem;

namespace GqlTools.Language.Pages;

/// <summary>
/// Writes a schema as one HTML page: all types with links between them, a search, what is deprecated marked as such; readable in light and dark,
/// without a script, and in print. The page loads nothing, and its content security policy allows no script but its own.
/// </summary>
public static partial class SchemaPage
{
    private static readonly (TypeKind Kind, string Title)[] Groups =
    [
        (TypeKind.Object, "Objects"), (TypeKind.Interface, "Interfaces"), (TypeKind.Union, "Unions"), (TypeKind.Enum, "Enums"),
        (TypeKind.InputObject, "Inputs"), (TypeKind.Scalar, "Scalars"),
    ];

    /// <summary>Writes the page.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="title">The page's title, as plain text.</param>
    /// <returns>The HTML text.</returns>
    public static string Write(Schema schema, string title)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(title);
        var types = schema.Types.Where(static type => !type.Name.StartsWith("__", StringComparison.Ordinal)).ToArray();
        var roots = new[] { schema.Query, schema.Mutation, schema.Subscription }.OfType<ObjectType>().ToArray();
        var html = new StringBuilder(types.Length * 2000);
        WriteHead(html, title);
        WriteIndex(html, schema, types, roots);
        html.Append("<main>\n<h1>").Append(Encode(title)).Append("</h1>\n");
        WriteText(html, schema.Description);
        html.Append("<p class=\"faint\">").Append(Invariant($"{types.Length} types, {schema.Directives.Count} directives."));
        foreach (var root in roots) html.Append(' ').Append(Link(root));
        html.Append("</p>\n");
        var users = FindUsers(types);
        foreach (var type in roots.Concat<NamedType>(Groups.SelectMany(group => InGroup(types, group.Kind).Where(type => !roots.Contains(type)))))
            WriteType(html, schema, type, users);
        foreach (var directive in schema.Directives) WriteDirective(html, directive);
        return html.Append("</main>\n<script>").Append(Script).Append("</script>\n</body>\n</html>\n").ToString();
    }

    private static void WriteHead(StringBuilder html, string title) => html
        .Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '").Append(Hash(Style))
        .Append("'; script-src '").Append(Hash(Script)).Append("'\">\n<title>").Append(Encode(title))
        .Append("</title>\n<style>").Append(Style).Append("</style>\n</head>\n<body>\n");

    private static string Hash(string content) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)));

    private static void WriteIndex(StringBuilder html, Schema schema, NamedType[] types, ObjectType[] roots)
    {
        html.Append("<aside>\n<input id=\"search\" type=\"search\" placeholder=\"Search types and fields ( / )\" aria-label=\"Search\" autocomplete=\"off\">\n")
            .Append("<ul id=\"results\" hidden></ul>\n<nav id=\"types\" aria-label=\"Types\">\n");
        WriteGroup(html, "Roots", [.. roots]);
        foreach (var (kind, title) in Groups) WriteGroup(html, title, [.. InGroup(types, kind).Where(type => !roots.Contains(type))]);
        WriteGroup(html, "Directives", [.. schema.Directives]);
        html.Append("</nav>\n</aside>\n");
    }

    private static void WriteGroup(StringBuilder html, string title, ISchemaElement[] elements)
    {
        if (elements.Length == 0) return;
        html.Append("<details open><summary>").Append(title).Append(" <span class=\"count\">").Append(Invariant($"{elements.Length}")).Append("</span></summary>\n<ul>\n");
        foreach (var element in elements)
            html.Append("<li><a href=\"#").Append(Encode(element.Coordinate)).Append("\">").Append(Encode(element.Name)).Append("</a></li>\n");
        html.Append("</ul></details>\n");
    }

    private static IEnumerable<NamedType> InGroup(NamedType[] types, TypeKind kind) =>
        types.Where(type => type.Kind == kind).OrderBy(static type => type.Name, StringComparer.OrdinalIgnoreCase);

    private static void WriteType(StringBuilder html, Schema schema, NamedType type, Dictionary<string, List<ISchemaElement>> users)
    {
        html.Append("<section id=\"").Append(Encode(type.Name)).Append("\">\n<h2><span class=\"kind\">").Append(ElementText.Keyword(type.Kind))
            .Append("</span> <span class=\"name\">").Append(Encode(type.Name)).Append("</span></h2>\n");
        WriteText(html, type.Description);
        if (type is CompositeType { Interfaces.Count: > 0 } implementer) WriteLinks(html, "Implements", implementer.Interfaces);
        if (type is InterfaceType or UnionType) WriteLinks(html, "Possible types", schema.GetPossibleTypes((CompositeType)type));
        if (type is ScalarType { SpecifiedByUrl: { } url }) WriteText(html, $"Specified by {url}");
        if (type is InputObjectType { IsOneOf: true }) html.Append("<p>Exactly one of the fields must be given.</p>\n");
        html.Append("<dl>\n");
        switch (type)
        {
            case CompositeType composite:
                foreach (var field in composite.Fields) WriteField(html, field);
                break;
            case InputObjectType input:
                foreach (var field in input.Fields) WriteInput(html, field, withId: true);
                break;
            case EnumType known:
                foreach (var value in known.Values)
                {
                    BeginEntry(html, value, withId: true).Append(Name(value));
                    EndEntry(html, value);
                }

                break;
        }

        html.Append("</dl>\n");
        if (users.TryGetValue(type.Name, out var found)) WriteUsers(html, found);
        html.Append("</section>\n");
    }

    private static void WriteField(StringBuilder html, FieldDefinition field)
    {
        BeginEntry(html, field, withId: true).Append(Name(field));
        html.Append(": ").Append(TypeLink(field.Type));
        EndEntry(html, field, field.Arguments);
    }

    private static void WriteInput(StringBuilder html, InputValueDefinition input, bool withId)
    {
        BeginEntry(html, input, withId).Append(Name(input)).Append(": ").Append(TypeLink(input.Type));
        if (input.DefaultValue is { } value) html.Append(" = ").Append(Encode(Printer.Print(value)));
        EndEntry(html, input);
    }

    private static void WriteDirective(StringBuilder html, DirectiveDefinition directive)
    {
        html.Append("<section id=\"").Append(Encode(directive.Coordinate)).Append("\">\n<h2><span class=\"kind\">directive</span> <span class=\"name\">")
            .Append(Encode(directive.Coordinate)).Append("</span></h2>\n");
        WriteText(html, directive.Description);
        html.Append("<p class=\"faint\">On ").Append(string.Join(", ", directive.Locations.Select(static location => location.ToName())))
            .Append(directive.IsRepeatable ? "; repeatable" : "").Append("</p>\n<dl>\n");
        foreach (var argument in directive.Arguments) WriteInput(html, argument, withId: true);
        html.Append("</dl>\n</section>\n");
    }

    private static StringBuilder BeginEntry(StringBuilder html, ISchemaElement element, bool withId)
    {
        html.Append("<dt");
        if (withId) html.Append(" id=\"").Append(Encode(element.Coordinate)).Append('"');
        return html.Append(element.DeprecationReason is null ? ">" : " class=\"deprecated\">").Append("<span class=\"signature\">");
    }

    private static void EndEntry(StringBuilder html, ISchemaElement element, IReadOnlyCollection<InputValueDefinition>? arguments = null)
    {
        html.Append("</span>");
        if (element.DeprecationReason is not null) html.Append(" <span class=\"badge\">deprecated</span>");
        html.Append("</dt>\n");
        if (element is { Description: null, DeprecationReason: null } && arguments is not { Count: > 0 }) return;
        html.Append("<dd>");
        if (element.DeprecationReason is { } reason) html.Append("<p class=\"reason\">").Append(Rich(reason)).Append("</p>\n");
        WriteText(html, element.Description);
        if (arguments is { Count: > 0 })
        {
            html.Append("<dl>\n");
            foreach (var argument in arguments) WriteInput(html, argument, withId: true);
            html.Append("</dl>\n");
        }

        html.Append("</dd>\n");
    }

    private static void WriteLinks(StringBuilder html, string title, IReadOnlyCollection<NamedType> types) => html
        .Append("<p>").Append(title).Append(' ').AppendJoin(", ", types.Select(Link)).Append("</p>\n");

    private static void WriteUsers(StringBuilder html, List<ISchemaElement> users)
    {
        html.Append("<details class=\"used\"><summary>Used by ").Append(Invariant($"{users.Count}")).Append("</summary>\n<p>")
            .AppendJoin(", ", users.Select(static user => $"<a href=\"#{Encode(user.Coordinate)}\">{Encode(user.Coordinate)}</a>")).Append("</p></details>\n");
    }

    private static Dictionary<string, List<ISchemaElement>> FindUsers(NamedType[] types)
    {
        var users = new Dictionary<string, List<ISchemaElement>>(StringComparer.Ordinal);
        foreach (var type in types)
        {
            switch (type)
            {
                case CompositeType composite:
                    foreach (var field in composite.Fields)
                    {
                        Add(field.Type, field);
                        foreach (var argument in field.Arguments) Add(argument.Type, argument);
                    }

                    break;
                case InputObjectType input:
                    foreach (var field in input.Fields) Add(field.Type, field);
                    break;
            }
        }

        return users;

        void Add(GraphQLType used, ISchemaElement user)
        {
            // Everything uses the built-in scalars; such lists would be most of the page.
            if (used.Named is ScalarType { IsBuiltIn: true }) return;
            if (!users.TryGetValue(used.Named.Name, out var list)) users.Add(used.Named.Name, list = []);
            list.Add(user);
        }
    }

    private static string TypeLink(GraphQLType type) => type switch
    {
        NonNullType nonNull => TypeLink(nonNull.InnerType) + "!",
        ListType list => $"[{TypeLink(list.ItemType)}]",
        _ => Link((NamedType)type),
    };

    private static string Link(NamedType type) => $"<a href=\"#{Encode(type.Name)}\">{Encode(type.Name)}</a>";

    private static string Name(ISchemaElement element) => $"<span class=\"name\">{Encode(element.Name)}</span>";

    private static void WriteText(StringBuilder html, string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return;
        foreach (var paragraph in ParagraphBreak().Split(text.Trim())) html.Append("<p>").Append(Rich(paragraph)).Append("</p>\n");
    }

    // Descriptions are CommonMark; of that, code and plain links are shown, and the rest reads well as it is written.
    private static string Rich(string text) =>
        PlainLink().Replace(InlineCode().Replace(Encode(text), "<code>$1</code>"), "<a href=\"$0\" rel=\"noreferrer\">$0</a>");

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\r?\n\s*\r?\n", RegexOptions.CultureInvariant)]
    private static partial Regex ParagraphBreak();

    [GeneratedRegex("`([^`\\n]+)`", RegexOptions.CultureInvariant)]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"\bhttps?://(?:(?!&(?:quot|lt|gt|#39);)[^\s<>""')\]])*(?:(?!&(?:quot|lt|gt|#39);)[^\s<>""')\].,;:])", RegexOptions.CultureInvariant)]
    private static partial Regex PlainLink();
}
