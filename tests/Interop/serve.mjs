// Starts one GraphQL server for the interop tests:
//
//   node serve.mjs <kind> [--port 0]        the kinds stand below
//
// Prints one line of JSON, { server, version, node, http, https? }, once it listens, and exits when its standard input closes, so that
// no server outlives its test. TLS needs a key and a certificate as PEM text in GQLTOOLS_TLS_KEY and GQLTOOLS_TLS_CERT; without them there
// is no https.
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { createConnectionRegister, startListeners } from './listeners.mjs';

const kinds = {
  yoga: { package: 'graphql-yoga', create: async connectionOf => (await import('./yoga.mjs')).createYogaHandler(connectionOf) },
  apollo: { package: '@apollo/server', create: async connectionOf => (await import('./apollo.mjs')).createApolloHandler(connectionOf) },
  'apollo-incremental': {
    package: '@apollo/server',
    folder: 'incremental/',
    create: async connectionOf => (await import('./incremental/apollo.mjs')).createIncrementalApolloHandler(connectionOf),
  },
  'graphql-ws': { package: 'graphql-ws', create: async connectionOf => (await import('./websockets.mjs')).createTransportWsHandler(connectionOf) },
  'subscriptions-transport-ws': {
    package: 'subscriptions-transport-ws',
    create: async connectionOf => (await import('./websockets.mjs')).createLegacyWsHandler(connectionOf),
  },
  'graphql-sse': { package: 'graphql-sse', create: async connectionOf => (await import('./sse.mjs')).createSseHandler(connectionOf) },
  'graphql-upload': { package: 'graphql-upload', create: async () => (await import('./uploads.mjs')).createUploadHandler() },
};

const { values, positionals } = parseArgs({ options: { port: { type: 'string', default: '0' } }, allowPositionals: true });
const kind = kinds[positionals[0]];
if (!kind) {
  console.error(`Which server? Give one of: ${Object.keys(kinds).join(', ')}.`);
  process.exit(2);
}

process.stdin.on('end', () => process.exit(0)).on('error', () => process.exit(0)).resume();

const { GQLTOOLS_TLS_KEY: key, GQLTOOLS_TLS_CERT: cert } = process.env;
const uris = await startListeners(await kind.create(createConnectionRegister()), { port: Number(values.port), key, cert });
const { version } = JSON.parse(await readFile(new URL(`${kind.folder ?? ''}node_modules/${kind.package}/package.json`, import.meta.url), 'utf8'));
console.log(JSON.stringify({ server: positionals[0], version, node: process.version, ...uris }));
