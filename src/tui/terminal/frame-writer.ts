import { EventEmitter } from 'node:events';
import { asciiMarks } from './ascii.ts';
import { type FrameRow, rowChanges } from './row-changes.ts';
import { BEGIN_UPDATE, CLEAR_SCREEN, END_UPDATE, RESET_STYLE } from './sequences.ts';

/** Where frames go to. */
export interface FrameTarget {
  readonly write: (text: string) => void;
  /** Columns and rows of the terminal now. */
  readonly size: () => { readonly columns: number; readonly rows: number };
  /** The terminal's locale is not UTF-8: marks are written in ASCII. */
  readonly ascii?: boolean;
}

// Sequences (CSI; OSC, DCS, APC, PM, SOS to their end; others), and control characters but line feed.
const CONTROL =
  // oxlint-disable-next-line no-control-regex -- finding control characters is the purpose
  /\u001b(?:\[[0-?]*[ -/]*[@-~]?|[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[ -/]*[0-~])?|[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g;
// oxlint-disable-next-line no-control-regex -- as above
const STYLE = /^\u001b\[[\d;:]*m$/;

/**
 * What Ink is given as its standard output. Ink 6.8 erases and writes the whole frame each time, clears the screen and what scrolled away where a frame
 * is as high as the terminal, and its own incremental rendering is broken. So this takes its frames apart: of all sequences only colours and styles
 * pass, and only what changed is written, each at its place, as one update. Ink's moves of the cursor, erasing and brackets come to nothing.
 */
export class FrameWriter extends EventEmitter {
  /**
   * Not a terminal, for Ink: otherwise it hides the cursor by a package that shows it again at exit, on standard error, even if that is a file.
   */
  readonly isTTY = false;

  readonly #target: FrameTarget;
  /** Rows of the last frame, and those that are on the screen; the latter are unknown where undefined. */
  #frame: readonly FrameRow[] = [];
  #shown: readonly FrameRow[] | undefined;
  #active = false;
  /** Frames come from {@link show}, and not from Ink. */
  #given = false;

  constructor(target: FrameTarget) {
    super();
    this.#target = target;
  }

  get columns(): number {
    return this.#target.size().columns;
  }

  get rows(): number {
    return this.#target.size().rows;
  }

  /** This as the type that Ink asks for; it uses no more of it than is here. */
  get asStdout(): NodeJS.WriteStream {
    return this as unknown as NodeJS.WriteStream;
  }

  /** Takes what Ink writes. */
  write(chunk: string | Uint8Array, encoding?: unknown, done?: unknown): boolean {
    const text = typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk);
    const body = this.#given ? '' : withoutControl(text);
    // An empty frame is a line feed; nothing at all were moves of the cursor and the like.
    if (body !== '') {
      const lines = body.replace(/\n$/, '').split('\n');
      this.#frame = lines.map((line) => [{ column: 0, text: line }]);
      this.#paint();
    }
    const callback = typeof encoding === 'function' ? encoding : done;
    if (typeof callback === 'function') process.nextTick(callback);
    return true;
  }

  /** Shows a frame that somebody else has made of what Ink laid out. From now on what Ink writes itself comes to nothing. */
  show(frame: readonly FrameRow[]): void {
    this.#given = true;
    this.#frame = frame;
    this.#paint();
  }

  /** From now on frames are shown; begins with the last one. */
  start(): void {
    this.#active = true;
    this.repaint();
  }

  /** From now on nothing is written, since the screen is not ours; frames are remembered. */
  stop(): void {
    this.#active = false;
    this.#shown = undefined;
  }

  /** Clears the screen and writes all of the last frame. */
  repaint(): void {
    this.#shown = undefined;
    this.#paint();
  }

  /** The terminal has another size: what is on the screen is anyone's guess. Ink hears of it, and renders anew only if its frame changes by it. */
  resized(): void {
    this.repaint();
    this.emit('resize');
  }

  #paint(): void {
    if (!this.#active) return;
    // More rows would all land on the last one.
    const next = this.#frame.slice(0, this.rows);
    const shown = this.#shown ?? [];
    let changes = this.#shown === undefined ? `${RESET_STYLE}${CLEAR_SCREEN}` : '';
    for (let row = 0; row < Math.max(next.length, shown.length); row++) changes += rowChanges(row, shown[row], next[row], this.#asWritten);
    this.#shown = next;
    if (changes !== '') this.#target.write(`${BEGIN_UPDATE}${changes}${END_UPDATE}`);
  }

  /** A piece as it may be written: one row of text in colours and styles, whoever has made it. */
  readonly #asWritten = (text: string): string => {
    const safe = withoutControl(text).replaceAll('\n', ' ');
    return this.#target.ascii === true ? asciiMarks(safe) : safe;
  };
}

/** Of all sequences only colours and styles pass, of control characters line feeds. */
function withoutControl(text: string): string {
  return text.replaceAll(CONTROL, (sequence) => (STYLE.test(sequence) ? sequence : sequence === '\t' ? ' ' : ''));
}
