import type { Line } from '../../src/text/line.ts';
import { classify } from './line-kind.ts';
import type { Repeat } from './repeats.ts';
import { type State, nextState } from './states.ts';

const LINE_END = 10;
const CREATED = Buffer.from('created by ');

/** A line within a goroutine that is none of its own. */
export interface Gap {
  readonly from: number;
  readonly to: number;
  /** Where the reader stands before it. */
  readonly state: State;
}

/**
 * The line that makes a goroutine differ from those that are known, if it is foreign: it stands at `at`, where another frame would begin, or
 * after the first line of that. The goroutine's header begins at `start`.
 */
export function gapAt(bytes: Buffer, start: number, at: number): Gap | undefined {
  const here = lineAt(bytes, at);
  if (here === undefined) return undefined;
  const before = stateBefore(bytes, start, at);
  if (isForeign(here.text, before)) return { from: at, to: here.end, state: before };
  const within = bytes.compare(CREATED, 0, CREATED.length, at, at + CREATED.length) === 0 ? 'created' : 'function';
  const next = lineAt(bytes, here.end);
  return next !== undefined && isForeign(next.text, within) ? { from: here.end, to: next.end, state: within } : undefined;
}

function isForeign(text: string, state: State): boolean {
  const { kind } = classify(text);
  return kind !== 'allocation' && nextState(state, kind) === undefined;
}

/** Where the reader stands between frames: after the header, a frame, or the creator. */
function stateBefore(bytes: Buffer, start: number, at: number): State {
  const place = bytes.lastIndexOf(LINE_END, at - 2) + 1;
  if (place <= start) return 'header';
  const call = bytes.lastIndexOf(LINE_END, place - 2) + 1;
  return bytes.compare(CREATED, 0, CREATED.length, call, call + CREATED.length) === 0 ? 'created-file' : 'file';
}

function lineAt(bytes: Buffer, at: number): { readonly text: string; readonly end: number } | undefined {
  const feed = bytes.indexOf(LINE_END, at);
  return feed < 0 ? undefined : { text: bytes.toString('utf8', at, feed), end: feed + 1 };
}

/** A goroutine that is known by its bytes, of which the lines up to a foreign one have been taken. */
export class Interrupted<T> {
  readonly repeat: Repeat<T>;
  readonly state: State;
  /** Number of its first line. */
  readonly line: number;
  /** Lines that have been taken. */
  readonly taken: number;
  /** Nothing of it follows but its blank line: the foreign line stands behind it. */
  readonly complete: boolean;
  readonly #before: Buffer;
  readonly #after: Buffer;

  constructor(bytes: Buffer, start: number, line: number, gap: Gap, repeat: Repeat<T>) {
    // The object and the bytes are used again.
    this.repeat = { ...repeat };
    this.state = gap.state;
    this.line = line;
    this.#before = Buffer.from(bytes.subarray(start, gap.from));
    this.#after = Buffer.from(bytes.subarray(gap.to, repeat.end));
    this.taken = countLines(this.#before);
    this.complete = this.#after.length === 1;
  }

  /** Bytes of its own lines. */
  get bytes(): number {
    return this.#before.length + this.#after.length;
  }

  /** How many bytes from `start` on are the rest of it; 0 where they are something else. */
  restAt(bytes: Buffer, start: number): number {
    const { length } = this.#after;
    return start + length <= bytes.length && this.#after.compare(bytes, start, start + length) === 0 ? length : 0;
  }

  /** The lines that have been taken, for those who have to read them after all. */
  get lines(): readonly Line[] {
    const texts = this.#before.toString('utf8').split('\n');
    texts.pop();
    return texts.map((text, i) => ({ text, number: this.line + i, bytes: Buffer.byteLength(text) }));
  }
}

function countLines(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(LINE_END); at >= 0; at = bytes.indexOf(LINE_END, at + 1)) lines++;
  return lines;
}
