import { type Line, orderOf } from '../../src/text/line.ts';
import type { SafeText } from '../../src/text/safe-text.ts';
import { shortLine } from '../goroutine-dump/excerpt.ts';

/** Lines before a head in which a note still belongs to it; rows that follow a note carry it on. */
const REACH = 20;
const MOST = 20;

/** What was said before a head. */
export interface TakenNotes {
  readonly texts: readonly SafeText[];
  /** The line of the first one in the file, and how many lines of the stream it stands before the head. */
  readonly first?: { readonly line: number; readonly before: number };
}

/** Remembers what was said just before a crash: the runtime and C libraries say more there. */
export class Notes {
  #notes: { readonly at: number; readonly line: number; readonly text: SafeText }[] = [];
  /** The last line that belongs to the notes, and how many rows there are of it. */
  #last = 0;
  #rows = 0;

  add(line: Line): void {
    const at = orderOf(line);
    if (at - this.#last > REACH) this.#rows = 0;
    this.#last = at;
    this.#notes.push({ at, line: line.number, text: shortLine(line.text) });
    if (this.#notes.length > MOST) this.#notes.shift();
  }

  /** A row of what a note announced: not kept, but what stands before it is still near. */
  extend(line: Line): void {
    const at = orderOf(line);
    if (this.#notes.length === 0 || at - this.#last > REACH) return;
    this.#rows += at - this.#last;
    this.#last = at;
  }

  /** The notes that stand close before a line; they are forgotten. */
  take(before: Line): TakenNotes {
    const reach = REACH + this.#rows;
    const near = this.#notes.filter(({ at }) => orderOf(before) - at <= reach);
    this.#notes = [];
    this.#rows = 0;
    const [first] = near;
    return {
      texts: near.map(({ text }) => text),
      ...(first === undefined ? {} : { first: { line: first.line, before: orderOf(before) - first.at } }),
    };
  }
}
