import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What cases are made from. */
export interface Origin {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Larger files say nothing that a window of smaller ones does not. */
const MOST_BYTES = 4 * 1024 * 1024;

/** The files below a directory whose name contains the text, in the order of their names. */
export function readCorpus(directory: string, only = ''): readonly Origin[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.includes(only) && !name.endsWith('.expected.json'))
    .toSorted()
    .map((name) => ({ name, path: join(directory, name) }))
    .filter(({ path }) => statSync(path).isFile())
    .map(({ name, path }) => ({ name, bytes: readFileSync(path) }))
    .filter(({ bytes }) => bytes.length > 0 && bytes.length <= MOST_BYTES);
}
