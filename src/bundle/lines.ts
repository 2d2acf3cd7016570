import { isAscii } from 'node:buffer';
import type { Line } from '../text/line.ts';

/** Of a line that is longer than the limit this much of its end is kept, beside its head. */
const TAIL_BYTES = 64 * 1024;

/**
 * Cuts bytes into lines. Line ends are LF or CRLF; the last line needs none. Memory is bounded by the longest line,
 * and that by `limit`: of a longer line the head and the last 64 KiB stay, joined by a mark, and `onCut` is told.
 */
export class LineSplitter {
  readonly #limit: number;
  readonly #onLine: (line: Line) => void;
  readonly #onCut: (number: number, bytes: number) => void;
  #number = 0;
  #parts: Buffer[] = [];
  #length = 0;
  /** The last bytes of a line that is over the limit; undefined while it is within. */
  #tail: Buffer | undefined;

  constructor(limit: number, onLine: (line: Line) => void, onCut: (number: number, bytes: number) => void) {
    this.#limit = limit;
    this.#onLine = onLine;
    this.#onCut = onCut;
  }

  /** Takes the next bytes. The array may be reused by the caller afterwards. */
  push(bytes: Uint8Array): void {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    // Decoding as latin1 is several times as fast and the same where there is nothing but ASCII, as nearly always.
    const ascii = isAscii(chunk);
    let start = 0;
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, start)) {
      if (this.#length === 0) this.#emit(chunk, start, end, ascii, end - start);
      else {
        this.#hold(chunk.subarray(start, end));
        this.#flush();
      }
      start = end + 1;
    }
    if (start < chunk.length) this.#hold(chunk.subarray(start));
  }

  /** There are no more bytes. */
  end(): void {
    if (this.#length > 0) this.#flush();
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

  #flush(): void {
    const line = Buffer.concat(this.#parts);
    const length = this.#length;
    const tail = this.#tail;
    this.#parts = [];
    this.#length = 0;
    this.#tail = undefined;
    if (tail === undefined) {
      this.#emit(line, 0, line.length, isAscii(line), length);
      return;
    }
    this.#cut(line, tail, length);
  }

  #emit(buffer: Buffer, start: number, end: number, ascii: boolean, length: number): void {
    if (length > this.#limit) {
      this.#cut(buffer.subarray(start, start + this.#limit), buffer.subarray(Math.max(start + this.#limit, end - TAIL_BYTES), end), length);
      return;
    }
    const stop = end > start && buffer[end - 1] === 0x0d ? end - 1 : end;
    this.#onLine({ text: buffer.toString(ascii ? 'latin1' : 'utf8', start, stop), number: ++this.#number });
  }

  #cut(head: Buffer, tail: Buffer, length: number): void {
    const end = tail.at(-1) === 0x0d ? tail.length - 1 : tail.length;
    const left = length - head.length - tail.length;
    const text = `${head.toString('utf8')} …${left} bytes left out… ${tail.toString('utf8', 0, end)}`;
    this.#onLine({ text, number: ++this.#number, cut: true });
    this.#onCut(this.#number, length);
  }
}
