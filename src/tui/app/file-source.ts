import { openContent } from '../../bundle/content.ts';
import type { Entry, PassedOver } from '../../bundle/entry.ts';
import { findEntry } from '../../bundle/find-entry.ts';
import { Budget, DEFAULT_LIMITS, type Limits } from '../../bundle/limits.ts';
import { LineSplitter } from '../../bundle/lines.ts';
import { systemReason } from '../../bundle/system-reason.ts';
import { walk } from '../../bundle/walk.ts';
import { type SafeText, sanitize, trusted } from '../../text/safe-text.ts';
import { type KeptInput, MOST_KEPT } from './kept-input.ts';
import type { FileLines } from '../views/file-lines.ts';

/** Bytes of a file that are kept to be shown, after unpacking. */
const MOST_BYTES = 64 * 1024 * 1024;
/** Files whose lines are kept; the pane beside the list looks into many. */
const KEPT = 8;
/** What standard input is called. */
const STDIN = '<stdin>';
/** Milliseconds between two tellings that more has been loaded. */
const EVERY_MS = 250;

interface Loading {
  lines: SafeText[];
  complete: boolean;
  left?: SafeText;
  problem?: SafeText;
}

export interface FileSourceOptions {
  readonly paths: readonly string[];
  readonly limits: Partial<Limits>;
  readonly own: ReadonlySet<string>;
  /** What came on standard input. */
  readonly kept: KeptInput;
}

/**
 * The lines of files of the bundle, numbered as citations number them. A file is read again when it is looked at, through the same limits and peelings
 * as for the analysis; the log wrappers stay: this is the file as it is.
 */
export class FileSource {
  readonly #options: FileSourceOptions;
  readonly #changed: (path: string) => void;
  /** The one that was not looked at for longest first. */
  readonly #files = new Map<string, Loading>();

  /** @param changed More lines of a file are there. */
  constructor(options: FileSourceOptions, changed: (path: string) => void) {
    this.#options = options;
    this.#changed = changed;
  }

  /** The lines of a file as far as they are loaded; the first call begins to load them. */
  readonly linesOf = (path: string): FileLines => {
    const known = this.#files.get(path) ?? this.#begin(path);
    this.#files.delete(path);
    this.#files.set(path, known);
    return {
      count: known.lines.length,
      complete: known.complete,
      line: (number) => known.lines[number - 1],
      ...(known.left === undefined ? {} : { left: known.left }),
      ...(known.problem === undefined ? {} : { problem: known.problem }),
    };
  };

  #begin(path: string): Loading {
    const loading: Loading = { lines: [], complete: false };
    if (this.#files.size >= KEPT) this.#evict();
    this.#files.set(path, loading);
    void this.#load(path, loading);
    return loading;
  }

  /** Lets the file go that nobody has looked at for longest: one that is there in full, since what is being loaded would be begun anew. */
  #evict(): void {
    const [oldest] = this.#files.keys();
    for (const [path, { complete }] of this.#files) if (complete) return void this.#files.delete(path);
    if (oldest !== undefined) this.#files.delete(oldest);
  }

  async #load(path: string, loading: Loading): Promise<void> {
    try {
      const problem = await this.#read(path, loading);
      if (problem !== undefined) loading.problem = problem;
    } catch (error) {
      loading.problem = sanitize(systemReason(error));
    }
    loading.complete = true;
    if (this.#files.get(path) === loading) this.#changed(path);
  }

  async #read(path: string, loading: Loading): Promise<SafeText | undefined> {
    const budget = new Budget({ ...DEFAULT_LIMITS, ...this.#options.limits }, () => performance.now());
    const { paths, own, kept } = this.#options;
    const files = walk(paths, budget, { stdin: () => kept.bytes(), own });
    return findEntry(files, path, budget, (file) => this.#readFile(path, file, loading, budget));
  }

  async #readFile(path: string, file: Entry | PassedOver | undefined, loading: Loading, budget: Budget): Promise<SafeText | undefined> {
    if (file === undefined) return trusted('it is not there any more');
    if ('reason' in file) return file.reason;
    const content = await openContent(file, budget);
    if (content.kind === 'empty') return undefined;
    if (content.kind === 'other') return content.reason;
    if (content.kind === 'archive') {
      await content.bytes.return(undefined);
      return trusted('it is an archive: its files are listed by themselves');
    }
    if (content.kind === 'binary' && !content.printable) {
      await content.bytes.return(undefined);
      return trusted('it is no text');
    }
    const splitter = new LineSplitter(
      budget.limits.lineBytes,
      ({ text }) => loading.lines.push(sanitize(text)),
      () => undefined,
    );
    let bytes = 0;
    let toldAt = performance.now();
    for await (const chunk of content.bytes) {
      splitter.push(chunk);
      bytes += chunk.length;
      if (bytes > MOST_BYTES) {
        loading.left = trusted(`The lines after the first ${MOST_BYTES / 1024 / 1024} MiB are not shown here.`);
        return undefined;
      }
      // Nobody looks at it any more.
      if (this.#files.get(path) !== loading) return undefined;
      const now = performance.now();
      if (now - toldAt < EVERY_MS) continue;
      toldAt = now;
      this.#changed(path);
      // Keys come first.
      await new Promise((resolve) => setImmediate(resolve));
    }
    splitter.end();
    if (path === STDIN && !this.#options.kept.whole)
      loading.left = trusted(`Of standard input only the first ${MOST_KEPT / 1024 / 1024} MiB are kept: what came after them is gone.`);
    return undefined;
  }
}
