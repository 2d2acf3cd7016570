import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, lstat, open, realpath, rename, unlink } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { UsageError } from '../../bundle/entry.ts';
import { systemReason } from '../../bundle/system-reason.ts';
import { TRIAGE_FILE } from '../../text/triage-name.ts';
import { type SafeText, oneLine } from '../../text/safe-text.ts';
import { EMPTY, type TriageDocument, parseTriage, updatedTriage } from './document.ts';
import type { TriageEntry } from './triage.ts';

/** Bytes that the file may have: some thousand entries. */
const MOST_BYTES = 1024 * 1024;

/** Notes are the user's own affair. */
const NEW_MODE = 0o600;

/** What the file of marks came to. */
export type TriageRead =
  | { readonly kind: 'none' }
  | { readonly kind: 'read'; readonly entries: ReadonlyMap<string, TriageEntry> }
  /** It cannot be used, and is left as it is; why, in a line for the user. */
  | { readonly kind: 'broken'; readonly problem: SafeText };

/** Reads the file of marks. Never throws. */
export async function readTriage(path: string): Promise<TriageRead> {
  try {
    const found = await load(path);
    return found === undefined ? { kind: 'none' } : { kind: 'read', entries: found.document.entries };
  } catch (error) {
    return { kind: 'broken', problem: oneLine(`${path}: ${problemOf(error)}`) };
  }
}

/** Writes come one after the other: each reads what the one before has left. */
let last: Promise<void> = Promise.resolve();

/**
 * Puts entries into the file of marks; it is made where it is not there yet. The file is read once more before, and replaced as a whole:
 * nobody ever sees half of it, and all else that it holds stays.
 *
 * @throws UsageError, in a line, where that fails; the file is then as it was.
 */
export async function writeTriage(path: string, changes: readonly TriageEntry[]): Promise<void> {
  const turn = last.then(() => update(path, changes));
  last = turn.catch(() => undefined);
  await turn;
}

async function update(path: string, changes: readonly TriageEntry[]): Promise<void> {
  let found: Loaded | undefined;
  try {
    found = await load(path);
  } catch (error) {
    // What matters first: a status line may have no room for the path.
    throw new UsageError(`${oneLine(problemOf(error))}; it is left as it is: ${oneLine(path)}`);
  }
  try {
    const text = updatedTriage(found?.document ?? EMPTY, changes);
    if (Buffer.byteLength(text) > MOST_BYTES) throw new Error('it would be larger than 1 MiB');
    await replace(found?.target ?? path, text, found?.mode ?? NEW_MODE);
  } catch (error) {
    throw new UsageError(`cannot be written: ${oneLine(systemReason(error))}: ${oneLine(path)}`);
  }
}

interface Loaded {
  readonly document: TriageDocument;
  /** The file itself, where a link within the directory leads to it. */
  readonly target: string;
  readonly mode: number;
}

/** The file as it is; undefined where there is none. Throws what is wrong with it. */
async function load(path: string): Promise<Loaded | undefined> {
  const status = await lstat(path).catch(absent);
  if (status === undefined) return undefined;
  const target = status.isSymbolicLink() ? await withinDirectory(path) : path;
  // What has been put in its place since then is not followed, nor waited for. (Windows has neither.)
  const handle = await open(target, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  try {
    const opened = await handle.stat();
    if (!opened.isFile()) throw new NotOurs('it is no regular file');
    const bytes = await readAtMost(handle, MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) throw new NotOurs('it is larger than 1 MiB');
    const document = parseTriage(decode(bytes));
    if (typeof document === 'string') throw new NotOurs(document);
    return { document, target, mode: opened.mode & 0o777 };
  } finally {
    await handle.close();
  }
}

async function readAtMost(handle: FileHandle, most: number): Promise<Buffer> {
  const buffer = Buffer.alloc(most);
  let length = 0;
  for (;;) {
    const { bytesRead } = await handle.read(buffer, length, most - length, length);
    length += bytesRead;
    if (bytesRead === 0 || length === most) return buffer.subarray(0, length);
  }
}

/** Where a link leads. A bundle may come from anybody: what is outside of it is neither read nor written. */
async function withinDirectory(path: string): Promise<string> {
  const target = await realpath(path).catch(absent);
  if (target === undefined) throw new NotOurs('it is a link to nothing');
  const directory = await realpath(dirname(path));
  if (!target.startsWith(directory.endsWith(sep) ? directory : `${directory}${sep}`))
    throw new NotOurs('it is a link that leads out of its directory: not followed');
  return target;
}

async function replace(target: string, text: string, mode: number): Promise<void> {
  const temporary = join(dirname(target), `.${TRIAGE_FILE}.${randomBytes(8).toString('hex')}.tmp`);
  const handle = await open(temporary, 'wx', mode);
  try {
    try {
      // The umask may have taken bits of it.
      await handle.chmod(mode);
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
}

/** What is there is no file of marks, or none that may be used. */
class NotOurs extends Error {}

function problemOf(error: unknown): string {
  return error instanceof NotOurs
    ? `is no triage file: ${error.message}; correct it or move it away`
    : `cannot be read: ${systemReason(error)}`;
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new NotOurs('it is not UTF-8');
  }
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
