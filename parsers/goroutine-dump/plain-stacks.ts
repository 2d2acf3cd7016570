import type { Frame } from '../../src/evidence/frame.ts';
import type { FrameTable, SharedFrame, SharedStack } from './frames.ts';
import type { Goroutine } from './goroutine.ts';
import { type Header, parseHeader } from './header.ts';
import { ARGUMENT, tailEnd } from './line-bytes.ts';
import { CALLED, CREATED, CREATED_IN, INLINED, LONGEST_LINE, PlainFrames } from './plain-frames.ts';
import type { ReadStack } from './stack.ts';

/** A goroutine that was read from its bytes. */
export interface PlainStack {
  /** As the line reader would give it, but for its text. */
  readonly stack: ReadStack;
  /** Its lines, decoded when asked for: before the bytes change. */
  readonly text: () => readonly string[];
  /** How often its stack was read, this time included, as far as that is known. */
  readonly times: number;
  /** Place behind its blank line, and the lines up to there, that one included. */
  readonly end: number;
  readonly lines: number;
}

/** Frames of a stack: with more it is left to the line reader, which knows what the runtime has left out without a word. */
const MOST_FRAMES = 98;
/** Stacks after which those that are known are forgotten. */
const MOST_STACKS = 10_000;

const LINE_END = 10;
const TAB = 9;
const OPEN = 40;
const CLOSE = 41;
const DOT = 46;
const COLON = 58;
const CREATED_BY = Buffer.from('created by ');
const IN_GOROUTINE = Buffer.from(' in goroutine ');
/** Digits of a parent's id that a number holds exactly. */
const MOST_DIGITS = 15;

/** What a header may not hold: somebody else may want to see the line, or it begins further ones. */
// oxlint-disable-next-line no-control-regex -- finding control characters is the purpose
const UNPLAIN = /[&<>\\\u0000-\u001f\u007f]|panic: |fatal error: /;

/**
 * Reads goroutines in the usual form from their bytes: a header, calls and their places, a creator, an empty line. No line is decoded but
 * the header; frames are told by their bytes. Everything else (notes, elided frames, ancestors, C code, carriage returns, what stands
 * between the lines) is left to the line reader, and both give the same.
 */
export class PlainStacks {
  readonly #frames: PlainFrames;
  #generation = 0;
  /** Stacks by hash. */
  readonly #stacks = new Map<number, KnownFrames>();
  /** Numbers of the frames of the stack that is read. */
  readonly #path = new Int32Array(MOST_FRAMES);
  /** Lines with `<` or `>` have gone through the line reader, so that it is known that no page was copied. */
  #markupSeen = false;
  /** Where reading stands. */
  #at = 0;
  #parent = -1;

  constructor(table: FrameTable) {
    this.#frames = new PlainFrames(table);
  }

