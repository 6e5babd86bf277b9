import { makeExecutableSchema } from '@graphql-tools/schema';
import { createHandler } from 'graphql-sse/lib/use/http';
import { createHandler as createHttp2Handler } from 'graphql-sse/lib/use/http2';
import { createResolvers, typeDefs } from './schema.mjs';

/** graphql-sse as a (request, response) handler: distinct connections, and the single connection mode. */
export function createSseHandler(connectionOf) {
  const options = {
    schema: makeExecutableSchema({ typeDefs, resolvers: createResolvers() }),
    context: ({ raw, headers }) => ({ header: name => headers.get(name) ?? null, connection: connectionOf(raw) }),
  };
  const http1 = createHandler(options);
  const http2 = createHttp2Handler(options);
  return async (request, response) => {
    try {
      await (request.httpVersionMajor === 2 ? http2 : http1)(request, response);
    } catch (error) {
      response.writeHead(500).end(error.message);
    }
  };
}
