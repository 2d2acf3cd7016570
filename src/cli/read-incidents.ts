import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Incident, expectationSchema } from '../matcher/check/incident.ts';

/**
 * The incidents below a directory whose result is prescribed: folders `healthy-…`, and those with an expectation
 * file beside them. A directory that does not exist has none.
 *
 * @throws Error that names the expectation file that is wrong.
 */
export async function readIncidents(directory: string): Promise<readonly Incident[]> {
  let names: string[];
  try {
    names = (await readdir(directory)).toSorted();
  } catch {
    return [];
  }
  const incidents: Incident[] = [];
  for (const name of names) {
    if (name.endsWith('.expected.json')) continue;
    const file = `${name}.expected.json`;
    const expected = names.includes(file) ? await readExpectation(join(directory, file)) : undefined;
    if (expected !== undefined) incidents.push({ name, expected });
    else if (name.startsWith('healthy-')) incidents.push({ name });
  }
  return incidents;
}

async function readExpectation(path: string): Promise<NonNullable<Incident['expected']>> {
  try {
    return expectationSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    throw new Error(`${path}: is no expectation: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