  /** The goroutine whose header begins at `start`, line `number`; undefined where it has another form, or is not all here. */
  read(bytes: Buffer, start: number, number: number): PlainStack | undefined {
    const headerEnd = bytes.indexOf(LINE_END, start);
    if (headerEnd < 0 || headerEnd - start > LONGEST_LINE || bytes[headerEnd - 1] !== COLON) return undefined;
    const header = plainHeader(bytes.toString('utf8', start, headerEnd));
    if (header === undefined) return undefined;
    const frames = this.#frames;
    const path = this.#path;
    let count = 0;
    let creator = -1;
    let before = -1;
    let hash = 0;
    this.#parent = -1;
    this.#at = headerEnd + 1;
    while (bytes[this.#at] !== LINE_END) {
      const frame = creator < 0 && count < MOST_FRAMES ? this.#frame(bytes, before) : -1;
      if (frame < 0) return undefined;
      // The numbers of the frames before it are void.
      if (frames.generation !== this.#generation) {
        this.#generation = frames.generation;
        this.#stacks.clear();
        if (count > 0) return undefined;
      }
      if (frames.hasMarkup(frame) && !this.#markupSeen) {
        this.#markupSeen = true;
        return undefined;
      }
      frames.setAfter(before, frame);
      before = frame;
      if (frames.formOf(frame) >= CREATED_IN) creator = frame;
      else path[count++] = frame;
      hash = (Math.imul(hash, 31) + frame) | 0;
    }
    // A goroutine without frames is broken.
    if (count === 0) return undefined;
    const end = this.#at + 1;
    const lines = 2 + 2 * (count + (creator < 0 ? 0 : 1));
    const known = this.#known(hash, count);
    const goroutine: Goroutine = {
      state: header.state,
      locked: header.locked,
      leaked: header.leaked,
      frames: known.frames,
      unavailable: false,
      elided: false,
      open: false,
      cut: false,
      firstLine: number,
      lastLine: number + lines - 2,
      text: NO_TEXT,
      id: header.id,
      ...(header.waitMinutes === undefined ? {} : { waitMinutes: header.waitMinutes }),
      ...(header.thread === undefined ? {} : { thread: header.thread }),
      ...(header.labelSet === undefined ? {} : { labels: header.labelSet }),
      ...(creator < 0 ? {} : { creator: frames.creatorOf(creator) }),
      ...(this.#parent < 0 ? {} : { parent: this.#parent }),
    };
    const signature = creator < 0 ? '-1' : `${frames.sharedOf(creator).id}`;
    return {
      stack: { goroutine, header, node: known, signature, broken: false, rootless: false, notes: NO_TEXT },
      text: () => bytes.toString('utf8', start, end - 2).split('\n'),
      times: ++known.times,
      end,
      lines,
    };
  }

  /** The stack that was read, as it was made the first time. */
  #known(hash: number, count: number): KnownFrames {
    const path = this.#path;
    const found = this.#stacks.get(hash);
    if (found?.is(path, count) === true) return found;
    if (this.#stacks.size >= MOST_STACKS) this.#stacks.clear();
    const shared = Array.from(path.subarray(0, count), (frame) => this.#frames.sharedOf(frame));
    const made = new KnownFrames(path.slice(0, count), shared);
    this.#stacks.set(hash, made);
    return made;
  }

  /** The frame that the next two lines are, behind which reading stands then; -1 where they are none. */
  #frame(bytes: Buffer, before: number): number {
    const expected = this.#frames.after(before);
    return expected >= 0 && this.#isExpected(bytes, expected) ? expected : this.#anyFrame(bytes);
  }

  /** Whether the next two lines are the frame that came here before: most are. */
  #isExpected(bytes: Buffer, frame: number): boolean {
    const frames = this.#frames;
    const start = this.#at;
    if (!frames.isFunction(frame, bytes, start)) return false;
    const head = start + frames.functionLength(frame);
    const form = frames.formOf(frame);
    let lineEnd = head;
    if (form === CALLED) lineEnd = argumentsEnd(bytes, head);
    else if (form === CREATED_IN) lineEnd = this.#readParent(bytes, head);
    if (lineEnd < 0 || bytes[lineEnd] !== LINE_END || !frames.isPlace(frame, bytes, lineEnd + 1)) return false;
    const placeEnd = tailEnd(bytes, lineEnd + 1 + frames.placeLength(frame));
    if (placeEnd < 0) return false;
    this.#at = placeEnd + 1;
    return true;
  }

  #anyFrame(bytes: Buffer): number {
    const start = this.#at;
    const lineEnd = lineEndAfter(bytes, start);
    if (lineEnd < 0 || bytes[lineEnd + 1] !== TAB) return -1;
    let form: number;
    let head = lineEnd;
    if (bytes[lineEnd - 1] === CLOSE) {
      head = argumentsStart(bytes, lineEnd - 2);
      if (head <= start || bytes[head] !== OPEN) return -1;
      form = CALLED;
      if (lineEnd - head === 5 && isEllipsis(bytes, head + 1)) {
        form = INLINED;
        head = lineEnd;
      }
    } else if (isAt(bytes, start, CREATED_BY)) {
      const marker = markerBefore(bytes, lineEnd);
      form = marker < 0 ? CREATED : CREATED_IN;
      if (marker >= 0) {
        head = marker;
        if (this.#readParent(bytes, marker) !== lineEnd) return -1;
      }
    } else return -1;
    const place = lineEnd + 1;
    let colon = -1;
    let at = place;
    const most = Math.min(bytes.length, place + LONGEST_LINE);
    for (; at < most && bytes[at] !== LINE_END; at++) if (bytes[at] === COLON) colon = at;
    if (at >= most || colon < 0) return -1;
    const end = digitsEnd(bytes, colon + 1);
    if (end === colon + 1 || end - colon > 10 || tailEnd(bytes, end) !== at) return -1;
    this.#at = at + 1;
    return this.#frames.find(bytes, form, start, head, lineEnd, place, end, at);
  }

  /** Reads ` in goroutine N`; the end of its line, or -1. */
  #readParent(bytes: Uint8Array, start: number): number {
    if (!isAt(bytes, start, IN_GOROUTINE)) return -1;
    const first = start + IN_GOROUTINE.length;
    let id = 0;
    let at = first;
    for (let byte = bytes[at] ?? 0; byte >= 48 && byte <= 57; byte = bytes[++at] ?? 0) id = 10 * id + byte - 48;
    if (at === first || at - first > MOST_DIGITS) return -1;
    this.#parent = id;
    return at;
  }
}

