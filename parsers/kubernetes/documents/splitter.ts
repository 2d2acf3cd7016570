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
/** Beginnings of lines at which a YAML document may begin in a text. */
const YAML_BEGINS = /^(?:---|apiVersion:|kind:|- apiVersion:|items:|metadata:)/;
const LONGEST_BEGIN = 16;
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
          ? this.#readJson(chunk, at)
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
    let at = from;
    while (at < chunk.length && isSpace(chunk[at])) at++;
    const trusted = this.#trusted;
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

  #toText(at: number): number {
    this.#mode = 'text';
    return at;
  }

  /** A line of some other text. */
  #readText(chunk: Buffer, from: number): number {
    const feed = chunk.indexOf(FEED, from);
    const end = feed < 0 ? chunk.length : feed + 1;
    this.#hand(chunk, from, end);
    if (feed >= 0) this.#mode = 'between';
    return end;
  }

  #readJson(chunk: Buffer, from: number): number {
    const scanner = this.#json;
    if (scanner === undefined) return chunk.length;
    const before = scanner.line;
    const end = scanner.push(chunk, from);
    this.#blank(scanner.line - before);
    this.#line = scanner.line;
    this.#column = scanner.column;
    if (end < 0) return chunk.length;
    this.#json = undefined;
    this.#mode = 'between';
    return end;
  }

  #jsonScanner(): JsonScanner {
    const list: ListHead = {};
    return new JsonScanner(
      {
        item: (text, line, column) => this.#document(readJson(text, line, column), list),
        rest: (text, line, hadItems) => {
          if (!hadItems) this.#document(readJson(text, line), undefined);
          else this.#listEnd(list, text.startsWith('{') ? readJson(text, line) : undefined);
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
    const line = chunk.toString('utf8', from, feed < 0 ? end : feed);
    if (/^(?:---|\.\.\.)(?:\s|$)/.test(line)) {
      this.#endYaml();
      this.#startYaml();
    } else if (line.startsWith('%') || isYamlLine(line)) this.#yaml?.push(line, this.#line);
    else {
      this.#endYaml();
      this.#mode = 'text';
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
  return ahead.includes('"apiVersion"') && objectFormat(ahead.toString('utf8')) === 'json';
}

function isBlank(text: string): boolean {
  return text.split('\n').every((line) => line.trim() === '' || line.startsWith('#') || line.startsWith('%'));
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === FEED;
}
