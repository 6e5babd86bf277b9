// The two subprotocols of GraphQL over WebSocket, each by its reference server. Queries over HTTP are answered beside them, as a real
// deployment does.
import { makeExecutableSchema } from '@graphql-tools/schema';
import { execute, subscribe } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { SubscriptionServer } from 'subscriptions-transport-ws';
import { WebSocketServer } from 'ws';
import { createYogaHandler } from './yoga.mjs';
import { createResolvers, typeDefs } from './schema.mjs';

const path = '/graphql';
const refusedToken = 'refuse-me';

const contextOf = payload => ({ header: name => payload?.[name] ?? null, connection: null });

function createHandler(connectionOf, serveSockets) {
  const handler = createYogaHandler(connectionOf);
  const schema = makeExecutableSchema({ typeDefs, resolvers: createResolvers() });
  return Object.assign((request, response) => handler(request, response), { attach: server => serveSockets(server, schema) });
}

/** graphql-transport-ws by graphql-ws. The payload { authorization: 'refuse-me' } is refused with close code 4403. */
export const createTransportWsHandler = connectionOf => createHandler(connectionOf, (server, schema) =>
  useServer(
    {
      schema,
      onConnect: ({ connectionParams }) => connectionParams?.authorization !== refusedToken,
      context: ({ connectionParams }) => contextOf(connectionParams),
    },
    new WebSocketServer({ server, path })));

/** The older graphql-ws by subscriptions-transport-ws. The payload { authorization: 'refuse-me' } is answered with connection_error. */
export const createLegacyWsHandler = connectionOf => createHandler(connectionOf, (server, schema) =>
  SubscriptionServer.create(
    {
      schema,
      execute,
      subscribe,
      keepAlive: 1000,
      onConnect: payload => {
        if (payload?.authorization === refusedToken) throw new Error('The credentials are refused.');
        return contextOf(payload);
      },
    },
    { server, path }));
