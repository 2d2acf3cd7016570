import { isAscii } from 'node:buffer';
import type { Line } from '../text/line.ts';
import type { FindAny } from './find-any.ts';

/** Of a line that is longer than the limit this much of its end is kept, beside its head. */
const TAIL_BYTES = 64 * 1024;
/** What may be taken at once is waited for up to this size. */
const MOST_UNFINISHED = 64 * 1024;
const BLANK_LINE = '\n\n';

/** How a splitter may pass over lines that nobody wants. */
export interface Skim {
  /** Asked before a line: whether lines without a mark may be left out from here on. */
  readonly quiet: () => boolean;
  /** What marks a line that is wanted all the same. */
  readonly marks: FindAny;
  /** Lines right before a marked one that are wanted with it. */
  readonly before: number;
}

/**
 * Reads some lines at once, from the bytes of a chunk that begin a line: how many bytes and lines it took, whole lines only. `unfinished`:
 * what follows them may be taken too when its end, an empty line, is here. The object is reused.
 */
export type TakeBytes = (
  chunk: Buffer,
  start: number,
  number: number,
) => { readonly bytes: number; readonly lines: number; readonly unfinished?: boolean };

/**
 * Cuts bytes into lines. Line ends are LF or CRLF; the last line needs none. Memory is bounded by the longest line,
 * and that by `limit`: of a longer line the head and the last 64 KiB stay, joined by a mark, and `onCut` is told. NULs in
 * front of a line are padding, which a log gets that is emptied under its writer, or that a crash cut off: they go.
 *
 * Where a splitter may skim, lines without a mark are counted but neither decoded nor handed on: logs consist of them. The last ones are.
 */
export class LineSplitter {
  readonly #limit: number;
  readonly #onLine: (line: Line) => void;
  readonly #onCut: (number: number, bytes: number) => void;
  readonly #skim: Skim | undefined;
  readonly #takeBytes: TakeBytes | undefined;
  #number = 0;
  #ended = false;
  #parts: Buffer[] = [];
  #length = 0;
  /** The last bytes of a line that is over the limit; undefined while it is within. */
  #tail: Buffer | undefined;
  /** The last lines that were left out, up to where the splitter stands. */
  #leftOut: Line[] = [];
  /** The number of a marked line: everything up to it is handed on. */
  #marked = 0;
  /** The end of the last chunk, from the beginning of a line on, which may be taken at once together with what comes. */
  #unfinished: Buffer | undefined;
  /** What stands where {@link #atOnce} ended may be taken when more of it is here. */
  #isUnfinished = false;

  constructor(
    limit: number,
    onLine: (line: Line) => void,
    onCut: (number: number, bytes: number) => void,
    skim?: Skim,
    takeBytes?: TakeBytes,
  ) {
    this.#limit = limit;
    this.#onLine = onLine;
    this.#onCut = onCut;
    this.#skim = skim;
    this.#takeBytes = takeBytes;
  }

  /** Lines that have ended so far, those that were left out included. */
  get lines(): number {
    return this.#number;
  }

  /** Takes the next bytes. The array may be reused by the caller afterwards. */
  push(bytes: Uint8Array): void {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#read(chunk, this.#finish(chunk));
  }

