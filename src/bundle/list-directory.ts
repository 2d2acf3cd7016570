import { type Dirent, lstat, readdir, stat } from 'node:fs';
import { sep } from 'node:path';
import { type RawPath, fromBytes, toBytes } from './raw-name.ts';

/** What stands below a directory. */
export interface Listing {
  /** Names relative to the directory, in the order of the file system. */
  readonly names: readonly RawPath[];
  /** Directories that could not be listed, `''` for the directory itself, with the system's error. */
  readonly failed: ReadonlyMap<RawPath, unknown>;
  /** There are more names than were asked for. */
  readonly more: boolean;
}

/**
 * Every name below a directory, at most `most` of them. Links are not followed. Names go through fast-glob byte by byte
 * (raw-name.ts), so that none is lost, whatever it is made of.
 *
 * @param goOn Asked from time to time; false ends the listing early.
 */
export async function listDirectory(root: RawPath, most: number, goOn: () => boolean): Promise<Listing> {
  // It takes a tenth of a second to load, and a single file does not need it.
  const { default: glob } = await import('fast-glob');
  const failed = new Map<RawPath, unknown>();
  const names: RawPath[] = [];
  let more = false;
  const stream = glob.stream('**', {
    cwd: root,
    dot: true,
    onlyFiles: false,
    followSymbolicLinks: false,
    suppressErrors: true,
    fs: rawFileSystem((path, error) => failed.set(path === root ? '' : path.slice(root.length + (root.endsWith(sep) ? 0 : 1)), error)),
  });
  for await (const name of stream) {
    if (names.length >= most || (names.length % 1000 === 999 && !goOn())) {
      more = true;
      break;
    }
    names.push(String(name));
  }
  return { names, failed, more };
}

type Done<T> = (error: NodeJS.ErrnoException | null, result: T) => void;

/** The file system for fast-glob: takes and gives raw names, and tells of every directory that cannot be listed. */
function rawFileSystem(onFailed: (path: RawPath, error: unknown) => void) {
  const list = (path: RawPath, _: unknown, done: Done<Dirent[]>): void => {
    readdir(toBytes(path), { withFileTypes: true, encoding: 'buffer' }, (error, entries) => {
      if (error !== null) onFailed(path, error);
      // fast-glob reads nothing of an entry but its name and its type.
      const named = (entries ?? []).map((entry) => Object.assign(entry, { name: fromBytes(entry.name) }) as unknown as Dirent);
      done(error, named);
    });
  };
  return {
    lstat: ((path: RawPath, done: Done<unknown>) => lstat(toBytes(path), done)) as unknown as typeof lstat,
    stat: ((path: RawPath, done: Done<unknown>) => stat(toBytes(path), done)) as unknown as typeof stat,
    readdir: list as unknown as typeof readdir,
  };
}
