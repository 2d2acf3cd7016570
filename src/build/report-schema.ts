import { join } from 'node:path';
import { createGenerator } from 'ts-json-schema-generator';
import { REPORT_SCHEMA_ID, REPORT_SCHEMA_VERSION } from '../report/build.ts';

/** JSON as it is read or written. */
type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = { readonly [key: string]: Json };

/** Keys whose value is a map from names to schemas: its keys are names of fields, not keywords. */
const MAPS: ReadonlySet<string> = new Set(['properties', '$defs', 'definitions']);

/**
 * The JSON Schema (2020-12) of the report, from its type. Unknown fields are allowed: later minor versions add some.
 *
 * @param root The folder that holds src/ and tsconfig.json.
 */
export function reportSchema(root: string): JsonObject {
  const generator = createGenerator({
    path: join(root, 'src/report/report.ts'),
    tsconfig: join(root, 'tsconfig.json'),
    type: 'Report',
    topRef: false,
    jsDoc: 'extended',
    additionalProperties: true,
    // The build has checked the types; the generator brings a compiler of its own.
    skipTypeCheck: true,
  });
  const { definitions, ...top } = JSON.parse(JSON.stringify(generator.createSchema('Report'))) as JsonObject;
  const generated = isObject(definitions) ? definitions : {};
  const defs: JsonObject = { ...generated, SafeText: text(generated['SafeText']), ExactInt: exactInteger(generated['ExactInt']) };
  const described: Record<string, Json> = {};
  for (const name of Object.keys(defs).toSorted()) described[name] = modern(defs[name] ?? true);
  const head = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: REPORT_SCHEMA_ID,
    title: `Goroner report ${REPORT_SCHEMA_VERSION}`,
  };
  return { ...head, ...(modern(top) as JsonObject), ...head, $defs: described };
}

/** Safe text: its brand exists for the compiler alone, and so does what the second paragraph says of it. */
function text(definition: Json | undefined): JsonObject {
  return { type: 'string', description: describe(definition).split('\n\n')[0] ?? '' };
}

/** An exact integer, as src/text/exact.ts writes it. */
function exactInteger(definition: Json | undefined): JsonObject {
  const forms = [
    { type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER },
    { type: 'string', pattern: '^-?[0-9]+$' },
  ];
  return { anyOf: forms, description: describe(definition) };
}

function describe(definition: Json | undefined): string {
  const description = isObject(definition) ? definition['description'] : undefined;
  if (typeof description !== 'string') throw new Error('a type of the report that the schema is made from is gone or has no comment');
  return description;
}

/** From draft 7, which the generator writes, to 2020-12. */
function modern(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(modern);
  if (!isObject(schema)) return schema;
  const result: Record<string, Json> = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (MAPS.has(keyword) && isObject(value))
      result[keyword] = Object.fromEntries(Object.entries(value).map(([name, one]) => [name, modern(one)]));
    else if (keyword === '$ref' && typeof value === 'string') result['$ref'] = value.replace('#/definitions/', '#/$defs/');
    else if (keyword === 'items' && Array.isArray(value)) result['prefixItems'] = value.map(modern);
    else if (keyword === 'additionalItems') result['items'] = modern(value);
    // `{@link name}` means something to an editor only.
    else if (keyword === 'description' && typeof value === 'string')
      result['description'] = value.replaceAll(/ *\{@link +(\w+) *\} ?/g, ' `$1`');
    else if (keyword === 'enum' || keyword === 'const' || keyword === 'required') result[keyword] = value;
    else result[keyword] = modern(value);
  }
  return result;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
