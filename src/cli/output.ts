import { constants } from 'node:fs';
import { access, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UsageError } from '../bundle/entry.ts';
import { systemReason } from '../bundle/system-reason.ts';
import { oneLine } from '../text/safe-text.ts';

/**
 * Looks whether a file can be written, before the analysis that may take minutes.
 *
 * @throws UsageError where it cannot.
 */
export async function checkOutput(file: string): Promise<void> {
  try {
    const status = await stat(file).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (status?.isDirectory() === true) throw Object.assign(new Error('a directory'), { code: 'EISDIR' });
    await access(status === undefined ? dirname(file) : file, constants.W_OK);
  } catch (error) {
    throw cannotWrite(file, error);
  }
}

/**
 * Writes what comes in pieces.
 *
 * @throws UsageError where that fails.
 */
export async function writeOutput(file: string, pieces: Iterable<string | Uint8Array>): Promise<void> {
  try {
    await writeFile(file, pieces);
  } catch (error) {
    throw cannotWrite(file, error);
  }
}

function cannotWrite(file: string, error: unknown): UsageError {
  return new UsageError(`${oneLine(file)}: cannot be written: ${systemReason(error)}; give another file after --output`);
}
