// Answers what graphql-js thinks of a corpus. Started by the tests of this folder:
//   node reference.mjs <directory of the graphql package> <job>   with the job's input as JSON on standard input, answers as JSON on standard output.
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';

const [, , packageDirectory, job] = process.argv;
const graphql = await import(pathToFileURL(join(packageDirectory, 'index.mjs')));
const input = JSON.parse(await readAll(process.stdin));

const jobs = { validate, sdl, print, changes, execute };
process.stdout.write(JSON.stringify(await jobs[job](input)));

async function readAll(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function places(error) {
  return (error.locations ?? []).map(({ line, column }) => [line, column]);
}

function ruleName(rule) {
  return rule.name.replace(/Rule$/, '');
}

function parseOr(text) {
  try {
    return { document: graphql.parse(text) };
  } catch (error) {
    return { syntaxError: places(error)[0] };
  }
}

// { schema, documents: [text] } -> [{ syntaxError } | { errors: { rule: [[place]] } }]
function validate({ schema: sdl, documents }) {
  const schema = graphql.buildSchema(sdl);
  return documents.map((text) => {
    const { document, syntaxError } = parseOr(text);
    if (syntaxError) return { syntaxError };
    const errors = {};
    for (const rule of graphql.specifiedRules) {
      const found = graphql.validate(schema, document, [rule]).map(places);
      if (found.length > 0) errors[ruleName(rule)] = found;
    }
    return { errors };
  });
}

// [text] -> [{ syntaxError } | { errors: { rule: [[place]] } } | { schemaErrors: [[place]], printed, introspection }]
async function sdl(documents) {
  const { specifiedSDLRules } = await import(pathToFileURL(join(packageDirectory, 'validation/specifiedRules.mjs')));
  const { validateSDL } = await import(pathToFileURL(join(packageDirectory, 'validation/validate.mjs')));
  return documents.map((text) => {
    const { document, syntaxError } = parseOr(text);
    if (syntaxError) return { syntaxError };
    const errors = {};
    for (const rule of specifiedSDLRules) {
      const found = validateSDL(document, undefined, [rule]).map(places);
      if (found.length > 0) errors[ruleName(rule)] = found;
    }
    if (Object.keys(errors).length > 0) return { errors };
    const schema = graphql.buildASTSchema(document, { assumeValidSDL: true });
    const schemaErrors = graphql.validateSchema(schema);
    const result = { schemaErrors: schemaErrors.map(places), printed: graphql.printSchema(schema) };
    if (schemaErrors.length === 0) {
      const all = { specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, inputValueDeprecation: true, oneOf: true, experimentalDirectiveDeprecation: false };
      result.introspection = graphql.introspectionFromSchema(schema, all);
      result.printedAgain = graphql.printSchema(graphql.buildClientSchema(result.introspection));
    }
    return result;
  });
}

// [text] -> [{ syntaxError } | { printed, minified }]
function print(documents) {
  return documents.map((text) => {
    const { document, syntaxError } = parseOr(text);
    return syntaxError ? { syntaxError } : { printed: graphql.print(document), minified: graphql.stripIgnoredCharacters(text) };
  });
}

// [{ old, new }] -> [[{ severity, kind }]]
function changes(pairs) {
  return pairs.map(({ old, new: changed }) =>
    graphql.findSchemaChanges(graphql.buildSchema(old), graphql.buildSchema(changed)).map(({ type, description }) => ({
      kind: type,
      severity: type in graphql.BreakingChangeType ? 'Breaking' : type in graphql.DangerousChangeType ? 'Dangerous' : 'Safe',
      description,
    })));
}

// { schema, root, queries: [{ text, variables, operationName }] } -> [result]
async function execute({ schema: sdl, root, queries }) {
  const schema = graphql.buildSchema(sdl);
  for (const type of Object.values(schema.getTypeMap())) {
    if (!graphql.isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      field.resolve = field.name.startsWith('echo') ? (_source, args) => JSON.stringify(sorted(args)) : (source) => member(source[field.name]);
    }
  }
  const results = [];
  for (const { text, variables, operationName } of queries) {
    const { document, syntaxError } = parseOr(text);
    if (syntaxError) {
      results.push({ syntaxError });
      continue;
    }
    const result = await graphql.execute({ schema, document, rootValue: root, variableValues: variables ?? {}, operationName });
    const answer = 'data' in result ? { data: result.data } : {};
    if (result.errors) answer.errors = result.errors.map((error) => ({ path: error.path ?? null, places: places(error) }));
    results.push(answer);
  }
  return results;
}

function member(value) {
  if (value !== null && typeof value === 'object' && '!error' in value) throw new Error(value['!error']);
  return value;
}

function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
}
