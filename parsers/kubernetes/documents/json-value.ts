import { DEEPEST, type Data, type Document, type DocumentProblem, MOST_NODES, UNREAD_FIELDS } from './data.ts';

const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/**
 * Reads one JSON value with the places of its parts, as `JSON.parse` does not. A text that ends in the middle gives what stands before the
 * end. Pure; never throws.
 *
 * @param firstLine Line of the file in which the text begins.
 * @param firstColumn Column in which it does, from 1.
 */
export function readJson(text: string, firstLine: number, firstColumn = 1): Document | DocumentProblem {
  const reader = new Reader(text, firstLine);
  try {
    const data = reader.value(0, undefined);
    if (!reader.cut && !reader.atEnd) reader.fail('something follows the value');
    if (data !== undefined) return { data, text, cut: reader.cut };
    return { reason: 'it ends before it says anything', line: firstLine, column: firstColumn, lines: 1 };
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    const { line, column } = reader.place(firstColumn);
    return { reason: error.message, line, column, lines: text.split('\n').length };
  }
}

class JsonError extends Error {}

class Reader {
  readonly #text: string;
  #at = 0;
  #line: number;
  #lineStart = 0;
  readonly #firstLine: number;
  #nodes = 0;
  #slash = -1;
  /** The text has ended inside the value. */
  cut = false;

  constructor(text: string, firstLine: number) {
    this.#text = text;
    this.#line = firstLine;
    this.#firstLine = firstLine;
  }

  get atEnd(): boolean {
    this.#skipSpace();
    return this.#at >= this.#text.length;
  }