const NO_TEXT: readonly string[] = [];

/** The frames of a stack, once for all goroutines that have it. */
class KnownFrames implements SharedStack {
  times = 0;
  readonly shared: readonly SharedFrame[];
  readonly frames: readonly Frame[];
  readonly #path: Int32Array;

  constructor(path: Int32Array, shared: readonly SharedFrame[]) {
    this.#path = path;
    this.shared = shared;
    this.frames = shared.map(({ frame }) => frame);
  }

  is(path: Int32Array, count: number): boolean {
    const own = this.#path;
    if (own.length !== count) return false;
    for (let i = 0; i < count; i++) if (own[i] !== path[i]) return false;
    return true;
  }
}

/** A header with nothing in it that others look for. */
function plainHeader(text: string): Header | undefined {
  if (UNPLAIN.test(text) || text.lastIndexOf('goroutine ') !== 0) return undefined;
  const bracket = text.indexOf(']:');
  return bracket >= 0 && bracket !== text.length - 2 ? undefined : parseHeader(text);
}

function lineEndAfter(bytes: Uint8Array, start: number): number {
  const most = Math.min(bytes.length, start + LONGEST_LINE);
  for (let at = start; at < most; at++) if (bytes[at] === LINE_END) return at;
  return -1;
}

/** From the `(` at `open` over arguments and `)`; -1 where others stand there, or the call was inlined. */
function argumentsEnd(bytes: Uint8Array, open: number): number {
  if (bytes[open] !== OPEN || isEllipsis(bytes, open + 1)) return -1;
  let at = open + 1;
  while (ARGUMENT[bytes[at] ?? 0] === 1) at++;
  return bytes[at] === CLOSE ? at + 1 : -1;
}

/** The place before arguments that end at `end`. */
function argumentsStart(bytes: Uint8Array, end: number): number {
  let at = end;
  while (ARGUMENT[bytes[at] ?? 0] === 1) at--;
  return at;
}

/** `...)`, as an inlined call has it. */
function isEllipsis(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === DOT && bytes[at + 1] === DOT && bytes[at + 2] === DOT && bytes[at + 3] === CLOSE;
}

/** Where ` in goroutine N` begins that ends at `end`; -1 where none does. */
function markerBefore(bytes: Uint8Array, end: number): number {
  let at = end;
  for (let byte = bytes[at - 1] ?? 0; byte >= 48 && byte <= 57; byte = bytes[at - 1] ?? 0) at--;
  const marker = at - IN_GOROUTINE.length;
  return at < end && isAt(bytes, marker, IN_GOROUTINE) ? marker : -1;
}

function digitsEnd(bytes: Uint8Array, start: number): number {
  let at = start;
  for (let byte = bytes[at] ?? 0; byte >= 48 && byte <= 57; byte = bytes[++at] ?? 0);
  return at;
}

function isAt(bytes: Uint8Array, start: number, text: Uint8Array): boolean {
  if (start < 0) return false;
  for (let at = 0; at < text.length; at++) if (bytes[start + at] !== text[at]) return false;
  return true;
}
