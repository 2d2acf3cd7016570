import { Kernel, PLACES } from '../../kernel/kernel.ts';

/** A time as RFC 3339 writes it: what changes from line to line in a prefix. */
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/;
/** Stands for digits in a template. */
const DIGITS = '\x01';
/** The first of the offsets, in words. */
const FIRST = PLACES.OFFSETS >> 2;
/** Fewer lines are not worth the way. */
const LEAST_LINES = 4;

/** Lines without their prefix, as bytes. */
export interface Stripped {
  readonly bytes: Buffer;
  /** Where the first of the asked lines stands in them. */
  readonly start: number;
  /** Where so many lines after that one begin in the file's bytes. */
  readonly originOf: (line: number) => number;
}

/** What stands before the text of a line, but for the digits of its time; undefined where the text is not the line's end. */
export function templateOf(line: string, text: string): string | undefined {
  if (text === '' || !line.endsWith(text)) return undefined;
  const prefix = line.slice(0, line.length - text.length);
  if (!/^[ -~]+$/.test(prefix)) return undefined;
  const time = TIME.exec(prefix);
  const template =
    time === null
      ? prefix
      : `${prefix.slice(0, time.index)}${time[0].replaceAll(/\d+/g, DIGITS)}${prefix.slice(time.index + time[0].length)}`;
  return template.length < PLACES.TEMPLATE_BYTES ? template : undefined;
}

/** Takes a prefix off many lines at once, for those who read bytes. */
export class FixedPrefix {
  readonly #kernel = Kernel.create();
  #of: Buffer | undefined;
  #bytes: Buffer = Buffer.alloc(0);
  /** What lies between places in memory and in the file's bytes. */
  #shift = 0;
  /** How many lines are there, and the one that was asked for the last time. */
  #lines = 0;
  #line = 0;

  constructor(template: string) {
    this.#kernel?.allocate(PLACES.STRIPPED + PLACES.STRIPPED_BYTES - PLACES.TEMPLATE);
    this.#kernel?.bytes.set(Buffer.from(`${template}\0`, 'latin1'), PLACES.TEMPLATE);
  }

  /** The lines from `start` on that have the prefix; undefined where they are few. Valid until the next call for other bytes. */
  strip(bytes: Buffer, start: number): Stripped | undefined {
    const kernel = this.#kernel;
    if (kernel === undefined) return undefined;
    if (this.#of === bytes) while (this.#line < this.#lines && this.#origin(kernel, this.#line) < start) this.#line++;
    if (this.#of !== bytes || this.#line >= this.#lines || this.#origin(kernel, this.#line) !== start) {
      const place = kernel.show(bytes, start);
      this.#of = bytes;
      this.#shift = place - start;
      this.#line = 0;
      this.#lines = kernel.calls.strip(place, kernel.end, PLACES.MOST_LINES);
      this.#bytes = Buffer.from(kernel.bytes.buffer, PLACES.STRIPPED, kernel.calls.stripped());
    }
    const line = this.#line;
    if (this.#lines - line < LEAST_LINES) return undefined;
    return {
      bytes: this.#bytes,
      start: kernel.words[FIRST + 2 * line + 1] as number,
      originOf: (lines) => this.#origin(kernel, line + lines),
    };
  }

  #origin(kernel: Kernel, line: number): number {
    return (kernel.words[FIRST + 2 * line] as number) - this.#shift;
  }
}
