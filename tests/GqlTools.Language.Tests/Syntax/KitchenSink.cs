namespace GqlTools.Language.Tests.Syntax;

/// <summary>Two documents that use every production of the grammar, in a layout the printer would not choose.</summary>
internal static class KitchenSink
{
    public const string Executable = """"
        # Comments are no part of the tree.
        "Finds products" query Search("what to look for" $text: String!, $first: Int = 10 @clamp(min: 1, max: 100)
          $tags: [Tag!]! = [NEW, SALE], $near: Point = {x: 1.5, y: -0.25e3}) @cached(seconds: 60) @tracked {
          found: search(text: $text, first: $first, filter: {tags: $tags, near: $near, flags: [true, false, null], deep: [[1], [], {}]}) @include(if: true) {
            ...Card @defer(label: "card"), ... on Product @skip(if: false) { price(currency: EUR) variants { sku } }
            ... @include(if: $withTotals) { total } ... { id } __typename
          }
          short(a: 1) { a: b, c }
        }

        mutation { save(note: """
              An indented
                block with \""" quotes and a \ backslash
              end
            """, text: "a \"quoted\" \\ line\n with \u{1F600} \t tab", big: 123456789012345678901234567890) { ok } }

        subscription OnPrice($sku: ID!) { priceChanged(sku: $sku) { amount } }

        """What a card shows""" fragment Card on Product @sealed { id name query: on(type: fragment) }

        query Keywords { type input enum union interface scalar directive schema extend implements null true false fragment subscription }

        { shorthand }
        """";

    public const string Schema = """"
        """The shop""" schema @link(url: "https://specs.example/x", import: ["@key"]) { query: Query mutation: Mutation, subscription: Subscription }

        "a day" scalar Date @specifiedBy(url: "https://specs.example/date")
        directive @key(fields: String!, resolvable: Boolean = true) repeatable on OBJECT | INTERFACE
        """
        Limits how often
        """
        directive @limit(
          "times" rate: Int!
          per: Duration = SECOND) on | FIELD_DEFINITION
          | ARGUMENT_DEFINITION

        type Query implements & Root @key(fields: "id") {
          "one product" product(id: ID!, "which language" language: Language = EN @deprecated(reason: "one only")): Product @limit(rate: 5)
          products(first: Int = 10, filter: Filter = {text: "", tags: [A, B]}): [Product!]!
          """
          Several lines

          with an empty one
          """
          node(id: ID!): Node
        }
        type Empty
        interface Node { id: ID! }
        interface Resource implements Node & Entity @key(fields: "id") { id: ID!, url: String }
        union Found @a = | Product | Order
        union Nothing
        enum Language @b { EN "deutsch" DE @deprecated FR }
        input Filter @oneOf { text: String = "x" @c, "tags" tags: [String!] }
        input None

        extend schema @d { mutation: M }
        extend scalar Date @e
        extend type Query implements Other @f { more: Int }
        extend type Query implements Another
        extend interface Node @g { x: Int }
        extend interface Node implements Y
        extend union Found @h = C | D
        extend enum Language @i { IT }
        extend input Filter @j { z: Int = -1 }
        """";
}
