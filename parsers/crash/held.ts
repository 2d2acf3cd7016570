import type { Line } from '../../src/text/line.ts';
import { type LineForm, classify } from '../goroutine-dump/line-kind.ts';
import { isStackWriter } from './writers.ts';

/** A stack of 100 frames, its creator and its ancestors; what is longer is no forged one. */
const MOST_LINES = 300;
const MOST_CHARACTERS = 64 * 1024;

/**
 * A stack after a panic's value, kept until it is known whose it is. Up to Go 1.22 the runtime prints the value as it is, so it may
 * hold text that looks like a stack. The report's own comes last, and only the goroutine that panics is running and has frames.
 */
export class Held {
  readonly #lines: Line[];
  #characters: number;
  /** Where the header of another running goroutine stands. */
  #rival: number | undefined;
  /** No empty line stands before it, which the runtime prints before its own. */
  readonly pasted: boolean;

  constructor(line: Line, pasted: boolean) {
    this.#lines = [line];
    this.#characters = line.text.length;
    this.pasted = pasted;
  }

  get lines(): readonly Line[] {
    return this.#lines;
  }

  /** Keeps one more line; false where it is too much for a forged stack. */
  add(line: Line): boolean {
    if (this.#lines.length >= MOST_LINES || this.#characters > MOST_CHARACTERS) return false;
    this.#lines.push(line);
    this.#characters += line.text.length;
    return true;
  }

  /** What a line is to the stack that is held, beside more of it; undefined where nothing special. */
  eventOf(form: LineForm): 'rival' | 'rival-call' | 'text' | undefined {
    const last = this.#lines.length - 1;
    // A running goroutine without frames runs on another thread, and one that prints itself does not panic.
    if (this.#rival === last) {
      if (form.kind === 'function' && !isStackWriter(form.name)) return 'rival-call';
      if (!this.pasted) return 'text';
      this.#rival = undefined;
    }
    if (form.kind !== 'header' || form.header.state !== 'running' || this.#lines[last]?.text.trim() !== '') return undefined;
    this.#rival = last + 1;
    return 'rival';
  }

  /** Splits before the rival's header: the text of the value, and the rival as what is held now. */
  split(): { readonly text: readonly Line[]; readonly rival: Held | undefined } {
    const [header] = this.#rival === undefined ? [] : this.#lines.slice(this.#rival);
    return { text: this.#lines.slice(0, this.#rival), rival: header === undefined ? undefined : new Held(header, false) };
  }

  /** Whether it can be the stack of a goroutine that panics: that one is running. */
  get canPanic(): boolean {
    const form = classify(this.#lines[0]?.text ?? '');
    return form.kind !== 'header' || form.header.state === 'running';
  }

  /** Functions of the stack, innermost first. */
  get functions(): readonly string[] {
    return this.#lines.flatMap(({ text }) => {
      const form = classify(text);
      return form.kind === 'function' ? form.name : [];
    });
  }
}
