/**
 * What became of a line that was read against a grammar.
 * `cut`: all of it fits, but it ends too early. `mixed`: it begins as it should and goes on with something else.
 * `no`: some other line.
 */
export type Reading<T> = { readonly kind: 'ok'; readonly value: T } | { readonly kind: 'cut' | 'mixed' | 'no' };

/** Reads one line from left to right. Every step is linear, and after a failure {@link atEnd} tells a cut line. */
export class Scanner {
  readonly text: string;
  pos: number;
  private readonly limit: number;

  /** Reads `text` from `from` on; blanks (and a carriage return) at its end are no part of the line. */
  constructor(text: string, from = 0) {
    this.text = text;
    this.pos = from;
    let limit = text.length;
    while (limit > from && isBlank(text.charCodeAt(limit - 1))) limit -= 1;
    this.limit = limit;
  }

  /** Nothing is left. After a failed step: the line ended where more was due. */
  get atEnd(): boolean {
    return this.pos >= this.limit;
  }

  /** Skips blanks and tabs. */
  blanks(): void {
    while (!this.atEnd && isBlank(this.text.charCodeAt(this.pos))) this.pos += 1;
  }

  /** Takes exactly this text. On failure the position is the first character that differs. */
  literal(expected: string): boolean {
    for (let i = 0; i < expected.length; i += 1) {
      if (this.atEnd || this.text.charCodeAt(this.pos) !== expected.charCodeAt(i)) return false;
      this.pos += 1;
    }
    return true;
  }

  /** Takes this text if it stands here; else moves nothing, unless the line ends inside it: then nothing is left. */
  optional(expected: string): boolean {
    const rest = this.limit - this.pos;
    if (rest >= expected.length) {
      if (!this.text.startsWith(expected, this.pos)) return false;
      this.pos += expected.length;
      return true;
    }
    if (expected.startsWith(this.text.slice(this.pos, this.limit))) this.pos = this.limit;
    return false;
  }

  /** Takes a decimal number, of at most 15 digits: no counter of the scheduler has more. */
  number(): number | undefined {
    const start = this.pos;
    let value = 0;
    while (!this.atEnd) {
      const digit = this.text.charCodeAt(this.pos) - 48;
      if (digit < 0 || digit > 9 || this.pos - start === 15) break;
      value = value * 10 + digit;
      this.pos += 1;
    }
    return this.pos === start ? undefined : value;
  }

  /** Takes a number that may have a decimal fraction: `12`, `0.067`. */
  decimal(): number | undefined {
    const start = this.pos;
    if (this.number() === undefined) return undefined;
    if (this.optional('.') && this.number() === undefined) return undefined;
    return Number(this.text.slice(start, this.pos));
  }

  /** Takes a number that may have a minus sign. */
  signed(): number | undefined {
    const negative = this.optional('-');
    const value = this.number();
    return value !== undefined && negative ? -value : value;
  }

  /** Takes the id of a P, M or G. `null`: the runtime printed that there is none (`-1` up to Go 1.19, then `nil`). */
  id(): number | null | undefined {
    if (this.optional('nil') || this.optional('-1')) return null;
    return this.number();
  }

  /** Takes a boolean: `0` or `1` up to Go 1.19, then `false` or `true`. */
  bool(): boolean | undefined {
    const first = this.text[this.pos];
    if (first === 't') return this.literal('true') ? true : undefined;
    if (first === 'f') return this.literal('false') ? false : undefined;
    const value = this.number();
    return value === 0 ? false : value === 1 ? true : undefined;
  }

  /** Takes everything up to this text, and this text; at most `max` characters before it. */
  until(end: string, max: number): string | undefined {
    const at = this.text.slice(this.pos, Math.min(this.pos + max + end.length, this.limit)).indexOf(end);
    if (at < 0) {
      if (this.limit - this.pos <= max) this.pos = this.limit;
      return undefined;
    }
    const taken = this.text.slice(this.pos, this.pos + at);
    this.pos += at + end.length;
    return taken;
  }

  /** The reading of a line that failed here. */
  failure(): { readonly kind: 'cut' | 'mixed' } {
    return { kind: this.atEnd ? 'cut' : 'mixed' };
  }
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 13;
}
