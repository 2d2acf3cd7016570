/** Takes the pieces into which {@link JsonScanner} cuts a value. */
export interface JsonPieces {
  /** An element of the array, or of `items` of the object, whole. */
  readonly item: (text: string, line: number, column: number) => void;
  /** What is left of the object without its items; empty for an array. `hadItems`: it has a list of that name. */
  readonly rest: (text: string, line: number, hadItems: boolean) => void;
  /** An element, or the object without its items, is larger than the limit: where it begins, and its lines. */
  readonly tooLarge: (line: number, lines: number) => void;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const FEED = 0x0a;

/**
 * Cuts one JSON value out of bytes: an array into its elements, an object with `items` into these and the rest. Only a piece is held at
 * a time. It counts brackets and looks into nothing; what is no JSON shows when a piece is read. But a line that cannot be of JSON ends the value:
 * of a paste that was cut, or shortened by hand, what follows is another text.
 */
export class JsonScanner {
  readonly #pieces: JsonPieces;
  readonly #most: number;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #started = false;
  /** Nothing but blanks stands in the line so far. */
  #fresh = false;
  #broken = false;
  /** The depth at which elements stand; 0 outside of a list of them. */
  #elementDepth = 0;
  #hadItems = false;
  /** In the top object: a key is due, the last key. */
  #keyDue = false;
  #key: number[] | undefined;
  #lastKey = '';
  /** Bytes of the element, and of the object around the elements. */
  readonly #element: Buffer[] = [];
  #elementBytes = 0;
  #inElement = false;
  #elementLine = 0;
  #elementColumn = 0;
  readonly #shell: Buffer[] = [];
  #shellBytes = 0;
  #shellTooLarge = false;
  readonly #firstLine: number;
  /** Line that is being read, and the column of its next byte. */
  line: number;
  #column: number;

  /** `most`: bytes of a piece. `line`: that of the first byte, whose column is `column`. */
  constructor(pieces: JsonPieces, most: number, line: number, column: number) {
    this.#pieces = pieces;
    this.#most = most;
    this.#firstLine = line;
    this.line = line;
    this.#column = column;
  }

  /** It ended at something that is no JSON: {@link end} is to be called, and the bytes from there on are of another text. */
  get isBroken(): boolean {
    return this.#broken;
  }

  /** Takes bytes from an offset on; gives the offset behind the value, or -1 where it goes on. Gives where it broke off where {@link isBroken}. */
  push(chunk: Buffer, from: number): number {
    // Where the bytes begin that the element, or the object around it, has not got yet.
    let kept = from;
    let lineStart = from - (this.#column - 1);
    const keep = (to: number) => {
      if (to > kept) this.#keep(chunk.subarray(kept, to));
      kept = to;
    };
    for (let at = from; at < chunk.length; at++) {
      const byte = chunk[at];
      if (byte === FEED) {
        this.line++;
        lineStart = at + 1;
        this.#fresh = true;
      } else if (this.#fresh && byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) {
        this.#fresh = false;
        if (this.#inString || !isOfJson(byte ?? 0)) {
          this.#broken = true;
          keep(lineStart > from ? lineStart : from);
          this.#column = 1;
          return Math.max(lineStart, from);
        }
      }
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (byte === BACKSLASH) this.#escaped = true;
        else if (byte === QUOTE) {
          this.#inString = false;
          if (this.#key !== undefined) {
            this.#lastKey = Buffer.from(this.#key).toString('latin1');
            this.#key = undefined;
          }
        } else if (this.#key !== undefined && this.#key.length < 16) this.#key.push(byte ?? 0);
        continue;
      }
      const isOpen = byte === 0x7b || byte === 0x5b;
      if (byte === QUOTE) {
        this.#inString = true;
        if (this.#depth === 1 && this.#keyDue) {
          this.#key = [];
          this.#keyDue = false;
        }
      } else if (isOpen) {
        if (this.#elementDepth !== 0 && this.#depth === this.#elementDepth) {
          keep(at);
          this.#inElement = true;
          this.#elementLine = this.line;
          this.#elementColumn = at - lineStart + 1;
        }
        if (byte === 0x5b && (this.#depth === 0 || (this.#depth === 1 && this.#elementDepth === 0 && this.#lastKey === 'items'))) {
          this.#elementDepth = this.#depth + 1;
          this.#hadItems = true;
        }
        if (this.#depth === 0) this.#keyDue = byte === 0x7b;
        this.#depth++;
        this.#started = true;
      } else if (byte === 0x7d || byte === 0x5d) {
        this.#depth--;
        if (this.#inElement && this.#depth === this.#elementDepth) {
          keep(at + 1);
          this.#closeElement();
        } else if (this.#elementDepth !== 0 && this.#depth < this.#elementDepth) {
          // A list ends: what follows is of the object again.
          this.#elementDepth = 0;
          this.#lastKey = '';
        }
        if (this.#depth <= 0) {
          keep(at + 1);
          this.#column = at + 1 - lineStart + 1;
          this.#close();
          return at + 1;
        }
      } else if (byte === 0x2c && this.#depth === 1) this.#keyDue = true;
    }
    keep(chunk.length);
    this.#column = chunk.length - lineStart + 1;
    return -1;
  }

  /** The bytes have ended within the value. */
  end(): void {
    if (!this.#started) return;
    if (this.#inElement) this.#closeElement();
    this.#close();
  }

  get column(): number {
    return this.#column;
  }

  #keep(bytes: Buffer): void {
    if (this.#inElement) {
      this.#elementBytes += bytes.length;
      if (this.#elementBytes <= this.#most) this.#element.push(Buffer.from(bytes));
      else this.#element.length = 0;
      return;
    }
    // Between elements there is nothing but blanks and commas; what is kept of the object must stay one.
    if (this.#elementDepth !== 0 && this.#hadItems && !bytes.includes(0x5b)) return;
    this.#shellBytes += bytes.length;
    if (this.#shellBytes <= this.#most) this.#shell.push(Buffer.from(bytes));
    else {
      this.#shell.length = 0;
      this.#shellTooLarge = true;
    }
  }

  #closeElement(): void {
    this.#inElement = false;
    if (this.#elementBytes > this.#most) this.#pieces.tooLarge(this.#elementLine, this.line - this.#elementLine + 1);
    else this.#pieces.item(Buffer.concat(this.#element).toString('utf8'), this.#elementLine, this.#elementColumn);
    this.#element.length = 0;
    this.#elementBytes = 0;
  }

  #close(): void {
    if (this.#shellTooLarge) this.#pieces.tooLarge(this.#firstLine, this.line - this.#firstLine + 1);
    else this.#pieces.rest(Buffer.concat(this.#shell).toString('utf8'), this.#firstLine, this.#hadItems);
  }
}

/** Whether a line of JSON can begin so: brackets, a comma or colon, a text, a number, `true`, `false`, `null`. */
function isOfJson(byte: number): boolean {
  return STARTS.has(byte);
}

const STARTS: ReadonlySet<number> = new Set(Buffer.from('{}[],:"-0123456789tfn'));
