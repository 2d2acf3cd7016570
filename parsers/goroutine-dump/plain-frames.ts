import type { Creator } from '../../src/evidence/frame.ts';
import { creatorOf } from './frames.ts';
import type { FrameTable, SharedFrame } from './frames.ts';
import { classify } from './line-kind.ts';

/** The forms of a frame's first line: a call, an inlined call, and `created by` with and without ` in goroutine N`. */
export const CALLED = 0;
export const INLINED = 1;
export const CREATED_IN = 2;
export const CREATED = 3;

/** Past this many frames the table starts anew: hostile input must not fill the memory. */
const MOST = 524_288;
/** Bytes of a line that may be a frame's; a longer one is left to the line reader. */
export const LONGEST_LINE = 4000;
/** Slots of an empty table. */
const FIRST_SLOTS = 4096;

/** What a frame's two lines may not hold: whoever peels wrappers, or looks for other things in lines, has to see them. */
// oxlint-disable-next-line no-control-regex -- finding control characters is the purpose
const UNPLAIN = /[&\\\u0000-\u001f\u007f]|\]:|panic: |fatal error: /;
/** Names that a stack in a form of loggers, or a traced allocation, would be told by. */
const SPECIAL = /^(?:(?:runtime\.go)?panic\(\.\.\.\)|trace(?:alloc|free|gc)\()/;
const MARKUP = /[<>]/;

/**
 * The frames of clean dumps by their bytes: the function up to its arguments, and the place up to its line. A frame is read once, the
 * way the line reader does it; its bytes are compared in full when it comes again.
 */
export class PlainFrames {
  readonly #table: FrameTable;
  /** Frames and creators by number. */
  #shared: SharedFrame[] = [];
  #creators: (Creator | undefined)[] = [];
  readonly #files = new Map<string, string>();
  /** Numbers of frames by hash, one more than the number; 0 where free. */
  #slots = new Int32Array(FIRST_SLOTS);
  /** Of each frame: hash, place of its bytes, lengths of its two parts, form, and whether `<` or `>` stands in it. */
  #fields = new Int32Array(FIELDS * FIRST_SLOTS);
  #bytes: Uint8Array = new Uint8Array(1 << 18);
  #used = 0;
  /** What came after a frame the last time, one more than its number; the first is what a stack began with. */
  #next = new Int32Array(FIRST_SLOTS + 1);
  /** Raised when all numbers have become void. */
  generation = 0;

  constructor(table: FrameTable) {
    this.#table = table;
  }

  sharedOf(frame: number): SharedFrame {
    return this.#shared[frame] as SharedFrame;
  }

  creatorOf(frame: number): Creator {
    return (this.#creators[frame] ??= creatorOf(this.sharedOf(frame)));
  }

  formOf(frame: number): number {
    return this.#fields[frame * FIELDS + FORM] as number;
  }

  /** It holds what decides whether a text was copied out of a page. */
  hasMarkup(frame: number): boolean {
    return this.#fields[frame * FIELDS + MARKED] === 1;
  }

  /** Length of the function, and of the place. */
  functionLength(frame: number): number {
    return this.#fields[frame * FIELDS + FUNCTION] as number;
  }

  placeLength(frame: number): number {
    return this.#fields[frame * FIELDS + PLACE] as number;
  }

  /** The frame that came after this one the last time; -1 where none did. -1 stands for the beginning of a stack. */
  after(frame: number): number {
    return (this.#next[frame + 1] as number) - 1;
  }

  setAfter(frame: number, next: number): void {
    this.#next[frame + 1] = next + 1;
  }

  /** Whether the bytes at a place are a frame's function. */
  isFunction(frame: number, bytes: Uint8Array, at: number): boolean {
    return this.#equals(this.#fields[frame * FIELDS + AT] as number, this.functionLength(frame), bytes, at);
  }

  isPlace(frame: number, bytes: Uint8Array, at: number): boolean {
    const from = (this.#fields[frame * FIELDS + AT] as number) + this.functionLength(frame);
    return this.#equals(from, this.placeLength(frame), bytes, at);
  }

  /**
   * The number of a frame whose function stands at `start` to `head`, and its place at `place` to `end`; -1 where its lines, which end at
   * `callEnd` and `placeEnd`, are no plain ones.
   */
  find(bytes: Buffer, form: number, start: number, head: number, callEnd: number, place: number, end: number, placeEnd: number): number {
    const hash = hashOf(bytes, place, end, hashOf(bytes, start, head, form));
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (let number = slots[slot] as number; number !== 0; number = slots[slot] as number) {
      const frame = number - 1;
      if (
        this.#is(frame, hash, form, head - start, end - place) &&
        this.isFunction(frame, bytes, start) &&
        this.isPlace(frame, bytes, place)
      )
        return frame;
      slot = (slot + 1) & mask;
    }
    return this.#learn(bytes, hash, form, start, head, callEnd, place, end, placeEnd);
  }

  #is(frame: number, hash: number, form: number, functionLength: number, placeLength: number): boolean {
    const fields = this.#fields;
    const at = frame * FIELDS;
    return (
      fields[at] === hash && fields[at + FORM] === form && fields[at + FUNCTION] === functionLength && fields[at + PLACE] === placeLength
    );
  }

  #learn(
    bytes: Buffer,
    hash: number,
    form: number,
    start: number,
    head: number,
    callEnd: number,
    place: number,
    end: number,
    placeEnd: number,
  ): number {
    const call = bytes.toString('utf8', start, callEnd);
    const line = bytes.toString('utf8', place, placeEnd);
    if (UNPLAIN.test(call) || UNPLAIN.test(line.slice(1)) || SPECIAL.test(call)) return -1;
    const first = classify(call);
    const second = classify(line);
    if (second.kind !== 'file' || first.kind !== (form >= CREATED_IN ? 'created' : 'function')) return -1;
    const name = first.kind === 'function' || first.kind === 'created' ? alone(first.name) : '';
    const inlined = first.kind === 'function' && first.args === undefined;
    if (inlined !== (form === INLINED)) return -1;
    if (this.#shared.length >= MOST) this.#forget();
    const frame = this.#shared.length;
    this.#shared.push(this.#table.make(name, this.#fileOf(second.file), second.line, inlined ? 'inlined' : 'called'));
    const functionLength = head - start;
    const length = functionLength + end - place;
    this.#grow(length);
    const fields = this.#fields;
    const at = frame * FIELDS;
    fields[at] = hash;
    fields[at + AT] = this.#used;
    fields[at + FUNCTION] = functionLength;
    fields[at + PLACE] = end - place;
    fields[at + FORM] = form;
    fields[at + MARKED] = MARKUP.test(call) || MARKUP.test(line) ? 1 : 0;
    this.#bytes.set(bytes.subarray(start, head), this.#used);
    this.#bytes.set(bytes.subarray(place, end), this.#used + functionLength);
    this.#used += length;
    this.#put(frame, hash);
    return frame;
  }

  /** The same text for all frames of a file. */
  #fileOf(file: string): string {
    const known = this.#files.get(file);
    if (known !== undefined) return known;
    const own = alone(file);
    this.#files.set(own, own);
    return own;
  }

  #put(frame: number, hash: number): void {
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = frame + 1;
  }

  /** Makes room for one more frame of so many bytes. */
  #grow(bytes: number): void {
    const frames = this.#shared.length;
    if (this.#used + bytes > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(2 * this.#bytes.length, this.#used + bytes));
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    if (2 * frames <= this.#slots.length) return;
    const slots = 2 * this.#slots.length;
    this.#slots = new Int32Array(slots);
    const fields = new Int32Array(FIELDS * slots);
    fields.set(this.#fields);
    this.#fields = fields;
    const next = new Int32Array(slots + 1);
    next.set(this.#next);
    this.#next = next;
    // The frame that is about to be put is the last.
    for (let frame = 0; frame < frames - 1; frame++) this.#put(frame, fields[frame * FIELDS] as number);
  }

  #forget(): void {
    this.#shared = [];
    this.#creators = [];
    this.#files.clear();
    this.#slots = new Int32Array(FIRST_SLOTS);
    this.#fields = new Int32Array(FIELDS * FIRST_SLOTS);
    this.#next = new Int32Array(FIRST_SLOTS + 1);
    this.#bytes = new Uint8Array(1 << 18);
    this.#used = 0;
    this.generation++;
  }

  #equals(from: number, length: number, bytes: Uint8Array, at: number): boolean {
    const own = this.#bytes;
    if (at + length > bytes.length) return false;
    for (let i = 0; i < length; i++) if (own[from + i] !== bytes[at + i]) return false;
    return true;
  }
}

const FIELDS = 6;
const AT = 1;
const FUNCTION = 2;
const PLACE = 3;
const FORM = 4;
const MARKED = 5;

/** The same text, not as a part of its line, which would be kept with it. */
function alone(text: string): string {
  return Buffer.from(text).toString();
}

/** FNV-1a, going on from `seed`. */
function hashOf(bytes: Uint8Array, start: number, end: number, seed: number): number {
  let hash = seed ^ 0x811c9dc5;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
  return hash ^ (hash >>> 15);
}
