import type { Blame, CrashFact } from '../../src/evidence/facts/crash.ts';
import type { SanitizerLeak, SanitizerReport, SanitizerStack } from '../../src/evidence/facts/sanitizer.ts';
import type { Frame } from '../../src/evidence/frame.ts';
import type { Line } from '../../src/text/line.ts';
import { sanitize } from '../../src/text/safe-text.ts';
import { cite } from '../goroutine-dump/excerpt.ts';
import type { FrameTable } from '../goroutine-dump/frames.ts';
import type { SourceInfo } from '../parser.ts';
import { type FrameForm, frameOf, ownFrame } from './frame.ts';
import type { HeadForm, LineForm, StackRole } from './line.ts';

const EXCERPT = 30;
const KEPT = 80;
/** Groups of leaked blocks that are listed. */
const MOST_LEAKS = 20;
/** Sanitizers keep 256 frames of a stack (kStackTraceMax). */
const MOST_FRAMES = 512;

interface OpenStack {
  readonly frames: Frame[];
  thread?: string | undefined;
}

/** A sanitizer's report, while it is read. */
export class Report {
  readonly #head: HeadForm;
  readonly #table: FrameTable;
  readonly #firstLine: number;
  #lastLine: number;
  /** Lines that are kept, and how many of them are shown: those up to the last one that is not empty. */
  readonly #text: string[];
  #shownLines: number;
  readonly #stack: OpenStack;
  readonly #blocks: { freed?: OpenStack; allocated?: OpenStack } = {};
  readonly #leaks: { readonly form: Extract<LineForm, { kind: 'leak' }>; readonly stack: OpenStack }[] = [];
  #leaksLeftOut = 0;
  #current: OpenStack;
  #access: Extract<LineForm, { kind: 'access' }> | undefined;
  #region: Extract<LineForm, { kind: 'region' }> | undefined;
  #error: string | undefined;
  #leakedBytes: number | undefined;
  #fatal: boolean;
  #summarised = false;
  #unparsed = 0;

  constructor(head: HeadForm, rule: Line | undefined, line: Line, table: FrameTable) {
    this.#head = head;
    this.#table = table;
    this.#firstLine = rule?.number ?? line.number;
    this.#lastLine = line.number;
    this.#text = rule === undefined ? [line.text] : [rule.text, line.text];
    this.#shownLines = this.#text.length;
    this.#stack = { frames: [], thread: head.thread };
    this.#current = this.#stack;
    this.#fatal = head.fatal;
  }

