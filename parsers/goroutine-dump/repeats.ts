/** What the header of a repeated goroutine says. The object is reused: read it before the next call. */
export interface Repeat<T> {
  /** What was learned with the stack. */
  readonly stack: T;
  readonly id: number;
  /** Minutes of the printed wait; -1 where none was printed. */
  readonly minutes: number;
  readonly locked: boolean;
  /** Id of the goroutine that started it; -1 where none was printed. */
  readonly parent: number;
  /** Place behind the goroutine's blank line. */
  readonly end: number;
  /** Lines up to there, the blank one included. */
  readonly lines: number;
}

/** One frame as bytes: `main.work(` or `main.work(...)`, and `\t/src/main.go:12`, or the two lines of a creator. */
interface Segment {
  /** Of the function within the arena, then of the place right behind it. */
  readonly at: number;
  readonly functionLength: number;
  readonly placeLength: number;
  /** What stands behind the function: `(` and arguments, the line end of an inlined call, or ` in goroutine N`. */
  readonly tail: number;
  /** The last four bytes of the function: they differ where the first ones are the same in a whole program. */
  readonly last: number;
}

/** A frame after the frames before it; a goroutine's stack is a path from its state's root. */
interface Node<T> {
  readonly segment: Segment;
  /** The frames seen after this one, the last seen first. */
  child: Node<T> | undefined;
  sibling: Node<T> | undefined;
  /** Set where a stack ended here. */
  stack: T | undefined;
}

interface Root<T> {
  child: Node<T> | undefined;
  stack: T | undefined;
}

/** Siblings that are tried before the line reader is asked: nearly all fall by the last bytes of their name. */
const PROBES = 512;
/** Nodes after which nothing more is learned: a dump without repetition must not fill the memory. */
const MOST_NODES = 400_000;
/** Goroutines after which it is asked whether learning pays, and the least share of hits for which it does. */
const TRIAL = 20_000;
const LEAST_HITS = 0.2;

const LINE_END = 10;
const TAB = 9;
const SPACE = 32;
const OPEN = 40;
const CLOSE = 41;
const DOT = 46;
const COMMA = 44;
const CLOSING_BRACKET = 93;
const GOROUTINE = Buffer.from('goroutine ');
const CREATED = Buffer.from('created by ');
const IN_GOROUTINE = Buffer.from(' in goroutine ');
const MINUTES = Buffer.from(' minutes');
const LOCKED = Buffer.from('locked to thread');
const STATE_END = Buffer.from(']:\n');

/** Bytes of argument lists, as line-kind.ts has them: digits, a–f, `x { } ? , space . _`. */
const ARGUMENT = new Uint8Array(256);
for (const byte of Buffer.from('0123456789abcdefx{}?, ._')) ARGUMENT[byte] = 1;
const HEX = new Uint8Array(256);
for (const byte of Buffer.from('0123456789abcdef')) HEX[byte] = 1;

/**
 * Recognises goroutines whose stack has been read before, from their bytes: the goroutines of a large dump are mostly the
 * same few hundred stacks. A stack is learned from the text of a goroutine that the line reader has read; from then on
 * its like are counted without decoding a line. Every byte that matters is compared, and whatever has an unusual form
 * (labels, flags, notes, elided frames, carriage returns) is left to the line reader, so both ways give the same facts.
 */
