using System.Globalization;
using System.Text;

namespace GqlTools.Benchmarks;

/// <summary>Writes schemas and queries of the size of the large public services, made up by rule.</summary>
internal static class LargeSchema
{
    /// <summary>A schema of about as many types: objects with ten fields, connections, edges, enums, inputs and interfaces.</summary>
    public static string Sdl(int types)
    {
        var text = new StringBuilder();
        var entities = types / 5;
        text.AppendLine("interface Node { \"The key.\" id: ID! }");
        text.AppendLine("type PageInfo { endCursor: String hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String }");
        text.AppendLine("type Query { node(id: ID!): Node");
        for (var i = 0; i < entities; i++)
            text.AppendLine(CultureInfo.InvariantCulture, $"  \"Looks up number {i}.\" entity{i}(id: ID!, filter: Filter{i}): Entity{i}");
        text.AppendLine("}");
        for (var i = 0; i < entities; i++)
        {
            var next = (i + 1) % entities;
            var other = (i * 7) % entities;
            text.AppendLine(CultureInfo.InvariantCulture, $$"""
                "The entity of number {{i}}, which is described at some length so that descriptions count as they do elsewhere."
                type Entity{{i}} implements Node {
                  id: ID!
                  "Its name."
                  name(format: Format{{i}} = LONG, locale: String): String!
                  "When it was made."
                  createdAt: String!
                  count: Int
                  ratio: Float @deprecated(reason: "Use count.")
                  isActive: Boolean!
                  next: Entity{{next}}
                  other(filter: Filter{{other}}): Entity{{other}}
                  "Those that belong to it."
                  items(first: Int = 10, after: String, last: Int, before: String, filter: Filter{{next}}): Entity{{next}}Connection!
                  tags: [String!]!
                }
                type Entity{{i}}Connection { edges: [Entity{{i}}Edge] nodes: [Entity{{i}}] pageInfo: PageInfo! totalCount: Int! }
                type Entity{{i}}Edge { cursor: String! node: Entity{{i}} }
                "How number {{i}} is written."
                enum Format{{i}} { SHORT LONG "With everything." FULL }
                input Filter{{i}} { name: String ids: [ID!] active: Boolean = true format: Format{{i}} and: [Filter{{i}}!] }
                """);
        }

        return text.ToString();
    }

    /// <summary>A query of about as many lines, with variables, fragments and nested connections.</summary>
    public static string Query(int lines)
    {
        var text = new StringBuilder("query Large($id: ID!, $first: Int = 5, $after: String, $filter: Filter1, $active: Boolean!) {\n");
        const int LinesPerEntity = 20;
        for (var i = 0; i < lines / LinesPerEntity; i++)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $$"""
                  a{{i}}: entity{{i}}(id: $id) {
                    ...Parts{{i}}
                    id
                    name(format: SHORT, locale: "en")
                    createdAt @include(if: $active)
                    items(first: $first, after: $after, filter: { name: "x", ids: ["1", "2"], and: [{ active: false }] }) {
                      totalCount
                      pageInfo { endCursor hasNextPage }
                      edges {
                        cursor
                        node {
                          id
                          name
                          next { id tags ... on Node { id } }
                        }
                      }
                    }
                  }
                """);
        }

        text.AppendLine("  entity0(id: $id, filter: { name: \"a\" }) { next { other(filter: null) { id } } }\n  other: entity1(id: $id, filter: $filter) { id }\n}");
        for (var i = 0; i < lines / LinesPerEntity; i++)
            text.AppendLine(CultureInfo.InvariantCulture, $"fragment Parts{i} on Entity{i} {{\n  count\n  isActive\n  next {{ id }}\n}}");
        return text.ToString();
    }
}
