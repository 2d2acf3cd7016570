import type { Line } from '../../src/text/line.ts';
import type { SafeText } from '../../src/text/safe-text.ts';
import { shortLine } from '../goroutine-dump/excerpt.ts';

/** Lines before a head in which a note still belongs to it; rows that follow a note carry it on. */
const REACH = 20;
const MOST = 20;

/** Remembers what was said just before a crash: the runtime and C libraries say more there. */
export class Notes {
  #notes: { readonly line: number; readonly text: SafeText }[] = [];
  /** The last line that belongs to the notes, and how many rows there are of it. */
  #last = 0;
  #rows = 0;

  add(line: Line): void {
    if (line.number - this.#last > REACH) this.#rows = 0;
    this.#last = line.number;
    this.#notes.push({ line: line.number, text: shortLine(line.text) });
    if (this.#notes.length > MOST) this.#notes.shift();
  }

  /** A row of what a note announced: not kept, but what stands before it is still near. */
  extend(line: Line): void {
    if (this.#notes.length === 0 || line.number - this.#last > REACH) return;
    this.#rows += line.number - this.#last;
    this.#last = line.number;
  }

  /** The notes that stand close before a line; they are forgotten. */
  take(before: number): { readonly texts: readonly SafeText[]; readonly firstLine?: number } {
    const reach = REACH + this.#rows;
    const near = this.#notes.filter(({ line }) => before - line <= reach);
    this.#notes = [];
    this.#rows = 0;
    const [first] = near;
    return { texts: near.map(({ text }) => text), ...(first === undefined ? {} : { firstLine: first.line }) };
  }
}
