import { type BigIntStats, lstatSync, realpathSync, statSync, statfsSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { naturalOrder } from '../text/natural-order.ts';
import { type SafeText, sanitize, trusted } from '../text/safe-text.ts';
import { openFile } from './archive/random-access.ts';
import { type Entry, type Found, UsageError } from './entry.ts';
import { identity } from './identity.ts';
import type { Budget } from './limits.ts';
import { listDirectory } from './list-directory.ts';
import { type RawPath, fromBytes, rawPath, shownPath, toBytes } from './raw-name.ts';
import { type HowFound, readBytes } from './read-bytes.ts';
import { systemReason } from './system-reason.ts';
import { TRIAGE, isTriageName } from '../text/triage-name.ts';

/** Names that are listed for each file that may be read: directories and what is passed over count here, too. */
const NAMES_PER_ENTRY = 4;

const STDIN = trusted('<stdin>');

/** Where entries come from, beside the paths. */
export interface WalkOptions {
  /** Gives the bytes of standard input, for the path `-`. */
  readonly stdin: () => AsyncIterable<Uint8Array>;
  /** Files (by {@link identity}) that Goroner itself writes to: they are no part of the bundle. */
  readonly own?: ReadonlySet<string>;
}

/**
 * Every file below the paths that the user gave, in natural order of their names. Links are followed only where they
 * stay inside; nothing special (FIFO, socket, device) found in a directory is ever opened. A file is given once, however
 * many names and paths lead to it.
 *
 * @throws UsageError where a given path does not exist or is nothing that can be read; before anything is given.
 */
export async function* walk(paths: readonly string[], budget: Budget, options: WalkOptions): AsyncGenerator<Found> {
  const roots: Root[] = [];
  // All of them first: a misspelt path must not cost what was read before it.
  for (const path of paths) roots.push(rootAt(path, options.own));
  const seen = new Set<string>();
  for (const { path, raw, status } of roots) {
    if (status === undefined) {
      if (seen.has('-')) yield passedOver(STDIN, 'it can be read only once');
      else yield { kind: 'entry', entry: { path: STDIN, open: options.stdin, reopenable: false } };
      seen.add('-');
    } else if (status.isDirectory()) yield* walkDirectory(raw, roots.length === 1 ? '' : path, budget, seen, options.own);
    else if (isTriageName(basename(raw))) yield passedOver(shownPath(raw), TRIAGE);
    else yield once(seen, status, shownPath(raw)) ?? { kind: 'entry', entry: fileEntry(raw, shownPath(raw), status, 'given') };
  }
}

interface Root {
  readonly path: string;
  readonly raw: RawPath;
  /** Absent for standard input. */
  readonly status?: BigIntStats;
}

function rootAt(path: string, own: ReadonlySet<string> | undefined): Root {
  const raw = rawPath(path);
  if (path === '-') return { path, raw };
  let status: BigIntStats;
  try {
    status = statSync(path, { bigint: true });
  } catch (error) {
    // Node decodes the arguments as UTF-8: a name of other bytes cannot be given.
    const advice = path.includes('\ufffd')
      ? 'the name is not UTF-8: give the directory that it stands in'
      : 'give a file, a directory, or - for standard input';
    throw new UsageError(`${shownPath(raw)}: ${systemReason(error)}; ${advice}`);
  }
  if (!status.isDirectory() && !status.isFile() && !status.isFIFO())
    throw new UsageError(`${shownPath(raw)}: a socket or device cannot be read; save its output to a file first`);
  if (own?.has(identity(status)) === true)
    throw new UsageError(`${shownPath(raw)}: is to be read and written at once; write the report to another file`);
  return { path, raw, status };
}

async function* walkDirectory(
  given: RawPath,
  shownRoot: string,
  budget: Budget,
  seen: Set<string>,
  own: ReadonlySet<string> | undefined,
): AsyncGenerator<Found> {
  const shownAs = (name: RawPath) => shownPath(shownRoot === '' ? name : join(rawPath(shownRoot), name));
  let root: RawPath;
  try {
    root = fromBytes(realpathSync(toBytes(given), { encoding: 'buffer' }));
  } catch (error) {
    yield unreadable(shownPath(given), error);
    return;
  }
  const most = budget.limits.entries * NAMES_PER_ENTRY;
  const { names, failed, more } = await listDirectory(root, most, () => budget.takeTime(shownPath(given)));
  if (failed.has('')) {
    yield unreadable(shownPath(given), failed.get(''));
    return;
  }
  if (more)
    budget.hit('entries', undefined, budget.limits.entries, `there are more than ${names.length} names: the others were not looked at`);
  const listed = new Set(names);
  const ordered = names.map((name) => ({ name, shown: shownAs(name) })).toSorted((a, b) => naturalOrder(a.shown, b.shown));
  const devices = new Devices();
  for (const { name, shown } of ordered) {
    const found = failed.has(name)
      ? unreadable(shown, failed.get(name))
      : look(join(root, name), { shown, root, seen, own, devices, listed, shownAs });
    if (found === undefined) continue;
    if (found.kind === 'entry' && !budget.takeEntry(shown)) return;
    yield found;
  }
}

interface Around {
  readonly shown: SafeText;
  readonly root: RawPath;
  readonly seen: Set<string>;
  readonly own: ReadonlySet<string> | undefined;
  readonly devices: Devices;
  /** Names in the directory, from its root, and how they are shown. */
  readonly listed: ReadonlySet<RawPath>;
  readonly shownAs: (name: RawPath) => SafeText;
}

/** What a name in a directory is; undefined for directories, which are no files. Synchronous: ten times as fast for thousands of names. */
function look(path: RawPath, { shown, root, seen, own, devices, listed, shownAs }: Around): Found | undefined {
  try {
    let status = lstatSync(toBytes(path), { bigint: true });
    let target = path;
    if (status.isSymbolicLink()) {
      target = fromBytes(realpathSync(toBytes(path), { encoding: 'buffer' }));
      if (target !== root && !target.startsWith(root.endsWith(sep) ? root : `${root}${sep}`))
        return passedOver(shown, 'a link that leads out of the bundle: not followed');
      status = statSync(toBytes(target), { bigint: true });
      if (status.isDirectory()) return passedOver(shown, 'a link to a directory: what it leads to is read in its own place');
    }
    if (status.isDirectory()) return undefined;
    if (!status.isFile()) return passedOver(shown, 'a FIFO, socket or device: never opened');
    if (isTriageName(basename(path)) || isTriageName(basename(target))) return passedOver(shown, TRIAGE);
    if (own?.has(identity(status)) === true) return passedOver(shown, 'the report itself is written to it: no part of the bundle');
    if (devices.madeUp(status.dev, target))
      return passedOver(shown, 'the kernel makes it up when it is read, and may wait forever: give it by itself to read it');
    // What a link leads to is read under its own name: collectors gather logs by links, and the place of the log itself says whose it is.
    const read = target === path ? undefined : target.slice(root.endsWith(sep) ? root.length : root.length + sep.length);
    if (read !== undefined && listed.has(read)) return passedOver(shown, `the same file as ${shownAs(read)}`);
    return once(seen, status, shown) ?? { kind: 'entry', entry: fileEntry(target, shown, status, 'found') };
  } catch (error) {
    return unreadable(shown, error);
  }
}

/** A file that was given before; undefined where this is the first time. A log and the links to it are one piece of evidence. */
function once(seen: Set<string>, status: BigIntStats, shown: SafeText): Found | undefined {
  const key = identity(status);
  if (!status.isFile() || !seen.has(key)) {
    seen.add(key);
    return undefined;
  }
  return passedOver(shown, 'the same file as one that is read under another name');
}

function passedOver(path: SafeText, reason: string): Found {
  return { kind: 'passed-over', passedOver: { path, status: 'passed-over', reason: sanitize(reason) } };
}

function unreadable(path: SafeText, error: unknown): Found {
  return { kind: 'passed-over', passedOver: { path, status: 'unreadable', reason: sanitize(systemReason(error)) } };
}

function fileEntry(path: RawPath, shown: SafeText, status: BigIntStats, how: HowFound): Entry {
  const reopenable = status.isFile();
  const size = Number(status.size);
  return {
    path: shown,
    ...(reopenable ? { bytes: size } : {}),
    open: (reading) => readBytes(toBytes(path), reopenable ? size : undefined, how, reading),
    reopenable,
    ...(reopenable ? { openRandom: () => openFile(toBytes(path), size, how) } : {}),
  };
}

/** Magic numbers of procfs, debugfs and tracefs (include/uapi/linux/magic.h). */
const MADE_UP: ReadonlySet<number> = new Set([0x9fa0, 0x64626720, 0x74726163]);

/** Which devices hold no files but the kernel's answers; `/proc/kmsg` is a regular file, and reading it hangs. */
class Devices {
  readonly #known = new Map<bigint, boolean>();

  madeUp(device: bigint, path: RawPath): boolean {
    const known = this.#known.get(device);
    if (known !== undefined) return known;
    const madeUp = process.platform === 'linux' && MADE_UP.has(statfsSync(toBytes(path)).type);
    this.#known.set(device, madeUp);
    return madeUp;
  }
}
