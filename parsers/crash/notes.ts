import { type Line, orderOf } from '../../src/text/line.ts';
import type { SafeText } from '../../src/text/safe-text.ts';
import { shortLine } from '../goroutine-dump/excerpt.ts';
import { announcedThrow } from './announced.ts';

/** Lines before a head in which a note still belongs to it; rows that follow a note carry it on. */
const REACH = 20;
const MOST = 20;

/** What was said before a head. */
export interface TakenNotes {
  readonly texts: readonly SafeText[];
  /** The line of the first one in the file, and how many lines of the stream it stands before the head. */
  readonly first?: { readonly line: number; readonly before: number };
}

/** A throw that was announced, and whose own line never came. */
export interface Announced {
  /** The line that announced it. */
  readonly line: Line;
  /** The text of the throw. */
  readonly thrown: string;
  /** What was said with it, that line first. */
  readonly texts: readonly SafeText[];
}

/** Remembers what was said just before a crash: the runtime and C libraries say more there. */
export class Notes {
  #notes: { readonly at: number; readonly line: number; readonly text: SafeText }[] = [];
  /** The last line that belongs to the notes, and how many rows there are of it. */
  #last = 0;
  #rows = 0;
  #announced: { readonly at: number; readonly line: Line; readonly thrown: string } | undefined;

  /** `alone`: no report is open that it could belong to. */
  add(line: Line, alone: boolean): void {
    const at = orderOf(line);
    const thrown = alone ? announcedThrow(line.text.trimEnd()) : undefined;
    if (thrown !== undefined) this.#announced = { at, line, thrown };
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

  /** The last throw that was announced, with no head of a report anywhere after it. */
  get announced(): Announced | undefined {
    const announced = this.#announced;
    if (announced === undefined) return undefined;
    return {
      line: announced.line,
      thrown: announced.thrown,
      texts: this.#notes.filter(({ at }) => at >= announced.at).map(({ text }) => text),
    };
  }

  /** The notes that stand close before a line; they are forgotten. */
  take(before: Line): TakenNotes {
    const reach = REACH + this.#rows;
    const near = this.#notes.filter(({ at }) => orderOf(before) - at <= reach);
    this.#notes = [];
    this.#rows = 0;
    this.#announced = undefined;
    const [first] = near;
    return {
      texts: near.map(({ text }) => text),
      ...(first === undefined ? {} : { first: { line: first.line, before: orderOf(before) - first.at } }),
    };
  }
}