  /** Reads what the last chunk ended with, together with the beginning of this one: where the rest of it begins. */
  #finish(chunk: Buffer): number {
    const begun = this.#unfinished;
    if (begun === undefined) return 0;
    this.#unfinished = undefined;
    const end = endOfBlank(begun, chunk);
    if (end > 0) {
      this.#read(Buffer.concat([begun, chunk.subarray(0, end)]), 0);
      return end;
    }
    if (begun.length + chunk.length <= MOST_UNFINISHED) {
      this.#unfinished = Buffer.concat([begun, chunk]);
      return chunk.length;
    }
    this.#read(begun, 0, false);
    return 0;
  }

  /** `mayWait`: the end of the bytes may be kept for the next ones. */
  #read(chunk: Buffer, from: number, mayWait = true): void {
    // Decoding as latin1 is several times as fast and the same where there is nothing but ASCII, as nearly always.
    const ascii = isAscii(chunk);
    let start = from;
    while (start < chunk.length) {
      if (this.#length === 0) {
        start = this.#skipUnmarked(chunk, afterPadding(chunk, start), ascii);
        if (start >= chunk.length) return;
        start = this.#atOnce(chunk, start);
        if (start >= chunk.length) return;
        if (this.#isUnfinished && mayWait && chunk.length - start <= MOST_UNFINISHED && chunk.indexOf(BLANK_LINE, start) < 0) {
          this.#unfinished = Buffer.from(chunk.subarray(start));
          return;
        }
      }
      const end = chunk.indexOf(0x0a, start);
      if (end < 0) {
        this.#hold(chunk.subarray(start));
        return;
      }
      if (this.#length === 0) this.#emit(this.#cutOut(chunk, start, end, ascii));
      else {
        this.#hold(chunk.subarray(start, end));
        this.#flush();
      }
      start = end + 1;
    }
  }

  /** There are no more bytes. The last lines are handed on in any case: they are what a process said last. */
  end(): void {
    const begun = this.#unfinished;
    this.#unfinished = undefined;
    if (begun !== undefined) this.#read(begun, 0, false);
    this.#ended = true;
    if (this.#length > 0) this.#flush();
    const last = this.#leftOut;
    this.#leftOut = [];
    for (const one of last) this.#onLine(one);
  }

  /** Where the next line begins that has to be cut out: a goroutine may be known by its bytes. */
  #atOnce(chunk: Buffer, start: number): number {
    this.#isUnfinished = false;
    if (this.#takeBytes === undefined || this.#leftOut.length > 0) return start;
    const { bytes, lines, unfinished } = this.#takeBytes(chunk, start, this.#number + 1);
    this.#number += lines;
    this.#isUnfinished = unfinished === true;
    return start + bytes;
  }

  #hold(part: Buffer): void {
    const room = this.#limit - this.#length;
    if (room > 0) this.#parts.push(Buffer.from(part.subarray(0, room)));
    if (part.length > room) {
      const rest = room > 0 ? part.subarray(room) : part;
      const joined = this.#tail === undefined ? rest : Buffer.concat([this.#tail, rest.subarray(-TAIL_BYTES)]);
      this.#tail = Buffer.from(joined.subarray(-TAIL_BYTES));
    }
    this.#length += part.length;
  }

  /** The line that was held is complete. */
  #flush(): void {
    const [only] = this.#parts;
    const line = this.#parts.length === 1 && only !== undefined ? only : Buffer.concat(this.#parts);
    const length = this.#length;
    const tail = this.#tail;
    this.#parts = [];
    this.#length = 0;
    this.#tail = undefined;
    if (tail !== undefined) this.#emit(this.#shortened(line, tail, length));
    else if (this.#maySkim() && this.#skim?.marks.find(line, 0) === -1) this.#leaveOut(this.#cutOut(line, 0, line.length, isAscii(line)));
    else this.#emit(this.#cutOut(line, 0, line.length, isAscii(line)));
  }

  /** The next line, out of a buffer that has all of it. */
  #cutOut(buffer: Buffer, start: number, end: number, ascii: boolean): Line {
    if (end - start > this.#limit)
      return this.#shortened(
        buffer.subarray(start, start + this.#limit),
        buffer.subarray(Math.max(start + this.#limit, end - TAIL_BYTES), end),
        end - start,
      );
    const stop = end > start && buffer[end - 1] === 0x0d ? end - 1 : end;
    const line = { text: buffer.toString(ascii ? 'latin1' : 'utf8', start, stop), number: ++this.#number, bytes: stop - start };
    // A return ends it as well.
    return this.#ended && stop === end ? { ...line, open: true } : line;
  }

  /** The next line, which is too long. */
  #shortened(head: Buffer, tail: Buffer, length: number): Line {
    const end = tail.at(-1) === 0x0d ? tail.length - 1 : tail.length;
    const left = length - head.length - tail.length;
    const text = `${head.toString('utf8')} …${left} bytes left out… ${tail.toString('utf8', 0, end)}`;
    this.#onCut(++this.#number, length);
    return { text, number: this.#number, bytes: length, cut: true };
  }

  #emit(line: Line): void {
    const before = this.#leftOut;
    if (before.length > 0) {
      this.#leftOut = [];
      for (const one of before) this.#onLine(one);
    }
    this.#onLine(line);
  }

  #leaveOut(line: Line): void {
    this.#leftOut.push(line);
    if (this.#leftOut.length > (this.#skim?.before ?? 0)) this.#leftOut.shift();
  }

  #maySkim(): boolean {
    return this.#number >= this.#marked && this.#skim?.quiet() === true;
  }

  /** Where the next line begins that is wanted, or that is not complete in this chunk. */
  #skipUnmarked(chunk: Buffer, start: number, ascii: boolean): number {
    // A line that is too long has to be reported: it must not be among those that are left out.
    if (this.#skim === undefined || chunk.length > this.#limit || !this.#maySkim()) return start;
    const { marks, before } = this.#skim;
    const hit = marks.find(chunk, start);
    const lastEnd = hit < 0 ? chunk.lastIndexOf(0x0a) : hit === 0 ? -1 : chunk.lastIndexOf(0x0a, hit - 1);
    const end = Math.max(start, lastEnd + 1);
    let from = end;
    for (let lines = 0; lines < before && from > start; lines += 1) {
      const feed = from < start + 2 ? -1 : chunk.lastIndexOf(0x0a, from - 2);
      from = Math.max(start, feed + 1);
    }
    this.#number += marks.lineFeeds(chunk, start, from);
    for (let at = from; at < end;) {
      const feed = chunk.indexOf(0x0a, at);
      this.#leaveOut(this.#cutOut(chunk, afterPadding(chunk, at), feed, ascii));
      at = feed + 1;
    }
    if (hit >= 0) this.#marked = this.#number + 1;
    return afterPadding(chunk, end);
  }
}

/** Where the first empty line ends in a chunk that goes on with what has begun; 0 where there is none near its beginning. */
function endOfBlank(begun: Buffer, chunk: Buffer): number {
  if (chunk[0] === BLANK_LINE.charCodeAt(1) && begun.at(-1) === BLANK_LINE.charCodeAt(0)) return 1;
  const blank = chunk.subarray(0, MOST_UNFINISHED).indexOf(BLANK_LINE);
  return blank < 0 ? 0 : blank + BLANK_LINE.length;
}

function afterPadding(chunk: Buffer, from: number): number {
  let at = from;
  while (chunk[at] === 0) at += 1;
  return at;
}
