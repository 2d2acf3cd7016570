import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { TRIAGE_FILE } from '../../text/triage-name.ts';

/**
 * Where marks on the findings of these paths are kept: in the directory that was given, or in that of the file. Of several paths the first
 * one decides. Undefined where there is no such place: standard input, a pipe.
 */
export async function locateTriage(paths: readonly string[]): Promise<string | undefined> {
  const first = paths.find((path) => path !== '-');
  if (first === undefined) return undefined;
  try {
    const status = await stat(first);
    if (status.isDirectory()) return join(first, TRIAGE_FILE);
    return status.isFile() ? join(dirname(first), TRIAGE_FILE) : undefined;
  } catch {
    // It is gone since it was read; nothing can be kept beside it.
    return undefined;
  }
}
