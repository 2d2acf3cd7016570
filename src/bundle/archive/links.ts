import { posix } from 'node:path';
import type { SafeText } from '../../text/safe-text.ts';
import { type RawPath, fromBytes } from '../raw-name.ts';
import { virtualName } from './virtual-name.ts';

/** Links that are followed one after another. */
const MOST_HOPS = 8;
/** Bytes of where a link leads. */
const MOST_TARGET = 4096;
const OUT = 'a link that leads out of the archive: not followed';

interface Link {
  readonly shown: SafeText;
  readonly path: RawPath;
  readonly target: Uint8Array;
  readonly hard: boolean;
}

/** The links in an archive, until all its members are known: what a link leads to may stand behind it. */
export class Links {
  readonly #links = new Map<RawPath, Link>();
  readonly #files = new Map<RawPath, SafeText>();
  readonly #directories = new Set<RawPath>();

  /** Notes a file, and the path under which it is read. */
  file(path: RawPath, shown: SafeText): void {
    if (!this.#files.has(path)) this.#files.set(path, shown);
    this.directory(posix.dirname(path));
  }

  /** Notes a directory, and those above it. */
  directory(path: RawPath): void {
    for (let parent = path; parent !== '.' && !this.#directories.has(parent); parent = posix.dirname(parent)) this.#directories.add(parent);
  }

  /** Keeps a link; gives the reason where it cannot be one. */
  add(link: Link): string | undefined {
    if (link.target.length > MOST_TARGET) return `a link to a name of more than ${MOST_TARGET} bytes`;
    this.#links.set(link.path, link);
    return undefined;
  }

  /** Every link, with what it comes to. */
  *resolved(): Generator<{ readonly path: SafeText; readonly reason: string }> {
    for (const link of this.#links.values()) yield { path: link.shown, reason: this.#resolve(link) };
  }

  #resolve(first: Link): string {
    let at = targetOf(first);
    for (let hops = 0; at !== undefined; hops++) {
      if (at === '') return 'a link to the root of the archive: what it leads to is read in its own place';
      const file = this.#files.get(at);
      if (file !== undefined) return `the same file as ${file}`;
      if (this.#directories.has(at)) return 'a link to a directory: what it leads to is read in its own place';
      if (hops >= MOST_HOPS) return `a link over more than ${MOST_HOPS} others: not followed`;
      const through = this.#linkOn(at);
      if (through === undefined) return 'a link to what is not in the archive: not followed';
      const target = targetOf(through);
      at = target === undefined ? undefined : joined(target, at.slice(through.path.length + 1));
    }
    return OUT;
  }

  /** The link that a path is, or leads through. */
  #linkOn(path: RawPath): Link | undefined {
    for (let at = path; at !== '.'; at = posix.dirname(at)) {
      const link = this.#links.get(at);
      if (link !== undefined) return link;
    }
    return undefined;
  }
}

/** Where a link leads, as a path in the archive; undefined where it leads out of it. */
function targetOf({ path, target, hard }: Link): RawPath | undefined {
  if (hard) {
    const name = virtualName(target);
    return name.kind === 'path' ? name.path : undefined;
  }
  const raw = fromBytes(target);
  if (raw.startsWith('/') || raw.includes('\0')) return undefined;
  return joined(posix.dirname(path), raw);
}

function joined(directory: RawPath, rest: RawPath): RawPath | undefined {
  const path = posix.join(directory, rest).replace(/\/$/, '');
  if (path === '..' || path.startsWith('../')) return undefined;
  return path === '.' ? '' : path;
}
