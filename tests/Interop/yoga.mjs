import { useDeferStream } from '@graphql-yoga/plugin-defer-stream';
import { useGraphQLSSE } from '@graphql-yoga/plugin-graphql-sse';
import { usePersistedOperations } from '@graphql-yoga/plugin-persisted-operations';
import { createSchema, createYoga } from 'graphql-yoga';
import { createResolvers, typeDefs } from './schema.mjs';

/** The documents that the server knows by an id. */
const persisted = { hello: 'query ($name: String) { hello(name: $name) }' };

/**
 * graphql-yoga as a (request, response) handler: with incremental delivery, subscriptions over server-sent events (and in a single
 * connection at /graphql/stream), persisted documents, and batches.
 */
export function createYogaHandler(connectionOf) {
  return createYoga({
    schema: createSchema({ typeDefs, resolvers: createResolvers() }),
    batching: true,
    logging: false,
    landingPage: false,
    graphiql: false,
    plugins: [
      useDeferStream(),
      useGraphQLSSE(),
      usePersistedOperations({
        allowArbitraryOperations: true,
        extractPersistedOperationId: params => params.documentId ?? null,
        getPersistedOperation: id => persisted[id] ?? null,
      }),
    ],
    context: ({ request, req }) => ({ header: name => request.headers.get(name), connection: connectionOf(req) }),
  });
}
