import { sanitize } from '../../src/text/safe-text.ts';
import type { CallFrame, Creator, Frame } from '../../src/evidence/frame.ts';
import type { FunctionForm } from './line-kind.ts';
import { unescapeName } from './names.ts';
import { originOf } from './origin.ts';

/** A frame without its arguments, once for all goroutines that have it. */
export interface SharedFrame {
  /** Distinct for each function, file and line of a reader. */
  readonly id: number;
  readonly frame: Frame;
}

/** Past this many distinct frames the table starts anew: hostile input must not fill the memory. */
const MOST = 100_000;

/** Gives equal frames one object: stacks repeat, so most frames of a dump are looked up, not made. */
export class FrameTable {
  readonly #byFunction = new Map<string, Map<string, SharedFrame>>();
  #size = 0;
  #nextId = 0;

  /** The frame of a function and its place. `name` as printed. */
  shared(name: string, file: string | undefined, line: number | undefined, inlined: boolean): SharedFrame {
    const place = `${file ?? ''}:${line ?? ''}${inlined ? 'i' : ''}`;
    let places = this.#byFunction.get(name);
    const known = places?.get(place);
    if (known !== undefined) return known;
    if (this.#size >= MOST) {
      this.#byFunction.clear();
      this.#size = 0;
      places = undefined;
    }
    if (places === undefined) {
      places = new Map();
      this.#byFunction.set(name, places);
    }
    const made: SharedFrame = {
      id: this.#nextId++,
      frame: {
        function: sanitize(unescapeName(name)),
        ...(file === undefined ? {} : { file: sanitize(file) }),
        ...(line === undefined ? {} : { line }),
        origin: originOf(name, file),
        ...(inlined ? { inlined } : {}),
      },
    };
    places.set(place, made);
    this.#size++;
    return made;
  }

  /** A frame of foreign code: its name, where a symboliser gave one, and its place. */
  native(name: string, file: string | undefined, line: number | undefined): SharedFrame {
    const shared = this.shared(name, file, line, false);
    if (shared.frame.origin === 'cgo') return shared;
    const cgo: SharedFrame = { ...shared, frame: { ...shared.frame, origin: 'cgo' } };
    this.#byFunction.get(name)?.set(`${file ?? ''}:${line ?? ''}`, cgo);
    return cgo;
  }
}

/** The frame of one goroutine: the shared one and the arguments of this call. */
export function callFrame(shared: SharedFrame, call: FunctionForm): CallFrame {
  return call.args === undefined || call.args === '' ? shared.frame : { ...shared.frame, args: sanitize(call.args) };
}

/** The creator that a frame of the `go` statement stands for. */
export function creatorOf(shared: SharedFrame): Creator {
  const { function: name, file, line, origin } = shared.frame;
  return { function: name, ...(file === undefined ? {} : { file }), ...(line === undefined ? {} : { line }), origin };
}
