// The one schema that every server of this folder serves, so that a test can run unchanged against all of them.
import { GraphQLError, GraphQLScalarType, Kind, valueFromASTUntyped } from 'graphql';

export const typeDefs = /* GraphQL */ `
  "A 64-bit integer. Travels out as text, because a JavaScript number holds only 53 bits of it; accepted as text or number."
  scalar Long

  "Any JSON value, given back as it came."
  scalar Json

  enum Color { RED GREEN BLUE }

  input PointInput { x: Float!  y: Float!  label: String = "origin" }
  type Point { x: Float!  y: Float!  label: String }

  "The arguments of echo, as the server understood them."
  type Echo {
    string: String
    int: Int
    float: Float
    boolean: Boolean
    id: ID
    long: Long
    json: Json
    color: Color
    point: Point
    strings: [String!]
    matrix: [[Int]]
  }

  "The connection a request arrived on: requests with the same id shared one."
  type Connection { id: Int!  httpVersion: String!  opened: Int! }

  type Partial { good: String!  bad: String  worse: [String] }

  interface Node { id: ID! }
  type User implements Node { id: ID!  name: String!  number: Int! }
  type PageInfo { hasNextPage: Boolean!  hasPreviousPage: Boolean!  startCursor: String  endCursor: String }
  type UserEdge { cursor: String!  node: User! }
  type UserConnection { totalCount: Int!  edges: [UserEdge!]!  nodes: [User!]!  pageInfo: PageInfo! }

  type Query {
    hello(name: String = "world"): String!
    echo(
      string: String, int: Int, float: Float, boolean: Boolean, id: ID, long: Long, json: Json, color: Color,
      point: PointInput, strings: [String!], matrix: [[Int]]
    ): Echo!
    "Answers after ms milliseconds."
    slow(ms: Int!): Int!
    "Always an error; null in the data."
    fail(message: String = "This field always fails."): String
    "Always an error; nothing above it may be null, so that the whole data is."
    failHard: String!
    partial: Partial!
    list(count: Int! = 3): [Int!]!
    connection: Connection!
    counter: Int!
    "Answers 'granted' to the bearer token 'open-sesame', else fails with HTTP status 401."
    secret: String
    "The value of one header of the request."
    header(name: String!): String
    node(id: ID!): Node
    users(first: Int, after: String, last: Int, before: String): UserConnection!
  }

  "One step of a count: its number, and as its id a place to go on from."
  type Event { id: ID!  number: Int! }

  type Subscription {
    "Counts up, a step every ms milliseconds; goes on after the step with the id 'after'."
    count(from: Int! = 1, to: Int!, ms: Int! = 0, after: ID): Event!
    "Never has an event, and never ends."
    silent: Int
    "Is refused before it starts."
    refused: Int
    "Counts up, and breaks off with an error after the given number of events."
    failsAfter(count: Int!): Int
    "The value of one header of the request, or of the connection's payload."
    credentials: String
  }

  type Mutation {
    "Adds to the counter of this server process; gives its new value."
    increment(by: Int! = 1): Int!
    failAfterIncrement: Int
  }
`;

const refuse = (message, code, extensions = {}) => new GraphQLError(message, { extensions: { code, ...extensions } });

const toLong = value => {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'bigint')
    throw refuse(`Long cannot represent ${JSON.stringify(value)}: give a whole number or its text.`, 'BAD_USER_INPUT');
  let long;
  try {
    long = BigInt(value);
  } catch {
    throw refuse(`Long cannot represent ${JSON.stringify(value)}: it is not a whole number.`, 'BAD_USER_INPUT');
  }
  if (BigInt.asIntN(64, long) !== long)
    throw refuse(`Long cannot represent ${value}: it does not fit into 64 bits.`, 'BAD_USER_INPUT');
  return long;
};

const Long = new GraphQLScalarType({
  name: 'Long',
  serialize: value => toLong(value).toString(),
  parseValue: toLong,
  parseLiteral: node => toLong(node.kind === Kind.INT || node.kind === Kind.STRING ? node.value : node.kind),
});

const Json = new GraphQLScalarType({
  name: 'Json',
  serialize: value => value,
  parseValue: value => value,
  parseLiteral: (node, variables) => valueFromASTUntyped(node, variables),
});

const userCount = 250;
const users = Array.from({ length: userCount }, (_, i) => ({
  __typename: 'User', id: `user:${i + 1}`, name: `User ${i + 1}`, number: i + 1,
}));
const cursorOf = number => Buffer.from(`users/${number}`).toString('base64url');
const numberOf = cursor => {
  const match = /^users\/(\d+)$/.exec(Buffer.from(cursor, 'base64url').toString());
  if (!match) throw refuse(`'${cursor}' is not a cursor of users.`, 'BAD_USER_INPUT');
  return Number(match[1]);
};