export class Repeats<T> {
  readonly #roots = new Map<string, Root<T>>();
  /** The state of the last header: its bytes, and its root. */
  #lastState: Uint8Array = new Uint8Array(0);
  #lastRoot: Root<T> | undefined;
  readonly #segments = new Map<string, Segment>();
  #arena: Uint8Array = new Uint8Array(1 << 16);
  #words = new DataView(this.#arena.buffer);
  #used = 0;
  #nodes = 0;
  #hits = 0;
  #misses = 0;
  readonly #repeat: { -readonly [K in keyof Repeat<T>]: Repeat<T>[K] | undefined } = {
    stack: undefined,
    id: 0,
    minutes: -1,
    locked: false,
    parent: -1,
    end: 0,
    lines: 0,
  };
  /** Fields of the header that was read last. */
  #id = 0;
  #minutes = -1;
  #locked = false;
  #parent = -1;
  #root: Root<T> | undefined;

  /** Whether it still pays to try. */
  get pays(): boolean {
    return this.#misses < TRIAL || this.#hits >= LEAST_HITS * (this.#hits + this.#misses);
  }

  /** The goroutine whose header begins at `start`, if its stack is known and all of it is here. */
  match(bytes: Buffer, words: DataView, start: number): Repeat<T> | undefined {
    this.#parent = -1;
    let at = this.#header(bytes, start);
    const root = this.#root;
    if (at < 0 || root === undefined) return this.#miss();
    let parent: Root<T> | Node<T> = root;
    let lines = 2;
    const end = bytes.length;
    while (at < end && bytes[at] !== LINE_END) {
      const node: Node<T> | undefined = this.#step(bytes, words, at, parent);
      if (node === undefined) return this.#miss();
      at = this.#after;
      parent = node;
      lines += 2;
    }
    if (at >= end || parent.stack === undefined) return this.#miss();
    this.#hits++;
    const repeat = this.#repeat;
    repeat.stack = parent.stack;
    repeat.id = this.#id;
    repeat.minutes = this.#minutes;
    repeat.locked = this.#locked;
    repeat.parent = this.#parent;
    repeat.end = at + 1;
    repeat.lines = lines;
    return repeat as Repeat<T>;
  }

  #miss(): undefined {
    this.#misses++;
    return undefined;
  }

  /** Place behind the frame that {@link #step} found. */
  #after = 0;

  /** The child of a node whose two lines stand at `start`; it moves to the front of its siblings. */
  #step(bytes: Buffer, words: DataView, start: number, parent: Root<T> | Node<T>): Node<T> | undefined {
    let before: Node<T> | undefined;
    let node = parent.child;
    for (let tried = 0; node !== undefined && tried < PROBES; tried++) {
      const after = this.#frame(bytes, words, start, node.segment);
      if (after >= 0) {
        this.#after = after;
        if (before !== undefined) {
          before.sibling = node.sibling;
          node.sibling = parent.child;
          parent.child = node;
        }
        return node;
      }
      before = node;
      node = node.sibling;
    }
    return undefined;
  }

  /** Place behind a frame's two lines, if they are the segment's; -1 where they are not. */
  #frame(bytes: Buffer, words: DataView, start: number, segment: Segment): number {
    let at = start + segment.functionLength;
    if (at >= bytes.length || words.getInt32(at - 4) !== segment.last || bytes[at] !== segment.tail) return -1;
    if (!this.#same(bytes, words, start, segment.at, segment.functionLength)) return -1;
    if (segment.tail === OPEN) at = argumentsEnd(bytes, at + 1);
    else if (segment.tail === SPACE) at = this.#parentId(bytes, at);
    if (at < 0) return -1;
    at++;
    const placeEnd = at + segment.placeLength;
    if (placeEnd >= bytes.length) return -1;
    if (!this.#same(bytes, words, at, segment.at + segment.functionLength, segment.placeLength)) return -1;
    const end = bytes[placeEnd] === LINE_END ? placeEnd : placeTail(bytes, placeEnd);
    return end < 0 ? -1 : end + 1;
  }

  /** Place behind the line with ` in goroutine N`, which is kept; -1 where something else stands there. */
  #parentId(bytes: Buffer, start: number): number {
    const end = parentEnd(bytes, start);
    const digits = start + IN_GOROUTINE.length;
    if (end < 0 || end - digits > 15) return -1;
    let id = 0;
    for (let at = digits; at < end; at++) id = id * 10 + ((bytes[at] ?? 48) - 48);
    this.#parent = id;
    return end;
  }

  /** Compares four bytes at a time. */
  #same(bytes: Buffer, words: DataView, start: number, from: number, length: number): boolean {
    const end = start + length;
    const wordsEnd = end - 3;
    const arena = this.#arena;
    const known = this.#words;
    let at = start;
    let other = from;
    while (at < wordsEnd) {
      if (words.getInt32(at) !== known.getInt32(other)) return false;
      at += 4;
      other += 4;
    }
    while (at < end) if (bytes[at++] !== arena[other++]) return false;
    return true;
  }

  /** Reads a header of the plain form; the place behind it, or -1. */
  #header(bytes: Buffer, start: number): number {
    const { length } = bytes;
    if (start + 64 > length || !startsWith(bytes, start, GOROUTINE)) return -1;
    let at = start + GOROUTINE.length;
    let id = 0;
    const digits = at;
    let byte = bytes[at] ?? 0;
    while (byte >= 48 && byte <= 57) {
      id = id * 10 + (byte - 48);
      byte = bytes[++at] ?? 0;
    }
    // Ids of 16 digits and more are exact only as text.
    if (at === digits || at - digits > 15 || byte !== SPACE || bytes[at + 1] !== 91) return -1;
    const state = at + 2;
    at = state;
    for (byte = bytes[at] ?? 0; byte !== COMMA && byte !== CLOSING_BRACKET; byte = bytes[++at] ?? 0)
      // Flags in parentheses and labels in braces are the line reader's, as is the end of the line or of the bytes.
      if (byte === LINE_END || byte === 123 || at >= length) return -1;
    if (bytes[at - 1] === CLOSE && !this.#isKnownState(bytes, state, at)) return -1;
    this.#root = this.#rootOf(bytes, state, at);
    this.#id = id;
    this.#minutes = -1;
    this.#locked = false;
    while (byte === COMMA) {
      at += 2;
      if (bytes[at - 1] !== SPACE) return -1;
      if (startsWith(bytes, at, LOCKED)) {
        this.#locked = true;
        at += LOCKED.length;
      } else {
        let minutes = 0;
        const first = at;
        for (byte = bytes[at] ?? 0; byte >= 48 && byte <= 57; byte = bytes[++at] ?? 0) minutes = minutes * 10 + (byte - 48);
        if (at === first || at - first > 15 || !startsWith(bytes, at, MINUTES)) return -1;
        this.#minutes = minutes;
        at += MINUTES.length;
      }
      byte = bytes[at] ?? 0;
    }
    return startsWith(bytes, at, STATE_END) ? at + STATE_END.length : -1;
  }

  /** A state that ends in a parenthesis may end in a flag; those that were learned are states. */
  #isKnownState(bytes: Buffer, start: number, end: number): boolean {
    return this.#roots.has(bytes.toString('latin1', start, end));
  }

  #rootOf(bytes: Buffer, start: number, end: number): Root<T> | undefined {
    const last = this.#lastState;
    if (last.length === end - start && startsWith(bytes, start, last)) return this.#lastRoot;
    this.#lastState = Uint8Array.prototype.slice.call(bytes, start, end);
    this.#lastRoot = this.#roots.get(bytes.toString('latin1', start, end));
    return this.#lastRoot;
  }

  /**
   * Learns the stack of a goroutine that the line reader has read. `state` is its state as printed, without flags. The bytes are
   * its lines, from the header to the blank line; where they have an unusual form nothing is learned.
   */
  learn(bytes: Buffer, start: number, end: number, state: string, stack: T): void {
    if (this.#nodes >= MOST_NODES || end - start < 32 || bytes[end - 1] !== LINE_END || bytes[end - 2] !== LINE_END) return;
    const header = bytes.indexOf(LINE_END, start);
    const open = bytes.indexOf('[', start);
    // What is printed behind the state must be what a plain header has: a flag would belong to other goroutines too.
    if (open < 0 || open > header || !startsWith(bytes, open + 1, Buffer.from(state, 'latin1'))) return;
    const behind = bytes[open + 1 + state.length];
    if (behind !== COMMA && behind !== CLOSING_BRACKET) return;
    const segments = this.#split(bytes, header + 1, end - 1);
    if (segments === undefined) return;
    let root = this.#roots.get(state);
    if (root === undefined) {
      root = { child: undefined, stack: undefined };
      this.#roots.set(state, root);
      this.#lastState = new Uint8Array(0);
    }
    let parent: Root<T> | Node<T> = root;
    for (const segment of segments) parent = this.#childOf(parent, segment);
    parent.stack ??= stack;
  }

  #childOf(parent: Root<T> | Node<T>, segment: Segment): Node<T> {
    for (let node = parent.child; node !== undefined; node = node.sibling) if (node.segment === segment) return node;
    const made: Node<T> = { segment, child: undefined, sibling: parent.child, stack: undefined };
    parent.child = made;
    this.#nodes++;
    return made;
  }

  /** The frames of a goroutine's lines; undefined where one has another form. */
  #split(bytes: Buffer, start: number, end: number): Segment[] | undefined {
    const segments: Segment[] = [];
    let at = start;
    while (at < end) {
      const functionEnd = bytes.indexOf(LINE_END, at);
      const place = functionEnd + 1;
      const lineEnd = bytes.indexOf(LINE_END, place);
      if (functionEnd < 0 || lineEnd < 0 || lineEnd >= end || bytes[place] !== TAB) return undefined;
      const head = nameEnd(bytes, at, functionEnd);
      const tail = placeEnd(bytes, place, lineEnd);
      if (head - at < 4 || tail < 0) return undefined;
      segments.push(this.#segment(bytes, at, head, place, tail));
      at = lineEnd + 1;
    }
    return segments.length === 0 ? undefined : segments;
  }

  #segment(bytes: Buffer, start: number, head: number, place: number, end: number): Segment {
    const key = `${bytes.toString('latin1', start, head + 1)}${bytes.toString('latin1', place, end)}`;
    let segment = this.#segments.get(key);
    if (segment === undefined) {
      const functionLength = head - start;
      const placeLength = end - place;
      this.#grow(functionLength + placeLength);
      this.#arena.set(bytes.subarray(start, head), this.#used);
      this.#arena.set(bytes.subarray(place, end), this.#used + functionLength);
      const last = this.#words.getInt32(this.#used + functionLength - 4);
      segment = { at: this.#used, functionLength, placeLength, tail: bytes[head] ?? 0, last };
      this.#used += functionLength + placeLength;
      this.#segments.set(key, segment);
    }
    return segment;
  }

  #grow(by: number): void {
    if (this.#used + by <= this.#arena.length) return;
    const arena = new Uint8Array(Math.max(this.#arena.length * 2, this.#used + by));
    arena.set(this.#arena);
    this.#arena = arena;
    this.#words = new DataView(arena.buffer);
  }
}

/** Where the part of a function's line ends that all its calls share; -1 where the line has another form. */
function nameEnd(bytes: Buffer, start: number, end: number): number {
  if (startsWith(bytes, start, CREATED)) {
    const parent = bytes.indexOf(IN_GOROUTINE, start);
    if (parent < 0 || parent >= end) return end;
    return parentEnd(bytes, parent) === end ? parent : -1;
  }
  if (bytes[end - 1] !== CLOSE) return -1;
  const open = bytes.lastIndexOf(OPEN, end);
  if (open <= start) return -1;
  // An inlined call, `main.work(...)`, is a frame of its own.
  if (end - open === 5 && bytes[open + 1] === DOT) return end;
  return argumentsEnd(bytes, open + 1) === end ? open : -1;
}

/** Where the arguments' line ends; -1 where they hold what no argument has. */
function argumentsEnd(bytes: Buffer, start: number): number {
  let at = start;
  if (bytes[at] === DOT && bytes[at + 3] === CLOSE) return -1;
  while (ARGUMENT[bytes[at] ?? 0] === 1) at++;
  return bytes[at] === CLOSE && bytes[at + 1] === LINE_END ? at + 1 : -1;
}

/** Where the line with ` in goroutine N` ends; -1 where something else stands there. */
function parentEnd(bytes: Buffer, start: number): number {
  if (!startsWith(bytes, start, IN_GOROUTINE)) return -1;
  const first = start + IN_GOROUTINE.length;
  let at = first;
  for (let byte = bytes[at] ?? 0; byte >= 48 && byte <= 57; byte = bytes[++at] ?? 0);
  return at > first && at - first <= 19 && bytes[at] === LINE_END ? at : -1;
}

/** Where `\t/src/main.go:12` ends, what follows being an offset and pointers or nothing; -1 where it is no such line. */
function placeEnd(bytes: Buffer, start: number, end: number): number {
  // The number of the line stands behind the last colon; nothing behind it holds one.
  const colon = bytes.lastIndexOf(58, end - 1);
  if (colon <= start + 1) return -1;
  let at = colon + 1;
  for (let byte = bytes[at] ?? 0; byte >= 48 && byte <= 57; byte = bytes[++at] ?? 0);
  if (at === colon + 1 || at - colon > 10) return -1;
  if (at === end) return at;
  return placeTail(bytes, at) === end ? at : -1;
}

/** Where the line ends behind ` +0x1d fp=0x… sp=0x… pc=0x…`, either part of which may be missing; -1 otherwise. */
function placeTail(bytes: Buffer, start: number): number {
  let at = start;
  if (bytes[at] === SPACE && bytes[at + 1] === 43) at = hexEnd(bytes, at + 2);
  if (at < 0 || bytes[at] === LINE_END) return at;
  at = pointerEnd(bytes, at, 102);
  if (at >= 0) at = pointerEnd(bytes, at, 115);
  if (at < 0 || bytes[at] === LINE_END) return at;
  at = bytes[at + 1] === 112 && bytes[at + 2] === 99 && bytes[at] === SPACE && bytes[at + 3] === 61 ? hexEnd(bytes, at + 4) : -1;
  return at >= 0 && bytes[at] === LINE_END ? at : -1;
}

/** Behind ` fp=0x…` or ` sp=0x…`, by the first letter. */
function pointerEnd(bytes: Buffer, at: number, letter: number): number {
  return bytes[at] === SPACE && bytes[at + 1] === letter && bytes[at + 2] === 112 && bytes[at + 3] === 61 ? hexEnd(bytes, at + 4) : -1;
}

function hexEnd(bytes: Buffer, start: number): number {
  if (bytes[start] !== 48 || bytes[start + 1] !== 120) return -1;
  let at = start + 2;
  while (HEX[bytes[at] ?? 0] === 1) at++;
  return at > start + 2 && at - start <= 18 ? at : -1;
}

function startsWith(bytes: Uint8Array, start: number, text: Uint8Array): boolean {
  if (start + text.length > bytes.length) return false;
  for (let at = 0; at < text.length; at++) if (bytes[start + at] !== text[at]) return false;
  return true;
}
