import { Kernel, PLACES } from '../../src/kernel/kernel.ts';
import { ARGUMENT, tailEnd } from './line-bytes.ts';

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

/** Goroutines after which it is asked whether learning pays, and the least share of hits for which it does. */
const TRIAL = 4000;
const LEAST_HITS = 0.02;
/** Nodes after which nothing more is learned: a dump without repetition must not fill the memory. */
const MOST_NODES = 400_000;

// Fields of the kernel's structures: src/kernel/assembly/goroutines.ts.
const CHILD = 0;
const NEXT = 4;
const SEGMENT = 8;
const STACK = 12;
const ROOT_BYTES = 20;
const NODE_BYTES = 16;
const SEGMENT_BYTES = 16;

const LINE_END = 10;
const TAB = 9;
const OPEN = 40;
const CLOSE = 41;
const DOT = 46;
const COMMA = 44;
const CLOSING_BRACKET = 93;
const CREATED = Buffer.from('created by ');
const GP = Buffer.from(' gp=');
const IN_GOROUTINE = Buffer.from(' in goroutine ');

/**
 * Recognises goroutines whose stack has been read before, from their bytes: the goroutines of a large dump are mostly the
 * same few hundred stacks. A stack is learned from the text of a goroutine that the line reader has read; from then on
 * its like are counted without decoding a line. Every byte that matters is compared, and whatever has an unusual form
 * (labels, flags, notes, elided frames, carriage returns) is left to the line reader, so both ways give the same facts.
 *
 * The stacks are paths in a tree from the root of their state, innermost frame first, in the memory of the kernel, which
 * compares them.
 */
