import { ApolloServer, HeaderMap } from '@apollo/server';
import { createResolvers, typeDefs } from './schema.mjs';

const silent = { debug() {}, info() {}, warn() {}, error() {} };

function headersOf(request, HeaderMap) {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers))
    if (!name.startsWith(':') && value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  return headers;
}

async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  return text && request.headers['content-type']?.startsWith('application/json') ? JSON.parse(text) : text;
}

/**
 * Apollo Server as a (request, response) handler. It brings no HTTP/2 listener of its own; what its framework integrations do,
 * this does for node:http and node:http2 alike.
 */
export function createApolloHandler(connectionOf) {
  return serveApollo({ typeDefs, resolvers: createResolvers(), allowBatchedHttpRequests: true }, ApolloServer, connectionOf, HeaderMap);
}

/** An Apollo Server with these options as a handler. Apollo's own classes are given, as there may be two releases of them. */
export function serveApollo(options, ApolloServer, connectionOf, HeaderMap) {
  const server = new ApolloServer({ introspection: true, includeStacktraceInErrorResponses: false, logger: silent, ...options });
  server.startInBackgroundHandlingStartupErrorsByLoggingAndFailingAllRequests();

  return async (request, response) => {
    let body;
    try {
      body = await bodyOf(request);
    } catch (error) {
      if (!(error instanceof SyntaxError)) return;
      response.writeHead(400, { 'content-type': 'text/plain' }).end(`The body is not JSON: ${error.message}`);
      return;
    }

    const connection = connectionOf(request);
    const answer = await server.executeHTTPGraphQLRequest({
      httpGraphQLRequest: {
        method: request.method.toUpperCase(),
        headers: headersOf(request, HeaderMap),
        search: new URL(request.url, 'http://localhost').search,
        body,
      },
      context: async () => ({ header: name => request.headers[name.toLowerCase()] ?? null, connection }),
    });

    // A client that gave up closed its stream; node:http2 throws at whoever still sets a header on it.
    if (response.destroyed || response.stream?.destroyed) return;
    response.statusCode = answer.status || 200;
    for (const [name, value] of answer.headers) response.setHeader(name, value);
    if (answer.body.kind === 'complete') {
      response.end(answer.body.string);
      return;
    }
    for await (const chunk of answer.body.asyncIterator) response.write(chunk);
    response.end();
  };
}
