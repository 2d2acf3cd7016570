import { type Document, type DocumentProblem, textAt } from './data.ts';
import { JsonScanner } from './json-scanner.ts';
import { readJson } from './json-value.ts';
import { objectFormat, type ObjectFormat } from './sniff.ts';
import { YamlScanner, isYamlLine } from './yaml-scanner.ts';

/** What a list says of all its items; complete once it ends. */
export interface ListHead {
  /** `PodList`, `List`; undefined until it was read. */
  kind?: string;
  apiVersion?: string;
  /** There is nothing around the items, which might say what they are. */
  isBare?: boolean;
}

/** Takes what was read. */
export interface ObjectSink {
  /** An object, or an item of a list. */
  readonly object: (document: Document, list: ListHead | undefined) => void;
  /** A list has ended: its head is complete. */
  readonly listEnd: (list: ListHead) => void;
  /** A document, or an item, could not be read. */
  readonly problem: (problem: DocumentProblem) => void;
}

/** Reads a YAML document, as `readYaml` does: its library is loaded only where there is one. */
export type YamlReader = (text: string, firstLine: number) => Document | DocumentProblem;

/** Bytes of one object: Kubernetes stores no larger ones than 1.5 MiB, and JSON with blanks takes more. */
export const MOST_JSON_BYTES = 16 * 1024 * 1024;
export const MOST_YAML_BYTES = 2 * 1024 * 1024;
/** What is looked at to see whether an object begins in the middle of a text. */
const AHEAD = 4096;
const FEED = 0x0a;
const BLANK = 0x20;
const QUOTE_MARK = 0x3e;
/** Beginnings of lines at which a YAML document may begin in a text. */
const YAML_BEGINS = /^(?:---|apiVersion:|kind:|- apiVersion:|items:|metadata:)/;
const LONGEST_BEGIN = 16;
/** What stands before every line of an object in a ticket: blanks, or the marks of a quotation. */
const PREFIXED = /^((?:(?:> ?){1,4})? {0,16})(?:---|apiVersion:|kind:|- apiVersion:|items:|metadata:|[{[])/;
const LONGEST_PREFIX = 48;
/** First characters of lines at which an object may begin: those of the two expressions, brackets, blanks, and the end of an empty line. */
const BEGINS: ReadonlySet<number> = new Set(Buffer.from('{[-akim> \t\r\n'));
/** Kinds of which nothing is read; their texts may hold traces all the same. */
const TRACE = /goroutine \d+ \[|panic: |fatal error: /;
const KIND_LINE = /^(?:- |  )?kind: ["']?([A-Za-z0-9]+)/m;

/**
 * Reads objects of Kubernetes out of a stream of bytes, and gives back the rest: what stands between and behind them is text like any other,
 * with the lines of the objects empty, so that every line keeps its number. Holds one object at a time.
 */
export class ObjectSplitter {
  readonly #sink: ObjectSink;
  readonly #readYaml: YamlReader;
  readonly #isRead: (kind: string) => boolean;
  #mode: 'between' | 'text' | 'json' | 'yaml' = 'between';
  /** Bytes that have to be seen together with those that come. */
  #carry: Buffer = Buffer.alloc(0);
  #line = 1;
  #column = 1;
  #trusted: ObjectFormat | undefined;
  #json: JsonScanner | undefined;
  #yaml: YamlScanner | undefined;
  /** What stands before each line of the object that is being read. */
  #prefix = '';
  #rest: Buffer[] = [];
  /** The last bytes that were handed on: what follows them joins them. */
  #handed: { readonly chunk: Buffer; readonly from: number; to: number; readonly index: number } | undefined;

  /** `format`: how the object is written that the bytes begin with; undefined where it is to be looked for. `isRead`: kinds of which something is read. */
  constructor(format: ObjectFormat | undefined, sink: ObjectSink, readYaml: YamlReader, isRead: (kind: string) => boolean) {
    this.#trusted = format;
    this.#sink = sink;
    this.#readYaml = readYaml;
    this.#isRead = isRead;
  }

  /** No object is open, and no bytes are held back. */
  get isIdle(): boolean {
    return (this.#mode === 'between' || this.#mode === 'text') && this.#trusted === undefined && this.#carry.length === 0;
  }

  /** Bytes without an object have gone by: the next line, and whether they ended one. */
  resume(line: number, endsLine: boolean): void {
    this.#line = line;
    this.#mode = endsLine ? 'between' : 'text';
    this.#column = endsLine ? 1 : 2;
  }

  /** Takes bytes; gives the bytes that are of no object. */
  push(bytes: Uint8Array): Buffer {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#read(this.#carry.length === 0 ? chunk : Buffer.concat([this.#carry, chunk]), false);
    return this.#takeRest();
  }

  /** There are no more bytes; gives the last ones that are of no object. */
  end(): Buffer {
    this.#read(this.#carry, true);
    this.#carry = Buffer.alloc(0);
    if (this.#mode === 'json') this.#json?.end();
    if (this.#mode === 'yaml') this.#endYaml();
    return this.#takeRest();
  }

  #takeRest(): Buffer {
    const rest = this.#rest.length === 1 ? (this.#rest[0] ?? Buffer.alloc(0)) : Buffer.concat(this.#rest);
    this.#rest = [];
    this.#handed = undefined;
    return rest;
  }

  #read(chunk: Buffer, atEnd: boolean): void {
    let at = 0;
    while (at < chunk.length) {
      const next =
        this.#mode === 'json'
          ? this.#readJson(chunk, at, atEnd)
          : this.#mode === 'yaml'
            ? this.#readYamlLine(chunk, at, atEnd)
            : this.#mode === 'text'
              ? this.#readText(chunk, at)
              : this.#begin(chunk, at, atEnd);
      if (next < 0) {
        this.#carry = Buffer.from(chunk.subarray(at));
        return;
      }
      at = next;
    }
    this.#carry = Buffer.alloc(0);
  }

  /** Looks at what begins here; -1 where more bytes are needed to tell. */
  #begin(chunk: Buffer, from: number, atEnd: boolean): number {
    const trusted = this.#trusted;
    if (trusted === undefined && this.#column === 1) {
      const first = firstLineAt(chunk, from);
      this.#hand(chunk, from, first);
      if (first > from) return first;
    }
    if (trusted === undefined && this.#column === 1 && (chunk[from] === QUOTE_MARK || chunk[from] === BLANK)) {
      const begun = this.#beginPrefixed(chunk, from, atEnd);
      if (begun !== undefined) return begun;
    }
    let at = from;
    while (at < chunk.length && isSpace(chunk[at])) at++;
    if (trusted === 'json' || (trusted === undefined && (chunk[at] === 0x7b || chunk[at] === 0x5b))) {
      if (at < chunk.length && trusted === undefined && !atEnd && chunk.length - at < AHEAD) {
        this.#hand(chunk, from, at);
        return at > from ? at : -1;
      }
      this.#hand(chunk, from, at);
      if (at >= chunk.length) return at;
      if (trusted === undefined && !isJsonAhead(chunk, at)) return this.#toText(at);
      this.#trusted = undefined;
      this.#json = this.#jsonScanner();
      this.#mode = 'json';
      return at;
    }
    if (trusted === 'yaml') {
      this.#trusted = undefined;
      this.#startYaml();
      return from;
    }
    this.#hand(chunk, from, at);
    if (at >= chunk.length) return at;
    if (this.#column !== 1) return this.#toText(at);
    const isShort = !atEnd && chunk.length - at < AHEAD;
    if (!YAML_BEGINS.test(chunk.toString('latin1', at, at + LONGEST_BEGIN)) && (!isShort || chunk.length - at >= LONGEST_BEGIN))
      return this.#toText(at);
    if (isShort) return at > from ? at : -1;
    if (objectFormat(chunk.toString('utf8', at, at + AHEAD)) !== 'yaml') return this.#toText(at);
    this.#startYaml();
    return at;
  }

  /** The same for an object whose lines all have a prefix; undefined where none begins here. */
  #beginPrefixed(chunk: Buffer, from: number, atEnd: boolean): number | undefined {
    const isShort = !atEnd && chunk.length - from < AHEAD;
    const [, prefix = ''] = PREFIXED.exec(chunk.toString('latin1', from, from + LONGEST_PREFIX)) ?? [];
    if (prefix === '') return isShort && chunk.length - from < LONGEST_PREFIX ? -1 : undefined;
    if (isShort) return -1;
    const format = objectFormat(unprefixed(chunk.toString('utf8', from, from + AHEAD), prefix));
    // Blanks are nothing to JSON.
    if (format === undefined || (format === 'json' && prefix.trim() === '')) return undefined;
    this.#prefix = prefix;
    if (format === 'yaml') this.#startYaml();
    else {
      this.#json = this.#jsonScanner();
      this.#mode = 'json';
    }
    return from;
  }

  #toText(at: number): number {
    this.#mode = 'text';
    return at;
  }

  /** A line of some other text, and those behind it that begin as no object does. */
  #readText(chunk: Buffer, from: number): number {
    let feed = chunk.indexOf(FEED, from);
    while (feed >= 0 && feed + 1 < chunk.length && !BEGINS.has(chunk[feed + 1] ?? 0)) feed = chunk.indexOf(FEED, feed + 1);
    const end = feed < 0 ? chunk.length : feed + 1;
    this.#hand(chunk, from, end);
    if (feed >= 0) this.#mode = 'between';
    return end;
  }

  #readJson(chunk: Buffer, from: number, atEnd: boolean): number {
    const scanner = this.#json;
    if (scanner === undefined) return chunk.length;
    if (this.#prefix !== '') return this.#readPrefixedJson(scanner, chunk, from, atEnd);
    const before = scanner.line;
    const end = scanner.push(chunk, from);
    this.#blank(scanner.line - before);
    this.#line = scanner.line;
    this.#column = scanner.column;
    if (end < 0) return chunk.length;
    if (scanner.isBroken) scanner.end();
    this.#endJson();
    return end;
  }

  /** A line of an object in JSON, without what stands before it. What follows the object in its last line is left out. */
  #readPrefixedJson(scanner: JsonScanner, chunk: Buffer, from: number, atEnd: boolean): number {
    const feed = chunk.indexOf(FEED, from);
    if (feed < 0 && !atEnd && chunk.length - from <= MOST_JSON_BYTES) return -1;
    const end = feed < 0 ? chunk.length : feed + 1;
    const line = withoutPrefix(chunk.toString('utf8', from, end), this.#prefix);
    const stop = line === undefined ? -1 : scanner.push(Buffer.from(line, 'utf8'), 0);
    if (line === undefined || scanner.isBroken) {
      scanner.end();
      this.#endJson();
      this.#mode = 'text';
      return from;
    }
    if (stop >= 0) this.#endJson();
    if (feed >= 0) {
      this.#blank(1);
      this.#line += 1;
      this.#column = 1;
    }
    return end;
  }

  #endJson(): void {
    this.#json = undefined;
    this.#prefix = '';
    this.#mode = 'between';
  }

  #jsonScanner(): JsonScanner {
    const list: ListHead = {};
    return new JsonScanner(
      {
        item: (text, line, column) => this.#document(readJson(text, line, column), list),
        rest: (text, line, hadItems) => {
          if (!hadItems) this.#document(readJson(text, line), undefined);
          else {
            list.isBare = !text.startsWith('{');
            this.#listEnd(list, list.isBare ? undefined : readJson(text, line));
          }
        },
        tooLarge: (line, lines) => this.#tooLarge(line, lines, MOST_JSON_BYTES),
      },
      MOST_JSON_BYTES,
      this.#line,
      this.#column,
    );
  }

  #startYaml(): void {
    const list: ListHead = {};
    this.#mode = 'yaml';
    this.#yaml = new YamlScanner(
      {
        item: (text, line) => {
          if (this.#isOther(text)) return;
          const read = this.#readYaml(text, line);
          if ('reason' in read) this.#sink.problem(read);
          else
            this.#document(
              read.data.kind === 'list' && read.data.items[0] !== undefined ? { ...read, data: read.data.items[0] } : read,
              list,
            );
        },
        rest: (text, line, hadItems) => {
          if (text.trim() === '' || this.#isOther(text)) {
            if (hadItems) this.#listEnd(list, undefined);
            return;
          }
          const read = this.#readYaml(text, line);
          if (hadItems) this.#listEnd(list, read);
          else if (!('reason' in read) || !isBlank(text)) this.#document(read, undefined);
        },
        tooLarge: (line, lines) => this.#tooLarge(line, lines, MOST_YAML_BYTES),
      },
      MOST_YAML_BYTES,
    );
  }

  /** A document of a kind of which nothing is read, and without a trace in it. */
  #isOther(text: string): boolean {
    const kind = KIND_LINE.exec(text)?.[1];
    return kind !== undefined && !this.#isRead(kind) && !kind.endsWith('List') && !TRACE.test(text);
  }

  #readYamlLine(chunk: Buffer, from: number, atEnd: boolean): number {
    const feed = chunk.indexOf(FEED, from);
    if (feed < 0 && !atEnd && chunk.length - from <= MOST_YAML_BYTES) return -1;
    const end = feed < 0 ? chunk.length : feed + 1;
    const whole = chunk.toString('utf8', from, feed < 0 ? end : feed);
    const line = this.#prefix === '' ? whole : withoutPrefix(whole, this.#prefix);
    if (line === undefined) {
      this.#endYaml();
      this.#prefix = '';
      this.#mode = 'between';
      return from;
    }
    if (/^(?:---|\.\.\.)(?:\s|$)/.test(line)) {
      this.#endYaml();
      this.#startYaml();
    } else if (line.startsWith('%') || isYamlLine(line)) this.#yaml?.push(line, this.#line);
    else {
      this.#endYaml();
      // A bracket may begin an object in JSON.
      this.#mode = this.#prefix === '' && /^[{[]/.test(line) ? 'between' : 'text';
      this.#prefix = '';
      return from;
    }
    if (feed >= 0) {
      this.#blank(1);
      this.#line += 1;
      this.#column = 1;
    }
    return end;
  }

  #endYaml(): void {
    this.#yaml?.end(this.#line);
    this.#yaml = undefined;
  }

  #document(read: Document | DocumentProblem, list: ListHead | undefined): void {
    if ('reason' in read) this.#sink.problem(read);
    else this.#sink.object(read, list);
  }

  #listEnd(list: ListHead, read: Document | DocumentProblem | undefined): void {
    if (read !== undefined && 'reason' in read) this.#sink.problem(read);
    else if (read !== undefined) {
      const kind = textAt(read.data, 'kind');
      const apiVersion = textAt(read.data, 'apiVersion');
      if (kind !== undefined) list.kind = kind;
      if (apiVersion !== undefined) list.apiVersion = apiVersion;
    }
    this.#sink.listEnd(list);
  }

  #tooLarge(line: number, lines: number, most: number): void {
    this.#sink.problem({ reason: `an object of more than ${most} bytes`, line, column: 1, lines });
  }

  /** Bytes of no object. They are not copied: the caller is done with them before it gives the next ones. */
  #hand(chunk: Buffer, from: number, to: number): void {
    if (to <= from) return;
    const last = this.#handed;
    if (last !== undefined && last.chunk === chunk && last.to === from && last.index === this.#rest.length - 1) {
      last.to = to;
      this.#rest[last.index] = chunk.subarray(last.from, to);
    } else {
      this.#rest.push(chunk.subarray(from, to));
      this.#handed = { chunk, from, to, index: this.#rest.length - 1 };
    }
    for (let feed = chunk.indexOf(FEED, from); feed >= 0 && feed < to; feed = chunk.indexOf(FEED, feed + 1)) {
      this.#line += 1;
      this.#column = 1;
      from = feed + 1;
    }
    this.#column += to - from;
  }

  /** Lines of objects are empty in the rest. */
  #blank(lines: number): void {
    if (lines > 0) this.#rest.push(Buffer.alloc(lines, FEED));
  }
}