export class Repeats<T> {
  /** Made when the first stack is learned; null where there is none. */
  #kernel: Kernel | null | undefined;
  readonly #stacks: T[] = [];
  /** Roots by state, and whether `gp=` stands before it. */
  readonly #roots = new Map<string, number>();
  #firstRoot = 0;
  readonly #segments = new Map<string, number>();
  #nodes = 0;
  #hits = 0;
  #misses = 0;
  /** Records of the last run that were not asked for yet, and where in the bytes the first of them begins. */
  #record = 0;
  #records = 0;
  #of: Buffer | undefined;
  #at = -1;
  readonly #repeat: { -readonly [K in keyof Repeat<T>]: Repeat<T>[K] | undefined } = {
    stack: undefined,
    id: 0,
    minutes: -1,
    locked: false,
    parent: -1,
    end: 0,
    lines: 0,
  };

  /** Whether it still pays to try. */
  get pays(): boolean {
    return this.#kernel !== null && (this.#misses < TRIAL || this.#hits >= LEAST_HITS * (this.#hits + this.#misses));
  }

  /** The goroutine whose header begins at `start`, if its stack is known and all of it is here. */
  match(bytes: Buffer, start: number): Repeat<T> | undefined {
    const kernel = this.#kernel;
    if (kernel === undefined || kernel === null) return undefined;
    if (this.#records === 0 || this.#of !== bytes || this.#at !== start) this.#run(kernel, bytes, start);
    if (this.#records === 0) {
      this.#misses++;
      return undefined;
    }
    const repeat = this.#read(kernel, this.#record);
    this.#hits++;
    this.#record += PLACES.RECORD_BYTES;
    this.#records--;
    this.#at = repeat.end;
    return repeat;
  }

  /** Where the goroutine that was not known differs in a frame from all that are; -1 where it does not. Asked for after {@link match}. */
  get differsAt(): number {
    const at = this.#kernel?.calls.differsAt() ?? 0;
    return at === 0 ? -1 : at + this.#shift;
  }

  /** The goroutine whose header begins at `start`, read without what stands from `from` to `to`, if that is known and all of it is here. */
  matchAround(bytes: Buffer, start: number, from: number, to: number): Repeat<T> | undefined {
    const kernel = this.#kernel;
    if (kernel === undefined || kernel === null) return undefined;
    const at = kernel.show(bytes, start);
    this.#shift = start - at;
    this.#records = 0;
    if (kernel.calls.runAround(at, kernel.end, from - this.#shift, to - this.#shift) === 0) return undefined;
    this.#misses--;
    this.#hits++;
    return this.#read(kernel, PLACES.RECORDS);
  }

  #read(kernel: Kernel, record: number): Repeat<T> {
    const { words, floats } = kernel;
    const word = record >> 2;
    const float = record >> 3;
    const repeat = this.#repeat;
    repeat.stack = this.#stacks[words[word] as number] as T;
    repeat.lines = words[word + 1] as number;
    repeat.end = (words[word + 2] as number) + this.#shift;
    repeat.locked = words[word + 3] === 1;
    repeat.id = small(floats[float + 2] as number);
    repeat.parent = small(floats[float + 3] as number);
    repeat.minutes = small(floats[float + 4] as number);
    return repeat as Repeat<T>;
  }

  /** From a place in the kernel's memory to one in the bytes. */
  #shift = 0;

  #run(kernel: Kernel, bytes: Buffer, start: number): void {
    const at = kernel.show(bytes, start);
    this.#records = kernel.calls.run(at, kernel.end);
    this.#record = PLACES.RECORDS;
    this.#of = bytes;
    this.#at = start;
    this.#shift = start - at;
  }

  /**
   * Learns the stack of a goroutine that the line reader has read. `state` is its state as printed, without flags. The bytes are
   * its lines, from the header to the blank line; where they have an unusual form nothing is learned.
   */
  learn(bytes: Buffer, start: number, end: number, state: string, stack: T): void {
    if (this.#nodes >= MOST_NODES) return;
    if (end - start < 32 || bytes[end - 1] !== LINE_END || bytes[end - 2] !== LINE_END) return;
    const header = bytes.indexOf(LINE_END, start);
    const open = bytes.indexOf('[', start);
    // What is printed behind the state must be what a plain header has: a flag would belong to other goroutines too.
    const stateBytes = Buffer.from(state, 'latin1');
    if (open < 0 || open > header || !startsWith(bytes, open + 1, stateBytes)) return;
    const behind = bytes[open + 1 + state.length];
    if (behind !== COMMA && behind !== CLOSING_BRACKET) return;
    this.#kernel ??= Kernel.create() ?? null;
    const kernel = this.#kernel;
    if (kernel === null) return;
    const segments = this.#split(kernel, bytes, header + 1, end - 1);
    if (segments === undefined) return;
    let node = this.#rootOf(kernel, stateBytes, bytes.subarray(start, open).includes(GP));
    for (const segment of segments) if (node !== 0) node = this.#childOf(kernel, node, segment);
    if (node === 0 || kernel.view.getInt32(node + STACK, true) >= 0) return;
    kernel.view.setInt32(node + STACK, this.#stacks.length, true);
    this.#stacks.push(stack);
  }

  #rootOf(kernel: Kernel, state: Buffer, pointers: boolean): number {
    const key = `${pointers ? 'gp ' : ''}${state.toString('latin1')}`;
    let root = this.#roots.get(key);
    if (root === undefined) {
      root = kernel.allocate(ROOT_BYTES + state.length);
      if (root === 0) return 0;
      const { view } = kernel;
      view.setInt32(root + NEXT, this.#firstRoot, true);
      view.setInt32(root + 8, state.length, true);
      view.setInt32(root + STACK, -1, true);
      view.setInt32(root + 16, pointers ? 1 : 0, true);
      kernel.bytes.set(state, root + ROOT_BYTES);
      kernel.calls.setRoots(root);
      this.#firstRoot = root;
      this.#roots.set(key, root);
    }
    return root;
  }

  #childOf(kernel: Kernel, parent: number, segment: number): number {
    for (let node = kernel.view.getInt32(parent + CHILD, true); node !== 0; node = kernel.view.getInt32(node + NEXT, true))
      if (kernel.view.getInt32(node + SEGMENT, true) === segment) return node;
    const made = kernel.allocate(NODE_BYTES);
    if (made === 0) return 0;
    const { view } = kernel;
    view.setInt32(made + NEXT, view.getInt32(parent + CHILD, true), true);
    view.setInt32(made + SEGMENT, segment, true);
    view.setInt32(made + STACK, -1, true);
    view.setInt32(parent + CHILD, made, true);
    this.#nodes++;
    return made;
  }

  /** The frames of a goroutine's lines; undefined where one has another form. */
  #split(kernel: Kernel, bytes: Buffer, start: number, end: number): number[] | undefined {
    // Zeros mark the end of what the kernel sees.
    const zero = bytes.indexOf(0, start);
    if (zero >= 0 && zero < end) return undefined;
    const segments: number[] = [];
    let at = start;
    while (at < end) {
      const functionEnd = bytes.indexOf(LINE_END, at);
      const place = functionEnd + 1;
      const lineEnd = bytes.indexOf(LINE_END, place);
      if (functionEnd < 0 || lineEnd < 0 || lineEnd >= end || bytes[place] !== TAB) return undefined;
      const head = nameEnd(bytes, at, functionEnd);
      const tail = placeEnd(bytes, place, lineEnd);
      if (head - at < 4 || tail < 0) return undefined;
      const segment = this.#segment(kernel, bytes, at, head, place, tail);
      if (segment === 0) return undefined;
      segments.push(segment);
      at = lineEnd + 1;
    }
    return segments.length === 0 ? undefined : segments;
  }

  /** One frame as bytes: `main.work` or `main.work(...)`, and `\t/src/main.go:12`, or the two lines of a creator. */
  #segment(kernel: Kernel, bytes: Buffer, start: number, head: number, place: number, end: number): number {
    const key = `${bytes.toString('latin1', start, head + 1)}${bytes.toString('latin1', place, end)}`;
    let segment = this.#segments.get(key);
    if (segment === undefined) {
      const functionLength = head - start;
      const placeLength = end - place;
      segment = kernel.allocate(SEGMENT_BYTES + functionLength + placeLength);
      if (segment === 0) return 0;
      const { view } = kernel;
      view.setInt32(segment, functionLength, true);
      view.setInt32(segment + 4, placeLength, true);
      // What stands behind the function: `(` and arguments, the line end of an inlined call, or ` in goroutine N`.
      view.setInt32(segment + 8, bytes[head] ?? 0, true);
      // The last four bytes of the function: they differ where the first ones are the same in a whole program.
      view.setInt32(segment + 12, bytes.readInt32LE(head - 4), true);
      kernel.bytes.set(bytes.subarray(start, head), segment + SEGMENT_BYTES);
      kernel.bytes.set(bytes.subarray(place, end), segment + SEGMENT_BYTES + functionLength);
      this.#segments.set(key, segment);
    }
    return segment;
  }
}

/** The same number, as an integer to the machine where it is one: floats take memory of their own in sets, maps and lists. */
function small(value: number): number {
  return value < 0x4000_0000 ? value | 0 : value;
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
  return tailEnd(bytes, at) === end ? at : -1;
}

function startsWith(bytes: Uint8Array, start: number, text: Uint8Array): boolean {
  if (start + text.length > bytes.length) return false;
  for (let at = 0; at < text.length; at++) if (bytes[start + at] !== text[at]) return false;
  return true;
}
