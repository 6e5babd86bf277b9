// Parses a file with the graphql package of a folder: node parse.mjs <package folder> <file> <turns>. Prints one line of JSON.
// As many turns again come first, so that the optimiser has seen everything.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { performance } from 'node:perf_hooks';

const [, , packageFolder, file, turns] = process.argv;
const { parse, version } = createRequire(import.meta.url)(packageFolder);
const text = readFileSync(file, 'utf8');
for (let turn = 0; turn < Number(turns); turn++) parse(text);

let fastestMs = Infinity;
const processor = process.cpuUsage();
for (let turn = 0; turn < Number(turns); turn++) {
  const start = performance.now();
  parse(text);
  fastestMs = Math.min(fastestMs, performance.now() - start);
}
const { user, system } = process.cpuUsage(processor);
console.log(JSON.stringify({ version, fastestMs, processorMs: (user + system) / 1000 / Number(turns) }));
