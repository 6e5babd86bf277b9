// The multipart request specification by graphql-upload, in front of an executor: what its middlewares for express and koa do.
import { createHash } from 'node:crypto';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { execute, parse } from 'graphql';
import GraphQLUpload from 'graphql-upload/GraphQLUpload.mjs';
import processRequest from 'graphql-upload/processRequest.mjs';

const typeDefs = /* GraphQL */ `
  scalar Upload
  type File { name: String!  contentType: String!  bytes: Int!  sha256: String! }
  input Attachment { title: String!  file: Upload! }
  type Query { hello: String! }
  type Mutation {
    upload(file: Upload!): File!
    uploads(files: [Upload!]!): [File!]!
    attach(attachment: Attachment!): File!
  }
`;

async function describe(upload) {
  const { filename, mimetype, createReadStream } = await upload;
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream()) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { name: filename, contentType: mimetype, bytes, sha256: hash.digest('hex') };
}

const resolvers = {
  Upload: GraphQLUpload,
  Query: { hello: () => 'Hello, world!' },
  Mutation: {
    upload: (_, { file }) => describe(file),
    uploads: (_, { files }) => Promise.all(files.map(describe)),
    attach: (_, { attachment }) => describe(attachment.file),
  },
};

async function readJson(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks));
}

/** graphql-upload as a (request, response) handler. */
export function createUploadHandler() {
  const schema = makeExecutableSchema({ typeDefs, resolvers });
  const run = ({ query, variables, operationName }) =>
    execute({ schema, document: parse(query), variableValues: variables, operationName, contextValue: {} });
  return async (request, response) => {
    try {
      const multipart = request.headers['content-type']?.startsWith('multipart/form-data');
      const operations = multipart ? await processRequest(request, response) : await readJson(request);
      const answer = Array.isArray(operations) ? await Promise.all(operations.map(run)) : await run(operations);
      response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(answer));
    } catch (error) {
      response.writeHead(error.status ?? 400, { 'content-type': 'application/json; charset=utf-8' });
      response.end(JSON.stringify({ errors: [{ message: error.message }] }));
    }
  };
}
