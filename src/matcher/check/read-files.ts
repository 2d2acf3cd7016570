import { readFile, readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { SignatureFile } from './check-files.ts';

/**
 * Reads every `*.yaml` and `*.yml` file below a directory, in the order of their paths. Links are not followed, and
 * the folder `incidents` is left out: it holds what tests read.
 *
 * @throws A system error where the directory or a file in it cannot be read.
 */
export async function readSignatureFiles(directory: string): Promise<readonly SignatureFile[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !path.startsWith('incidents/'))
    .toSorted();
  return Promise.all(paths.map(async (path) => ({ path, text: await readFile(join(directory, path), 'utf8') })));
}
