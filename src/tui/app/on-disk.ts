import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The file on this disk that a citation is about: paths below a single directory that was given are told without it.
 *
 * @throws Error, with a sentence for the user, where there is none.
 */
export function onDisk(paths: readonly string[], path: string): string {
  const [only] = paths;
  const below = paths.length === 1 && only !== undefined && isDirectory(only) ? join(only, path) : path;
  if (path === '<stdin>') throw new Error('it came on standard input: there is no file to open');
  if (!existsSync(below)) throw new Error(`${path}: not a file on this disk`);
  return below;
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
