import { sanitize } from '../../src/text/safe-text.ts';
import type { CallFrame, Creator, Frame } from '../../src/evidence/frame.ts';
import { idleBits } from './idle.ts';
import { normalName, unescapeName } from './names.ts';
import { originOf } from './origin.ts';
import { servingBits } from './purpose.ts';

/** A frame without its arguments, once for all goroutines that have it, with what was found out about it. */
export class SharedFrame {
  /** Distinct for each function, file and line of a reader. */
  readonly id: number;
  readonly frame: Frame;
  /** Who has looked at it last for what it tells of the Go release, and what its line told. */
  seenBy: object | undefined;
  minors: readonly number[] | undefined;
  #normal: string | undefined;
  #idle = -1;
  #serving = -1;

  constructor(id: number, frame: Frame) {
    this.id = id;
    this.frame = frame;
  }

  /** {@link normalName} of its function. */
  get normal(): string {
    return (this.#normal ??= normalName(this.frame.function));
  }

  /** {@link idleBits} of its function. */
  get idle(): number {
    if (this.#idle < 0) this.#idle = idleBits(this.frame.function);
    return this.#idle;
  }

  /** {@link servingBits} of its function. */
  get serving(): number {
    if (this.#serving < 0) this.#serving = servingBits(this.frame.function);
    return this.#serving;
  }
}

/** A stack that goroutines share: its frames, innermost first. */
export interface SharedStack {
  readonly frames: readonly Frame[];
  readonly shared: readonly SharedFrame[];
}

/** Past this many distinct frames the table starts anew: hostile input must not fill the memory. */
const MOST = 262_144;

/** Gives equal frames one object: stacks repeat, so most frames of a dump are looked up, not made. */
export class FrameTable {
  /** By function as printed, file, then line: nested, since building a joint key would cost a string a frame. */
  readonly #table = new Map<string, Map<string, Map<number, SharedFrame>>>();
  #size = 0;
  #nextId = 0;

  /** The frame of a Go function and its place. `name` as printed. */
  shared(name: string, file: string | undefined, line: number | undefined, inlined: boolean): SharedFrame {
    const places = this.#places(name, file);
    const place = ((line ?? 0) + 1) * 2 + (inlined ? 1 : 0);
    return places.get(place) ?? this.#make(places, place, name, file, line, inlined ? 'inlined' : 'called');
  }

  /** A frame of foreign code: its name, where a symboliser gave one, and its place. */
  native(name: string, file: string | undefined, line: number | undefined): SharedFrame {
    const places = this.#places(name, file);
    const place = -1 - (line ?? 0);
    return places.get(place) ?? this.#make(places, place, name, file, line, 'native');
  }

  /** A frame that the table does not know afterwards: for who keeps a table of his own. */
  make(name: string, file: string | undefined, line: number | undefined, how: 'called' | 'inlined' | 'native'): SharedFrame {
    return new SharedFrame(this.#nextId++, {
      function: sanitize(how === 'native' ? name : unescapeName(name)),
      ...(file === undefined ? {} : { file: sanitize(file) }),
      ...(line === undefined ? {} : { line }),
      origin: how === 'native' ? 'cgo' : originOf(name, file),
      ...(how === 'inlined' ? { inlined: true } : {}),
    });
  }

  #places(name: string, file = ''): Map<number, SharedFrame> {
    let files = this.#table.get(name);
    const known = files?.get(file);
    if (known !== undefined) return known;
    if (files === undefined) {
      files = new Map();
      this.#table.set(name, files);
    }
    const places = new Map<number, SharedFrame>();
    files.set(file, places);
    return places;
  }

  #make(
    places: Map<number, SharedFrame>,
    place: number,
    name: string,
    file: string | undefined,
    line: number | undefined,
    how: 'called' | 'inlined' | 'native',
  ): SharedFrame {
    const made = this.make(name, file, line, how);
    places.set(place, made);
    if (++this.#size >= MOST) {
      this.#table.clear();
      this.#size = 0;
    }
    return made;
  }
}

/** The frame of one goroutine: the shared one and the arguments of this call. */
export function callFrame(frame: Frame, args: string | undefined): CallFrame {
  return args === undefined || args === '' ? frame : { ...frame, args: sanitize(args) };
}

/** The creator that a frame of the `go` statement stands for. */
export function creatorOf(shared: SharedFrame): Creator {
  const { function: name, file, line, origin } = shared.frame;
  return { function: name, ...(file === undefined ? {} : { file }), ...(line === undefined ? {} : { line }), origin };
}