  /** One more line of it, as it stands there. Empty ones are its own only where others follow. */
  line({ text, number }: Line): void {
    if (this.#text.length < KEPT) this.#text.push(text);
    if (text === '') return;
    this.#lastLine = number;
    this.#shownLines = this.#text.length;
  }

  foreign(count: number): void {
    this.#unparsed += count;
  }

  access(form: Extract<LineForm, { kind: 'access' }>): void {
    this.#access ??= form;
    this.#stack.thread ??= form.thread;
    this.#current = this.#stack;
  }

  stack(role: StackRole, thread: string | undefined): void {
    this.#current = { frames: [], thread };
    if (role === 'freed' || role === 'allocated') this.#blocks[role] ??= this.#current;
  }

  leak(form: Extract<LineForm, { kind: 'leak' }>): void {
    this.#current = { frames: [] };
    if (this.#leaks.length < MOST_LEAKS) this.#leaks.push({ form, stack: this.#current });
    else this.#leaksLeftOut++;
  }

  region(form: Extract<LineForm, { kind: 'region' }>): void {
    this.#region ??= form;
    // `… is located in stack of thread T0 at offset 42 in frame`: the frame follows.
    if (form.text.endsWith('in frame')) this.stack('other', undefined);
  }

  frame(form: FrameForm): void {
    const { frames } = this.#current;
    // A second stack without a heading of its own is another one, as the check of a check prints.
    if (form.index === 0 && frames.length > 0) this.stack('other', undefined);
    if (this.#current.frames.length < MOST_FRAMES) this.#current.frames.push(frameOf(form, this.#table));
    else this.#unparsed++;
  }

  summary({ error, leakedBytes }: Extract<LineForm, { kind: 'summary' }>): void {
    this.#summarised = true;
    // ThreadSanitizer's names have several words, of which the summary line does not tell the end.
    if (this.#head.tool !== 'ThreadSanitizer') this.#error ??= error;
    this.#leakedBytes ??= leakedBytes;
  }

  abort(): void {
    this.#fatal = true;
  }

  #shown(): readonly string[] {
    return this.#text.slice(0, this.#shownLines);
  }

  /** The fact. */
  fact(source: SourceInfo): Omit<CrashFact, 'id'> {
    const { tool } = this.#head;
    const error = this.#error ?? this.#head.error;
    const stack = finished(this.#stack);
    const { freed, allocated } = this.#blocks;
    const leaks = this.#leaks.map(({ form, stack: open }): SanitizerLeak => ({
      kind: form.leak,
      bytes: form.bytes,
      objects: form.objects,
      ...finished(open),
    }));
    const address = this.#access?.address ?? this.#head.address;
    const sanitizer: SanitizerReport = {
      tool: sanitize(tool),
      error: sanitize(error),
      ...(this.#head.pid === undefined ? {} : { pid: this.#head.pid }),
      ...(this.#access === undefined ? {} : { access: this.#access.access, size: this.#access.size }),
      ...(address === undefined ? {} : { address }),
      ...(stack.frames.length === 0 ? {} : { stack }),
      ...(this.#region === undefined ? {} : { region: sanitize(this.#region.text) }),
      ...(this.#region?.size === undefined ? {} : { regionSize: this.#region.size }),
      ...(freed === undefined ? {} : { freed: finished(freed) }),
      ...(allocated === undefined ? {} : { allocated: finished(allocated) }),
      leaks,
      ...(this.#leaksLeftOut === 0 ? {} : { leaksLeftOut: this.#leaksLeftOut }),
      ...(this.#leakedBytes === undefined ? {} : { leakedBytes: this.#leakedBytes }),
      fatal: this.#fatal,
      unparsedLines: this.#unparsed,
    };
    const shown = stack.frames.length > 0 ? stack : leaks[0];
    const culprit = stack.culprit ?? sanitizer.freed?.culprit ?? sanitizer.allocated?.culprit ?? leaks[0]?.culprit;
    const fault = shown?.frames[0];
    const message = sanitize(`${tool}: ${error}`);
    return {
      type: 'crash',
      certainty: 'stated',
      citations: [cite(source.path, this.#firstLine, this.#lastLine, this.#shown(), EXCERPT)],
      scope: source.scope,
      class: 'sanitizer',
      message,
      template: message,
      values: [],
      blame: blameOf(error),
      chain: [],
      preceding: [],
      hidesPanic: false,
      ...(fault === undefined ? {} : { fault }),
      ...(culprit === undefined ? {} : { culprit }),
      path: shown?.functions ?? [],
      sanitizer,
      truncated: !this.#fatal && !this.#summarised,
    };
  }
}

function finished({ frames, thread }: OpenStack): SanitizerStack {
  const culprit = ownFrame(frames);
  return {
    frames,
    functions: frames.map((frame) => frame.function),
    ...(thread === undefined ? {} : { thread: sanitize(thread) }),
    ...(culprit === undefined ? {} : { culprit }),
  };
}

/** Errors that are a lack of something, and those of the tool itself; the rest is about memory. */
const BLAME: Readonly<Record<string, Blame>> = {
  'memory-leak': 'user',
  'out-of-memory': 'resource',
  'goroutine-limit': 'resource',
  'address-space': 'unknown',
  'internal-error': 'unknown',
  'lock-order-inversion': 'user',
  'thread leak': 'user',
};

function blameOf(error: string): Blame {
  return BLAME[error] ?? 'memory';
}
