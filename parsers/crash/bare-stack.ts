import type { CallFrame } from '../../src/evidence/frame.ts';
import { sanitize } from '../../src/text/safe-text.ts';
import type { Line } from '../../src/text/line.ts';
import { FrameTable } from '../goroutine-dump/frames.ts';
import { originOf } from '../goroutine-dump/origin.ts';

/** A stack that a logger printed in a form of its own: without a goroutine's header and without arguments. */
export interface BareStack {
  /**
   * `logger`: a call, and its place after a tab (zap's stacktrace.go, pkg/errors' stack.go with `%+v`). `gin`: a place with its program
   * counter, and the call with its source after a tab (recovery.go of gin-gonic/gin); packages are left out of the names. `chi`: a
   * call and its place behind blanks, the first pair behind arrows; what stands above the panic is left out (recoverer.go of go-chi/chi).
   */
  readonly form: 'logger' | 'gin' | 'chi';
  readonly frames: readonly CallFrame[];
  readonly first: Line;
  readonly lastLine: number;
  readonly text: readonly string[];
}

const MOST_FRAMES = 200;
const KEPT = 40;
const LONGEST = 1000;
const GIN_PLACE = /^(\S.{0,400}\.(?:go|s)):(\d{1,9}) \(0x[0-9a-f]{1,16}\)$/;
const GIN_CALL = /^(?:\t| {2,8})([^\s:][^:]{0,300}): /;
const CHI_CALL = /^(?: -> | {4})(\S.{2,400})$/;
const CHI_PLACE = /^(?: -> {3}| {6})(\S.{0,400}\.(?:go|s)):(\d{1,9})$/;
const ARROW = ' -> ';
const CALL = /^(?=[^(\s]*[\w)\]]\.)[\w.\-/~%*()[\],{}·]{3,400}$/;
const PLACE = /^(?:\t| {2,8})(\S.{0,400}\.(?:go|s)):(\d{1,9})$/;

/** Puts such stacks together from lines that belong to nothing else. */
export class BareStackReader {
  readonly #table = new FrameTable();
  readonly #done: (stack: BareStack) => void;
  #form: BareStack['form'] | undefined;
  #frames: CallFrame[] = [];
  #text: string[] = [];
  #first: Line | undefined;
  #lastLine = 0;
  /** The first line of a pair whose second is due. */
  #half: { readonly line: Line; readonly form: BareStack['form'] } | undefined;

  constructor(done: (stack: BareStack) => void) {
    this.#done = done;
  }

  /** A stack, or its first line, was read, and more may follow. */
  get waits(): boolean {
    return this.#form !== undefined || this.#half !== undefined;
  }

  /** Looks at a line; true where it is one of such a stack. The first call alone may be any other text. */
  see(line: Line): boolean {
    const half = this.#half;
    const text = line.text.length > LONGEST ? '' : line.text.trimEnd();
    if (half !== undefined) {
      this.#half = undefined;
      if (this.#second(half.form, half.line, line, text)) return true;
    }
    // An empty line stands between the pair behind the arrows and the others.
    if (this.#form === 'chi' && text === '' && this.#frames.length === 1) return false;
    const form = this.#formOf(text);
    if (form === undefined || (this.#form !== undefined && this.#form !== form)) this.end();
    if (form !== undefined) this.#half = { line, form };
    return form !== undefined && this.#form !== undefined;
  }

  /** What is open ends. */
  end(): void {
    const form = this.#form;
    const first = this.#first;
    const stack = form === undefined || first === undefined ? undefined : { form, first };
    const frames = this.#frames;
    const text = this.#text;
    const lastLine = this.#lastLine;
    this.#form = undefined;
    this.#first = undefined;
    this.#frames = [];
    this.#text = [];
    this.#half = undefined;
    if (stack !== undefined) this.#done({ ...stack, frames, lastLine, text });
  }

  /** The form that a line can begin a pair of. */
  #formOf(text: string): BareStack['form'] | undefined {
    if (GIN_PLACE.test(text)) return 'gin';
    if (CALL.test(text)) return 'logger';
    return (text.startsWith(ARROW) || this.#form === 'chi') && CHI_CALL.test(text) ? 'chi' : undefined;
  }

  /** Takes the second line of a pair; false where it is none. */
  #second(form: BareStack['form'], first: Line, line: Line, text: string): boolean {
    switch (form) {
      case 'gin':
        return this.#ginCall(first, line, text);
      case 'chi':
        return this.#chiPlace(first, line, text);
      case 'logger':
        return this.#place(first, line, text);
    }
  }

  #chiPlace(call: Line, line: Line, text: string): boolean {
    const name = CHI_CALL.exec(call.text.trimEnd())?.[1];
    const match = CHI_PLACE.exec(text);
    if (match === null || name === undefined) return false;
    const [, file = '', number] = match;
    // The creator is no call of this stack.
    if (name.startsWith('created by ')) {
      this.#lastLine = line.number;
      return true;
    }
    this.#push('chi', this.#table.shared(name, file, Number(number), false).frame, call, line);
    return true;
  }

  #place(call: Line, line: Line, text: string): boolean {
    const match = PLACE.exec(text);
    if (match === null) return false;
    const [, file = '', number] = match;
    this.#push('logger', this.#table.shared(call.text.trim(), file, Number(number), false).frame, call, line);
    return true;
  }

  #ginCall(place: Line, line: Line, text: string): boolean {
    const at = GIN_PLACE.exec(place.text.trimEnd());
    const name = GIN_CALL.exec(`${text} `)?.[1];
    if (at === null || name === undefined) return false;
    const [, file = '', number] = at;
    const path = packageDirectory(file);
    const whole = path === undefined ? name : `${path}.${name}`;
    const origin = path === undefined ? (/\/pkg\/mod\/|\/vendor\/|@v\d/.test(file) ? 'dependency' : 'app') : originOf(whole, file);
    const frame: CallFrame = { function: sanitize(whole), file: sanitize(file), line: Number(number), origin };
    this.#push('gin', frame, place, line);
    return true;
  }

  #push(form: BareStack['form'], frame: CallFrame, first: Line, second: Line): void {
    this.#form = form;
    this.#first ??= first;
    this.#lastLine = second.number;
    if (this.#frames.length < MOST_FRAMES) this.#frames.push(frame);
    if (this.#text.length < KEPT) this.#text.push(first.text, second.text);
  }
}

/** The package of a file of Go's library, which gin leaves out of the names: the directory below `src`. */
function packageDirectory(file: string): string | undefined {
  const source = /\/src\/((?:[a-z0-9]+\/)*[a-z0-9]+)\/[^/]+$/.exec(file);
  const path = source?.[1];
  // Whether it is the library's own tells the first element, as for every other frame.
  return path !== undefined && ['stdlib', 'runtime'].includes(originOf(`${path}.f`, file)) ? path : undefined;
}
