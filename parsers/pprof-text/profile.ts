import type { Citation } from '../../src/evidence/citation.ts';
import type { Label } from '../../src/evidence/facts/dump.ts';
import type { Frame } from '../../src/evidence/frame.ts';
import type { Line } from '../../src/text/line.ts';
import { excerpt } from '../schedtrace/excerpt.ts';
import { readLabels } from '../goroutine-dump/labels.ts';
import { frameOf } from '../pprof/frames.ts';
import type { SafeText } from '../../src/text/safe-text.ts';
import { readFrame, readRecord, type RecordLine } from './record.ts';

/** Lines of one stack that a citation shows. */
const SHOWN_LINES = 12;
const LABELS = '# labels: {';

/** One stack of a profile as it stands there. */
export interface TextStack extends RecordLine {
  /** Innermost first; empty where none was printed. */
  readonly frames: readonly Frame[];
  /**
   * Addresses of the calls that were printed: what the protobuf form tells stacks apart by. The program counters of the
   * first line include those of the runtime's allocator, which both forms leave out.
   */
  readonly places: string;
  /** Of all its goroutines; absent where none are printed. */
  readonly labels?: readonly Label[];
  readonly firstLine: number;
  readonly lastLine: number;
  readonly text: readonly string[];
}

type OpenStack = RecordLine & {
  frames: Frame[];
  places: string;
  labels?: readonly Label[];
  firstLine: number;
  lastLine: number;
  text: string[];
};

/** Cites a stack. */
export function citeStack(path: SafeText, stack: TextStack): Citation {
  return { path, firstLine: stack.firstLine, lastLine: stack.lastLine, excerpt: excerpt(stack.text) };
}

/** Reads the stacks of one profile: the line that begins one, its labels, its calls, and a blank line. */
export class StackReader {
  private readonly kind: 'count' | 'heap' | 'contention';
  private readonly take: (stack: TextStack) => void;
  private readonly known = new Map<string, Frame>();
  private open: OpenStack | undefined;

  /** `take` is given each stack when it is complete. */
  constructor(kind: 'count' | 'heap' | 'contention', take: (stack: TextStack) => void) {
    this.kind = kind;
    this.take = take;
  }

  /** Offers a line. False: it is no part of a stack. */
  accept(line: Line, text: string): boolean {
    const record = readRecord(text, this.kind);
    if (record !== undefined) {
      this.end();
      this.open = { ...record, frames: [], places: '', firstLine: line.number, lastLine: line.number, text: [text] };
      return true;
    }
    const { open } = this;
    if (open === undefined) return false;
    if (text.startsWith(LABELS)) {
      const read = readLabels(text, text.indexOf('{'));
      if (read === undefined) return false;
      open.labels = read.labels;
      this.show(line, text);
      return true;
    }
    // In a text that was copied the calls may be indented.
    const call = readFrame(text.charCodeAt(0) === 0x20 || text.charCodeAt(0) === 0x09 ? text.trimStart() : text);
    if (call === undefined) return false;
    // The same call stands in many stacks.
    const key = text.slice(text.indexOf(call.address));
    let frame = this.known.get(key);
    if (frame === undefined) {
      frame = frameOf(call, call.address);
      this.known.set(key, frame);
    }
    open.frames.push(frame);
    open.places += ` ${call.address}`;
    this.show(line, text);
    return true;
  }

  /** The open stack is complete. */
  end(): void {
    const { open } = this;
    this.open = undefined;
    if (open !== undefined) this.take(open);
  }

  private show(line: Line, text: string): void {
    const { open } = this;
    if (open === undefined) return;
    open.lastLine = line.number;
    if (open.text.length < SHOWN_LINES) open.text.push(text);
  }
}
