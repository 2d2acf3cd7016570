import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { systemReason } from '../../bundle/system-reason.ts';

/** Names that are tried where files of the name are there already. */
const TRIES = 100;

/**
 * Writes an export into the directory that the user works in, and never over anything: `nil-map-write-1.md`, then `nil-map-write-1-2.md`. Gives the whole path.
 *
 * @throws Error where that fails, with a sentence for the user.
 */
export async function writeExport(id: string, format: 'json' | 'markdown', text: string): Promise<string> {
  const stem = id.replaceAll(/[^A-Za-z0-9._-]+/g, '-');
  const end = format === 'json' ? 'json' : 'md';
  for (let number = 1; number <= TRIES; number++) {
    const name = `${stem}${number === 1 ? '' : `-${number}`}.${end}`;
    try {
      await writeFile(name, text, { flag: 'wx' });
      return resolve(name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue;
      throw new Error(`${name}: cannot be written: ${systemReason(error)}`, { cause: error });
    }
  }
  throw new Error(`${stem}.${end}: there are ${TRIES} files of that name already`);
}