function pageOfUsers({ first, after, last, before }) {
  for (const [name, size] of [['first', first], ['last', last]])
    if (size != null && (size < 0 || size > 100)) throw refuse(`'${name}' is ${size}; it must be 0 to 100.`, 'BAD_USER_INPUT');
  if (first == null && last == null) throw refuse("Give 'first' or 'last'.", 'BAD_USER_INPUT');
  // Bounds are numbers of users, both inclusive.
  let from = after == null ? 1 : numberOf(after) + 1;
  let to = before == null ? userCount : numberOf(before) - 1;
  if (first != null) to = Math.min(to, from + first - 1);
  if (last != null) from = Math.max(from, to - last + 1);
  const nodes = users.slice(from - 1, Math.max(from - 1, to));
  const edges = nodes.map(node => ({ cursor: cursorOf(node.number), node }));
  return {
    totalCount: userCount,
    nodes,
    edges,
    pageInfo: {
      hasNextPage: to < userCount,
      hasPreviousPage: from > 1,
      startCursor: edges.at(0)?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

async function* countUp(from, to, ms = 0) {
  for (let number = from; number <= to; number++) {
    // The turn of the loop lets the transport write, and notice that a client has gone.
    await new Promise(resolve => ms > 0 ? setTimeout(resolve, ms) : setImmediate(resolve));
    yield number;
  }
}

async function* map(source, change) {
  for await (const item of source) yield change(item);
}

/** Waits until whoever asked gives up. */
const silence = () => ({
  [Symbol.asyncIterator]() {
    let end;
    const ended = new Promise(resolve => { end = () => resolve({ done: true, value: undefined }); });
    return { next: () => ended, return() { end(); return ended; } };
  },
});

async function* failAfter(count) {
  for await (const number of countUp(1, count)) yield { failsAfter: number };
  throw refuse(`It failed after ${count} events.`, 'ALWAYS_FAILS');
}

/** The roots of subscriptions. */
const subscriptions = {
  count: {
    subscribe: (_, { from, to, ms, after }) =>
      map(countUp(after == null ? from : Number(after) + 1, to, ms), number => ({ count: { id: String(number), number } })),
  },
  silent: { subscribe: silence },
  refused: { subscribe: () => { throw refuse('This subscription is always refused.', 'ALWAYS_FAILS'); } },
  failsAfter: { subscribe: (_, { count }) => failAfter(count) },
  credentials: {
    subscribe: async function* (_, __, { header }) {
      yield { credentials: header('authorization') };
    },
  },
};

/**
 * The resolvers of one server process, with its own counter. The context a server hands in is
 * `{ header(name), connection: { id, httpVersion, opened } }`.
 */
export function createResolvers() {
  let counter = 0;
  return {
    Long,
    Json,
    Node: { __resolveType: node => node.__typename },
    Query: {
      hello: (_, { name }) => `Hello, ${name}!`,
      echo: (_, args) => args,
      slow: (_, { ms }) => new Promise(resolve => setTimeout(resolve, ms, ms)),
      fail: (_, { message }) => { throw refuse(message, 'ALWAYS_FAILS', { hint: 'by design' }); },
      failHard: () => { throw refuse('This field always fails and may not be null.', 'ALWAYS_FAILS'); },
      partial: () => ({
        good: 'kept',
        bad: () => { throw refuse('bad fails.', 'ALWAYS_FAILS'); },
        worse: ['kept', new GraphQLError('worse fails at its second item.', { extensions: { code: 'ALWAYS_FAILS' } }), 'kept too'],
      }),
      list: (_, { count }) => Array.from({ length: count }, (_, i) => i),
      connection: (_, __, { connection }) => connection,
      counter: () => counter,
      secret: (_, __, { header }) => {
        if (header('authorization') !== 'Bearer open-sesame')
          throw refuse('secret needs the bearer token.', 'UNAUTHENTICATED', { http: { status: 401 } });
        return 'granted';
      },
      header: (_, { name }, { header }) => header(name),
      node: (_, { id }) => users.find(user => user.id === id) ?? null,
      users: (_, args) => pageOfUsers(args),
    },
    Mutation: {
      increment: (_, { by }) => counter += by,
      failAfterIncrement: () => {
        counter += 1;
        throw refuse('The counter was raised, and then this failed.', 'ALWAYS_FAILS');
      },
    },
    Subscription: subscriptions,
  };
}
