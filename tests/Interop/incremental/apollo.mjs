import { ApolloServer, HeaderMap } from '@apollo/server';
import { legacyExecuteIncrementally } from '@yaacovcr/transform';
import { serveApollo } from '../apollo.mjs';

const typeDefs = /* GraphQL */ `
  enum IncrementalDirective { DEFER STREAM }
  directive @defer(if: Boolean! = true, label: String) on FRAGMENT_SPREAD | INLINE_FRAGMENT
  directive @stream(if: Boolean! = true, label: String, initialCount: Int! = 0) on FIELD

  type Item { number: Int!  slow(ms: Int! = 0): Int!  fails: String  failsHard: String! }

  type Query {
    hello(name: String = "world"): String!
    item(number: Int! = 1): Item!
    items(count: Int! = 3, ms: Int! = 0): [Item!]!
  }
`;

const late = (ms, value) => new Promise(resolve => setTimeout(resolve, ms, value));

const itemOf = number => ({
  number,
  slow: ({ ms }) => late(ms, ms),
  fails: () => { throw new Error('fails fails.'); },
  failsHard: () => { throw new Error('failsHard fails.'); },
});

async function* itemsUpTo(count, ms) {
  for (let number = 1; number <= count; number++) yield await late(ms, itemOf(number));
}

const resolvers = {
  Query: {
    hello: (_, { name }) => `Hello, ${name}!`,
    item: (_, { number }) => itemOf(number),
    items: (_, { count, ms }) => itemsUpTo(count, ms),
  },
};

/** Apollo Server with incremental delivery in both formats: deferSpec=20220824 and incrementalSpec=v0.2. */
export function createIncrementalApolloHandler(connectionOf) {
  return serveApollo(
    { typeDefs, resolvers, legacyExperimentalExecuteIncrementally: legacyExecuteIncrementally }, ApolloServer, connectionOf, HeaderMap);
}
