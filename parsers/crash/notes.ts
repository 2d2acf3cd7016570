import type { Line } from '../../src/text/line.ts';
import type { SafeText } from '../../src/text/safe-text.ts';
import { shortLine } from '../goroutine-dump/excerpt.ts';

/** Lines before a head in which a note still belongs to it. */
const REACH = 20;
const MOST = 20;

/** Remembers what was said just before a crash: the runtime and C libraries say more there. */
export class Notes {
  #notes: { readonly line: number; readonly text: SafeText }[] = [];

  add(line: Line): void {
    this.#notes.push({ line: line.number, text: shortLine(line.text) });
    if (this.#notes.length > MOST) this.#notes.shift();
  }

  /** The notes that stand close before a line; they are forgotten. */
  take(before: number): { readonly texts: readonly SafeText[]; readonly firstLine?: number } {
    const near = this.#notes.filter(({ line }) => before - line <= REACH);
    this.#notes = [];
    const [first] = near;
    return { texts: near.map(({ text }) => text), ...(first === undefined ? {} : { firstLine: first.line }) };
  }
}
