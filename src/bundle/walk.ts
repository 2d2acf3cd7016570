import { type Stats, createReadStream } from 'node:fs';
import { access, constants, lstat, realpath, stat } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import glob from 'fast-glob';
import { naturalOrder } from '../text/natural-order.ts';
import { type SafeText, sanitize } from '../text/safe-text.ts';
import { type Entry, type Found, UsageError } from './entry.ts';
import type { Budget } from './limits.ts';
import { systemReason } from './system-reason.ts';

const CHUNK_BYTES = 1024 * 1024;

/**
 * Every file below the paths that the user gave, in natural order of their names. Links are followed only where they
 * stay inside; nothing special (FIFO, socket, device) found in a directory is ever opened.
 *
 * @throws UsageError where a given path does not exist or cannot be opened.
 */
export async function* walk(paths: readonly string[], budget: Budget, stdin: () => AsyncIterable<Uint8Array>): AsyncGenerator<Found> {
  for (const path of paths) {
    if (path === '-') {
      yield { kind: 'entry', entry: { path: sanitize('<stdin>'), open: stdin, reopenable: false } };
      continue;
    }
    let status: Stats;
    try {
      status = await stat(path);
    } catch (error) {
      throw new UsageError(`${sanitize(path)}: ${systemReason(error)}; give a file, a directory, or - for standard input`);
    }
    if (status.isDirectory()) yield* walkDirectory(path, paths.length === 1 ? '' : path, budget);
    else if (status.isFile() || status.isFIFO()) yield { kind: 'entry', entry: fileEntry(path, sanitize(path), status) };
    else throw new UsageError(`${sanitize(path)}: a socket or device cannot be read; save its output to a file first`);
  }
}

async function* walkDirectory(root: string, shownRoot: string, budget: Budget): AsyncGenerator<Found> {
  const realRoot = await realpath(root);
  let names: { path: string; dirent: { isDirectory(): boolean } }[];
  try {
    names = await glob('**', {
      cwd: root,
      dot: true,
      onlyFiles: false,
      followSymbolicLinks: false,
      objectMode: true,
      suppressErrors: true,
    });
    await access(root, constants.R_OK | constants.X_OK);
  } catch (error) {
    throw new UsageError(`${sanitize(root)}: ${systemReason(error)}; check its permissions`);
  }
  const targets = new Set<string>();
  let files = 0;
  for (const { path: name } of names.toSorted((a, b) => naturalOrder(a.path, b.path))) {
    const path = join(root, name);
    const shown = sanitize(shownRoot === '' ? name : join(shownRoot, name));
    const found = await look(path, shown, realRoot, targets);
    if (found === undefined) continue;
    if (found.kind === 'entry' && ++files > budget.limits.entries) {
      budget.hit('entries', undefined, budget.limits.entries, `the files from ${shown} on were not read`);
      return;
    }
    yield found;
  }
}

/** What a name in a directory is; undefined for directories that can be read, which are not files. */
async function look(path: string, shown: SafeText, realRoot: string, targets: Set<string>): Promise<Found | undefined> {
  const over = (status: 'passed-over' | 'unreadable', reason: string): Found => ({
    kind: 'passed-over',
    passedOver: { path: shown, status, reason: sanitize(reason) },
  });
  try {
    let status = await lstat(path);
    let target = path;
    if (status.isSymbolicLink()) {
      target = await realpath(path);
      if (target !== realRoot && !target.startsWith(realRoot + sep))
        return over('passed-over', 'a link that leads out of the bundle: not followed');
      status = await stat(target);
      if (status.isDirectory()) return over('passed-over', 'a link to a directory: what it leads to is read in its own place');
    }
    if (status.isDirectory()) {
      await access(path, constants.R_OK | constants.X_OK);
      return undefined;
    }
    if (!status.isFile()) return over('passed-over', 'a FIFO, socket or device: never opened');
    // A log and the links to it are one piece of evidence, not two.
    const identity = `${status.dev}:${status.ino}`;
    if (targets.has(identity)) return over('passed-over', 'the same file as one that is read under another name');
    targets.add(identity);
    return { kind: 'entry', entry: fileEntry(target, shown, status) };
  } catch (error) {
    return over('unreadable', systemReason(error));
  }
}

function fileEntry(path: string, shown: SafeText, status: Stats): Entry {
  const reopenable = status.isFile();
  return {
    path: shown === '' ? sanitize(basename(path)) : shown,
    ...(reopenable ? { bytes: status.size } : {}),
    open: () => createReadStream(path, { highWaterMark: CHUNK_BYTES }),
    reopenable,
  };
}
