// Validates a document with the graphql package of a folder: node validate.mjs <package folder> <schema file> <document file> <turns>. Prints
// one line of JSON. As many turns again come first, so that the optimiser has seen everything.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { performance } from 'node:perf_hooks';

const [, , packageFolder, schemaFile, documentFile, turns] = process.argv;
const { buildSchema, parse, validate, version } = createRequire(import.meta.url)(packageFolder);
const schema = buildSchema(readFileSync(schemaFile, 'utf8'));
const document = parse(readFileSync(documentFile, 'utf8'));
for (let turn = 0; turn < Number(turns); turn++) validate(schema, document);

let fastestMs = Infinity;
const processor = process.cpuUsage();
for (let turn = 0; turn < Number(turns); turn++) {
  const start = performance.now();
  if (validate(schema, document).length > 0) throw new Error('The document is not valid.');
  fastestMs = Math.min(fastestMs, performance.now() - start);
}
const { user, system } = process.cpuUsage(processor);
console.log(JSON.stringify({ version, fastestMs, processorMs: (user + system) / 1000 / Number(turns) }));
