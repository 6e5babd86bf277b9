import { createSchema, createYoga } from 'graphql-yoga';
import { createResolvers, typeDefs } from './schema.mjs';

/** graphql-yoga as a (request, response) handler. */
export function createYogaHandler(connectionOf) {
  return createYoga({
    schema: createSchema({ typeDefs, resolvers: createResolvers() }),
    logging: false,
    landingPage: false,
    graphiql: false,
    context: ({ request, req }) => ({ header: name => request.headers.get(name), connection: connectionOf(req) }),
  });
}
