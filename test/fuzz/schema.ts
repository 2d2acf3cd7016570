import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';

/** Says what is wrong with a report by the schema that is published; undefined where nothing is. */
export function reportSchemaCheck(root: string): (report: unknown) => string | undefined {
  const schema = JSON.parse(readFileSync(join(root, 'docs/report.schema.json'), 'utf8')) as object;
  const validate = new Ajv2020({ strict: true }).compile(schema);
  return (report) =>
    validate(report) ? undefined : validate.errors?.map(({ instancePath, message }) => `${instancePath} ${message}`).join('; ');
}