  place(firstColumn: number): { readonly line: number; readonly column: number } {
    const column = this.#at - this.#lineStart + 1;
    return { line: this.#line, column: this.#line === this.#firstLine ? column + firstColumn - 1 : column };
  }

  fail(reason: string): never {
    throw new JsonError(reason);
  }

  /** Undefined where the text ends before the value does, and nothing of it can be kept. `key`: where the key of the value stands. */
  value(depth: number, key: { readonly start: number; readonly line: number } | undefined): Data | undefined {
    this.#skipSpace();
    if (depth > DEEPEST) this.fail(`nested more than ${DEEPEST} levels deep`);
    if (++this.#nodes > MOST_NODES) this.fail(`more than ${MOST_NODES} parts in one object`);
    const start = key?.start ?? this.#at;
    const line = key?.line ?? this.#line;
    const placed = () => ({ line, lastLine: this.#line, start, end: this.#at });
    const first = this.#text.charAt(this.#at);
    if (first === '{') {
      const entries = this.#entries(depth);
      return { kind: 'map', entries, ...placed() };
    }
    if (first === '[') {
      const items = this.#items(depth);
      return { kind: 'list', items, ...placed() };
    }
    if (first === '"') {
      const text = this.#string();
      return text === undefined ? undefined : { kind: 'text', text, ...placed() };
    }
    for (const word of ['true', 'false', 'null'])
      if (this.#text.startsWith(word, this.#at)) {
        this.#at += word.length;
        return { kind: word === 'null' ? 'null' : 'flag', text: word, ...placed() };
      }
    NUMBER.lastIndex = this.#at;
    const number = NUMBER.exec(this.#text)?.[0];
    if (number !== undefined) {
      this.#at += number.length;
      // Its last digits may be missing.
      if (this.#at >= this.#text.length && depth > 0) this.cut = true;
      else return { kind: 'number', text: number, ...placed() };
      return undefined;
    }
    if (this.#text.length - this.#at < 5 && depth > 0) return this.#end();
    return this.fail(`unexpected ${first === '' ? 'end' : 'character'}`);
  }

  #end(): undefined {
    this.cut = true;
    this.#at = this.#text.length;
  }

  #entries(depth: number): ReadonlyMap<string, Data> {
    const entries = new Map<string, Data>();
    this.#at += 1;
    for (let first = true; ; first = false) {
      this.#skipSpace();
      const next = this.#text.charAt(this.#at);
      if (next === '') this.#end();
      if (this.cut) return entries;
      if (next === '}') break;
      if (!first) this.#expect(',');
      this.#skipSpace();
      const key = { start: this.#at, line: this.#line };
      if (!this.cut && this.#at < this.#text.length && this.#text.charAt(this.#at) !== '"') this.fail('a key is missing');
      const name = this.#at < this.#text.length ? this.#string() : this.#end();
      if (name === undefined) return entries;
      this.#skipSpace();
      if (this.#at >= this.#text.length) {
        this.#end();
        return entries;
      }
      this.#expect(':');
      if (UNREAD_FIELDS.has(name)) {
        this.#pass();
        continue;
      }
      const value = this.value(depth + 1, key);
      if (value !== undefined) entries.set(name, value);
    }
    this.#at += 1;
    return entries;
  }

  /** Passes over a value without making anything of it. */
  #pass(): void {
    this.#skipSpace();
    if (this.#text.charAt(this.#at) !== '{' && this.#text.charAt(this.#at) !== '[') {
      this.value(1, undefined);
      return;
    }
    for (let depth = 0; ;) {
      this.#skipSpace();
      const code = this.#text.charCodeAt(this.#at);
      if (Number.isNaN(code)) return this.#end();
      if (code === 0x22) {
        this.#string();
        if (this.cut) return;
        continue;
      }
      this.#at += 1;
      if (code === 0x7b || code === 0x5b) depth += 1;
      else if ((code === 0x7d || code === 0x5d) && --depth === 0) return;
    }
  }

  #items(depth: number): readonly Data[] {
    const items: Data[] = [];
    this.#at += 1;
    for (let first = true; ; first = false) {
      this.#skipSpace();
      const next = this.#text.charAt(this.#at);
      if (next === '') this.#end();
      if (this.cut) return items;
      if (next === ']') break;
      if (!first) this.#expect(',');
      const value = this.value(depth + 1, undefined);
      if (value !== undefined) items.push(value);
    }
    this.#at += 1;
    return items;
  }

  #expect(character: string): void {
    if (this.#text.charAt(this.#at) !== character) this.fail(`"${character}" is missing`);
    this.#at += 1;
  }

  /** Undefined where the text ends within the string. */
  #string(): string | undefined {
    const start = this.#at;
    let plain = true;
    let end = start;
    for (let at = start + 1; ;) {
      // Looked for anew only where the last one was escaped: a long string has many escapes before its end.
      if (end < at) end = this.#text.indexOf('"', at);
      if (end < 0) return this.#end();
      const slash = this.#slashFrom(at);
      if (slash < end) {
        plain = false;
        at = slash + 2;
        continue;
      }
      this.#at = end + 1;
      const raw = this.#text.slice(start, end + 1);
      // A line feed within a string is no JSON; hand-made files have them.
      if (raw.includes('\n')) {
        this.#line += raw.split('\n').length - 1;
        this.#lineStart = start + raw.lastIndexOf('\n') + 1;
      }
      return plain ? raw.slice(1, -1) : unescaped(raw);
    }
  }

  #skipSpace(): void {
    for (; this.#at < this.#text.length; this.#at += 1) {
      const code = this.#text.charCodeAt(this.#at);
      if (code === 0x0a) {
        this.#line += 1;
        this.#lineStart = this.#at + 1;
      } else if (code !== 0x20 && code !== 0x0d && code !== 0x09) return;
    }
  }

  /** The next backslash from here on; looked for once, however many strings come before it. */
  #slashFrom(at: number): number {
    if (this.#slash < at) {
      const found = this.#text.indexOf('\\', at);
      this.#slash = found < 0 ? Number.POSITIVE_INFINITY : found;
    }
    return this.#slash;
  }
}

function unescaped(raw: string): string {
  try {
    const value: unknown = JSON.parse(raw);
    return typeof value === 'string' ? value : raw.slice(1, -1);
  } catch {
    // A wrong escape: the text is kept as it stands.
    return raw.slice(1, -1);
  }
}
