import type { Citation } from '../../src/evidence/citation.ts';
import type { RaceStack } from '../../src/evidence/facts/race.ts';
import type { Frame } from '../../src/evidence/frame.ts';
import type { SafeText } from '../../src/text/safe-text.ts';
import { cite } from '../goroutine-dump/excerpt.ts';
import type { FrameTable } from '../goroutine-dump/frames.ts';
import { type FrameForm, frameOf } from '../sanitizer-report/frame.ts';
import type { LineForm } from './line.ts';

/** Headings that have a stack below them. */
export type Heading = Extract<LineForm, { kind: 'access' | 'created' | 'heap' | 'other-section' }>;

const EXCERPT = 14;
/** Lines of a section that are kept for its excerpt. */
const KEPT = 40;
/** ThreadSanitizer keeps 256 frames of a stack (kStackTraceMax); more are not its own. */
const MOST_FRAMES = 512;

/** A heading of a race report with the stack below it, while it is read. */
export class Section {
  readonly heading: Heading;
  readonly firstLine: number;
  readonly #table: FrameTable;
  readonly #text: string[];
  readonly #frames: Frame[] = [];
  #lastLine: number;
  #pending: string | undefined;
  #failed = false;
  /** The number of a heading that was broken before it. */
  #number: number | undefined;

  constructor(heading: Heading, text: string, line: number, table: FrameTable) {
    this.heading = heading;
    this.firstLine = line;
    this.#lastLine = line;
    this.#text = [text];
    this.#table = table;
  }

  /** The heading was broken before the number, which is due. */
  get wantsNumber(): boolean {
    const { heading } = this;
    return heading.kind === 'access' && !heading.who.main && heading.who.number === undefined && this.#number === undefined;
  }

  /** It has more frames than any stack of the detector: further ones are left out. */
  get full(): boolean {
    return this.#frames.length >= MOST_FRAMES;
  }

  /** One more line of it, as it stands there. */
  line(text: string, line: number): void {
    if (this.#text.length < KEPT) this.#text.push(text);
    this.#lastLine = line;
  }

  number(number: number): void {
    this.#number = number;
  }

  call(name: string): void {
    this.#flush();
    this.#pending = name;
  }

  /** The place of the last call. Without one, of `otherwise`: the line above, which did not look like a call. */
  place(file: string, line: number, otherwise: string | undefined): void {
    const name = this.#pending ?? otherwise;
    this.#pending = undefined;
    if (name !== undefined && !this.full) this.#frames.push(this.#table.shared(name, file, line, false).frame);
  }

  frame(form: FrameForm): void {
    if (!this.full) this.#frames.push(frameOf(form, this.#table));
  }

  failed(): void {
    this.#failed = true;
  }

  /** A call whose place never came is a frame all the same. */
  #flush(): void {
    if (this.#pending === undefined) return;
    if (!this.full) this.#frames.push(this.#table.shared(this.#pending, undefined, undefined, false).frame);
    this.#pending = undefined;
  }

  stack(): RaceStack {
    this.#flush();
    return { frames: this.#frames, functions: this.#frames.map((frame) => frame.function), failedToRestore: this.#failed };
  }

  /** ThreadSanitizer's number of who the heading speaks of. */
  whoNumber(): number | undefined {
    const { heading } = this;
    if (heading.kind === 'created') return heading.number;
    if (heading.kind === 'other-section' || heading.who.main) return undefined;
    return heading.who.number ?? this.#number;
  }

  citation(path: SafeText): Citation {
    return cite(path, this.firstLine, this.#lastLine, this.#text, EXCERPT);
  }
}