function isJsonAhead(chunk: Buffer, at: number): boolean {
  const ahead = chunk.subarray(at, at + AHEAD);
  return (
    (ahead.includes('"apiVersion"') || ahead.includes('"State"') || ahead.includes('"state"')) &&
    objectFormat(ahead.toString('utf8')) === 'json'
  );
}

function isBlank(text: string): boolean {
  return text.split('\n').every((line) => line.trim() === '' || line.startsWith('#') || line.startsWith('%'));
}

/** Where the first line begins that is not empty. */
function firstLineAt(chunk: Buffer, from: number): number {
  let start = from;
  for (let at = from; at < chunk.length && isSpace(chunk[at]); at++) if (chunk[at] === FEED) start = at + 1;
  return start;
}

/** A line without the prefix; an empty one may lack its blanks. Undefined where it has none. */
function withoutPrefix(line: string, prefix: string): string | undefined {
  if (line.startsWith(prefix)) return line.slice(prefix.length);
  return line.trim() === prefix.trim() ? '' : undefined;
}

/** The lines at the beginning of a text that have a prefix, without it. */
function unprefixed(text: string, prefix: string): string {
  const lines: string[] = [];
  for (const line of text.split('\n')) {
    const bare = withoutPrefix(line, prefix);
    if (bare === undefined) break;
    lines.push(bare);
  }
  return lines.join('\n');
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === FEED;
}
