import { DEEPEST, type Data, type Document, UNREAD_FIELDS } from './data.ts';

const NUMBER =
  /^(?:[-+]?(?:\d+|0o[0-7]+|0x[0-9a-fA-F]+)|[-+]?(?:\.\d+|\d+\.\d*|\d+)(?:[eE][-+]?\d+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
/** First characters of values that are more than a plain text. */
const SPECIAL = new Set('&*!%@`{}[],?|>#"\'');
const KEY = /^[A-Za-z0-9_./~][A-Za-z0-9_./~ ()+$-]*$/;

/**
 * Reads YAML as tools write it (kubectl, must-gather): blocks, plain and quoted texts, also folded over lines, and literal blocks. It takes a
 * hundredth of the time that the library does. Undefined where there is anything else, or anything wrong: then the library reads it. Pure.
 *
 * @param firstLine Line of the file in which the text begins.
 */
export function readYamlLines(text: string, firstLine: number): Document | undefined {
  try {
    const reader = new Reader(text, firstLine);
    const data = reader.document();
    return data === undefined ? undefined : { data, text, cut: false };
  } catch (error) {
    if (error === UNUSUAL) return undefined;
    throw error;
  }
}

/** Thrown where the library has to read the text. */
const UNUSUAL = new Error('not of the plain form');

class Reader {
  readonly #lines: readonly string[];
  readonly #starts: number[] = [];
  readonly #firstLine: number;
  #at = 0;

  constructor(text: string, firstLine: number) {
    this.#lines = text.split('\n');
    this.#firstLine = firstLine;
    let start = 0;
    for (const line of this.#lines) {
      this.#starts.push(start);
      start += line.length + 1;
    }
  }

  document(): Data | undefined {
    this.#skip();
    if (this.#at >= this.#lines.length) return undefined;
    const data = this.#block(this.#indent(), 0, undefined);
    this.#skip();
    if (this.#at < this.#lines.length) throw UNUSUAL;
    return data;
  }

  /** Goes on to the next line with something on it. */
  #skip(): void {
    for (; this.#at < this.#lines.length; this.#at++) {
      const line = this.#lines[this.#at] ?? '';
      const first = line.search(/\S/);
      if (first < 0 || line.charAt(first) === '#') continue;
      // Tabs indent nothing, and markers are not within a document.
      if (line.slice(0, first).includes('\t') || /^(?:---|\.\.\.|%)/.test(line)) throw UNUSUAL;
      return;
    }
  }

  #indent(): number {
    return (this.#lines[this.#at] ?? '').search(/\S/);
  }

  #placed(
    line: number,
    column: number,
  ): { readonly line: number; readonly lastLine: number; readonly start: number; readonly end: number } {
    let last = Math.min(this.#at, this.#lines.length) - 1;
    while (last > line && (this.#lines[last] ?? '').trim() === '') last--;
    return {
      line: this.#firstLine + line,
      lastLine: this.#firstLine + Math.max(last, line),
      start: (this.#starts[line] ?? 0) + column,
      end: (this.#starts[Math.max(last, line)] ?? 0) + (this.#lines[Math.max(last, line)] ?? '').length,
    };
  }

  /** A map, a list or a text that begins on this line at a column. `key`: where its key stands. */
  #block(column: number, depth: number, key: { readonly line: number; readonly column: number } | undefined): Data {
    if (depth > DEEPEST) throw UNUSUAL;
    const line = this.#lines[this.#at] ?? '';
    const from = key ?? { line: this.#at, column };
    if (line.startsWith('- ', column) || line.slice(column) === '-') return this.#list(column, depth, from);
    if (keyEnd(line, column) >= 0) return this.#map(column, depth, from);
    const rest = line.slice(column);
    return this.#value(rest, column, column - 1, depth, from);
  }

  #list(column: number, depth: number, from: { readonly line: number; readonly column: number }): Data {
    const items: Data[] = [];
    // The first dash may stand behind another one.
    for (let first = true; ; first = false) {
      if (!first) this.#skip();
      const line = this.#lines[this.#at];
      if (line === undefined || (!first && this.#indent() < column)) break;
      if (!first && this.#indent() > column) throw UNUSUAL;
      if (!line.startsWith('- ', column) && line.slice(column) !== '-') {
        // A list at the margin of its key ends with the next key.
        if (keyEnd(line, column) < 0) throw UNUSUAL;
        break;
      }
      const inner = line.slice(column + 1).search(/\S/);
      if (inner < 0 || line.charAt(column + 1 + inner) === '#') {
        const dash = this.#at++;
        this.#skip();
        if (this.#at < this.#lines.length && this.#indent() > column) items.push(this.#block(this.#indent(), depth + 1, undefined));
        else items.push({ kind: 'null', text: '', ...this.#placed(dash, column) });
        continue;
      }
      // What follows the dash stands as on a line of its own.
      items.push(this.#block(column + 1 + inner, depth + 1, undefined));
    }
    return { kind: 'list', items, ...this.#placed(from.line, from.column) };
  }

  #map(column: number, depth: number, from: { readonly line: number; readonly column: number }): Data {
    const entries = new Map<string, Data>();
    let first = true;
    for (;;) {
      if (!first) this.#skip();
      const line = this.#lines[this.#at];
      if (line === undefined) break;
      if (!first && this.#indent() < column) break;
      if (!first && this.#indent() > column) throw UNUSUAL;
      const end = keyEnd(line, column);
      if (end < 0) {
        if (line.startsWith('- ', column) && !first) break;
        throw UNUSUAL;
      }
      first = false;
      const name = keyName(line.slice(column, end));
      if (name === undefined || entries.has(name)) throw UNUSUAL;
      const place = { line: this.#at, column };
      const rest = line.slice(end + 1);
      const inner = rest.search(/\S/);
      let value: Data;
      if (inner < 0 || rest.charAt(inner) === '#') {
        this.#at++;
        this.#skip();
        const next = this.#lines[this.#at];
        const indent = next === undefined ? -1 : this.#indent();
        const isList = next !== undefined && indent === column && (next.startsWith('- ', column) || next.slice(column) === '-');
        if (indent > column || isList) value = this.#block(indent, depth + 1, place);
        else value = { kind: 'null', text: '', ...this.#placed(place.line, column) };
      } else value = this.#value(rest.slice(inner), end + 1 + inner, column, depth + 1, place);
      if (!UNREAD_FIELDS.has(name)) entries.set(name, value);
    }
    return { kind: 'map', entries, ...this.#placed(from.line, from.column) };
  }

  /** A value that begins on this line; it goes on over lines that are indented more than `parent`. */
  #value(rest: string, column: number, parent: number, depth: number, from: { readonly line: number; readonly column: number }): Data {
    if (depth > DEEPEST) throw UNUSUAL;
    const line = this.#at;
    this.#at++;
    const placed = () => this.#placed(from.line, from.column);
    const first = rest.charAt(0);
    if (first === '|') {
      const text = this.#literal(rest, parent);
      return { kind: 'text', text, ...placed(), blockLine: this.#firstLine + line + 1 };
    }
    if (first === '"' || first === "'") return { kind: 'text', text: this.#quoted(rest, first, parent), ...placed() };
    const bare = rest.replace(/\s+#.*$/, '').trimEnd();
    if (bare === '{}') return { kind: 'map', entries: new Map(), ...placed() };
    if (bare === '[]') return { kind: 'list', items: [], ...placed() };
    if (SPECIAL.has(first) || rest === '-' || rest.startsWith('- ') || bare !== rest.trimEnd()) throw UNUSUAL;
    const text = this.#folded(rest, parent);
    if (/: |:$/.test(text) || /\s#/.test(text)) throw UNUSUAL;
    return { ...scalar(text), ...placed() };
  }

  /** The lines that go on with a text: indented more than `parent`, and empty ones between them. */
  #further(parent: number): string[] {
    const further: string[] = [];
    let blank = 0;
    for (let at = this.#at; at < this.#lines.length; at++) {
      const line = this.#lines[at] ?? '';
      const indent = line.search(/\S/);
      if (indent < 0) {
        blank++;
        continue;
      }
      if (indent <= parent) break;
      for (; blank > 0; blank--) further.push('');
      further.push(line);
      this.#at = at + 1;
    }
    return further;
  }

  #folded(first: string, parent: number): string {
    const further = this.#further(parent);
    if (further.some((line) => /^\s*#/.test(line))) throw UNUSUAL;
    return fold([first, ...further]);
  }

  #quoted(first: string, quote: '"' | "'", parent: number): string {
    const closed = closeOf(first, quote, 1);
    let raw = first;
    if (closed < 0) {
      const lines = [first.slice(1)];
      for (;;) {
        const line = this.#lines[this.#at];
        if (line === undefined || (line.trim() !== '' && line.search(/\S/) <= parent)) throw UNUSUAL;
        this.#at++;
        lines.push(line);
        if (closeOf(line, quote, 0) >= 0) break;
      }
      raw = `${quote}${quote === '"' ? foldEscaped(lines) : fold(lines)}`;
    }
    const end = closeOf(raw, quote, 1);
    if (end < 0 || !/^\s*(?:#.*)?$/.test(raw.slice(end + 1))) throw UNUSUAL;
    if (quote === "'") return raw.slice(1, end).replaceAll("''", "'");
    try {
      const value: unknown = JSON.parse(raw.slice(0, end + 1).replaceAll('\t', '\\t'));
      if (typeof value === 'string') return value;
    } catch {
      // YAML has more escapes than JSON.
    }
    throw UNUSUAL;
  }

  #literal(head: string, parent: number): string {
    const [, chomp = ''] = /^\|([+-]?)\s*$/.exec(head) ?? [];
    if (!/^\|[+-]?\s*$/.test(head)) throw UNUSUAL;
    const lines: string[] = [];
    let indent = -1;
    for (; this.#at < this.#lines.length; this.#at++) {
      const line = this.#lines[this.#at] ?? '';
      const first = line.search(/[^ ]/);
      if (first < 0) {
        lines.push(indent >= 0 ? line.slice(indent) : '');
        continue;
      }
      if (indent < 0) {
        if (first <= parent) break;
        indent = first;
      } else if (first < indent) break;
      lines.push(line.slice(indent));
    }
    // Lines after the block that are empty belong to it only with `+`.
    const text = lines.join('\n');
    const trimmed = text.replace(/\n+$/, '');
    if (chomp === '-') return trimmed;
    if (chomp === '+') throw UNUSUAL;
    return trimmed === '' ? '' : `${trimmed}\n`;
  }
}

/** The place of the colon behind the key that begins at a column; -1 where there is none. */
function keyEnd(line: string, column: number): number {
  const first = line.charAt(column);
  let at = column;
  if (first === '"' || first === "'") {
    at = closeOf(line, first, column + 1) + 1;
    if (at === 0) return -1;
    return line.charAt(at) === ':' && (at + 1 >= line.length || line.charAt(at + 1) === ' ') ? at : -1;
  }
  for (at = line.indexOf(':', column); at >= 0; at = line.indexOf(':', at + 1))
    if (at + 1 >= line.length || line.charAt(at + 1) === ' ') return at;
  return -1;
}

function keyName(raw: string): string | undefined {
  if (KEY.test(raw)) return raw;
  // A key with a colon or a dash in it is plain as well; one that begins with a special character is not.
  if (raw.startsWith('"') || raw.startsWith("'")) return /^(["'])[^"'\\]*\1$/.test(raw) ? raw.slice(1, -1) : undefined;
  return raw === '' || SPECIAL.has(raw.charAt(0)) || raw.startsWith('-') || /\s#|\s$/.test(raw) ? undefined : raw;
}

/** The place of the quote that closes a text; -1 where it is not in the line. */
function closeOf(line: string, quote: '"' | "'", from: number): number {
  for (let at = from; at < line.length; at++) {
    const character = line.charAt(at);
    if (quote === '"' && character === '\\') at++;
    else if (character === quote) {
      if (quote === "'" && line.charAt(at + 1) === "'") at++;
      else return at;
    }
  }
  return -1;
}

/** Lines joined as YAML folds them: a line end is a blank, an empty line is a line end. */
function fold(lines: readonly string[]): string {
  let text = '';
  let feeds = 0;
  for (const [i, line] of lines.entries()) {
    const plain = i === 0 ? line.trimEnd() : line.trim();
    if (i === 0) {
      text = plain;
      continue;
    }
    if (plain === '') {
      feeds++;
      continue;
    }
    text += (feeds > 0 ? '\n'.repeat(feeds) : ' ') + plain;
    feeds = 0;
  }
  return text;
}

/** The same for a text in double quotes, where a backslash at the end of a line takes the line end away. */
function foldEscaped(lines: readonly string[]): string {
  const parts: string[] = [];
  let last = lines[0] ?? '';
  let feeds = 0;
  for (const line of lines.slice(1)) {
    const plain = line.trimStart();
    if (plain === '') {
      feeds++;
      continue;
    }
    if (feeds === 0 && endsEscaped(last)) {
      parts.push(last.slice(0, -1));
      last = plain.replace(/^\\ /, ' ');
    } else {
      parts.push(last.trimEnd(), feeds > 0 ? '\\n'.repeat(feeds) : ' ');
      last = plain;
    }
    feeds = 0;
  }
  // JSON has no escaped blank.
  return `${parts.join('')}${last}`.replaceAll(/\\([\s\S])/g, (whole, escaped: string) => (escaped === ' ' ? ' ' : whole));
}

/** Whether a line ends with a backslash that escapes its end. */
function endsEscaped(line: string): boolean {
  let slashes = 0;
  while (line.charAt(line.length - 1 - slashes) === '\\') slashes++;
  return slashes % 2 === 1;
}

function scalar(text: string): { readonly kind: 'text' | 'number' | 'flag' | 'null'; readonly text: string } {
  if (/^(?:~|null|Null|NULL)$/.test(text)) return { kind: 'null', text: '' };
  if (/^(?:true|True|TRUE|false|False|FALSE)$/.test(text)) return { kind: 'flag', text: text.toLowerCase() };
  return { kind: NUMBER.test(text) ? 'number' : 'text', text };
}
