import type { CrashClass, CrashGoroutine, PanicEntry, SignalInfo } from '../../src/evidence/facts/crash.ts';
import type { DumpFact } from '../../src/evidence/facts/dump.ts';
import type { Blame, CrashFact } from '../../src/evidence/facts/crash.ts';
import type { Line } from '../../src/text/line.ts';
import { type SafeText, sanitize } from '../../src/text/safe-text.ts';
import { cite, shortLine } from '../goroutine-dump/excerpt.ts';
import type { Goroutine } from '../goroutine-dump/goroutine.ts';
import type { SourceInfo } from '../parser.ts';
import { blame } from './culprit.ts';
import { fatalKind, panicBlame } from './messages.ts';
import { readPanicList } from './panic-list.ts';
import { type PrintedSignal, decodeSignal } from './signal.ts';
import { templateOf } from './template.ts';

/** How a report begins. */
export type HeadKind = 'panic' | 'fatal' | 'banner' | 'caught';

const NIL_DEREFERENCE = 'runtime error: invalid memory address or nil pointer dereference';
/** Goroutines that can be the one that crashed: the scheduler's stack, a forged one, the real one. */
const FIRST_GOROUTINES = 3;
const EXCERPT = 14;
/** Fatal errors after which no stack is printed. */
const STACKLESS = new Set(['no goroutines (main called runtime.Goexit) - deadlock!']);

/** A crash report while it is read: what its lines said, and in the end the fact. */
export class CrashReport {
  readonly kind: HeadKind;
  readonly firstLine: number;
  /** The lines of the head as they stand there, and how many of them are the message's. */
  readonly #lines: string[] = [];
  #valueLines = 1;
  readonly #goroutines: Goroutine[] = [];
  readonly #preceding: readonly SafeText[];
  readonly #notesLine: number | undefined;
  #lastLine: number;
  #bannerName: string | undefined;
  #caughtBy: string | undefined;
  #message = '';
  #signal: PrintedSignal | undefined;
  #duringCgo = false;
  #exitStatus: number | undefined;
  /** The first stack follows the message without a blank line: it may be part of the panic's own text (Go ≤ 1.22). */
  pasted = false;

  constructor(kind: HeadKind, line: Line, notes: { readonly texts: readonly SafeText[]; readonly firstLine?: number }) {
    this.kind = kind;
    this.firstLine = line.number;
    this.#lastLine = line.number;
    this.#lines.push(line.text);
    this.#preceding = notes.texts;
    this.#notesLine = notes.firstLine;
  }

  /** The text of a fatal error, banner or caught panic; panic lists are read from their lines. */
  say(message: string, names: { readonly banner?: string; readonly by?: string } = {}): this {
    this.#message = message;
    this.#bannerName = names.banner;
    this.#caughtBy = names.by;
    return this;
  }

  /** One more line of the panic's value. */
  add(line: Line): void {
    this.#lines.push(line.text);
    this.#valueLines = this.#lines.length;
    this.#lastLine = line.number;
  }

  /** Takes back the last lines of the head: they are not its own. */
  drop(count: number): void {
    if (count > 0) this.#lines.splice(-count);
    this.#valueLines = Math.min(this.#valueLines, this.#lines.length);
    this.#lastLine = this.firstLine + this.#lines.length - 1;
  }

  get lines(): number {
    return this.#lines.length;
  }

  /** Its first line, as it stands there. */
  get firstText(): string {
    return this.#lines[0] ?? '';
  }

  /** The first line and the indented ones right after it: surely the head's own. */
  get ownLines(): number {
    const end = this.#lines.findIndex((line, i) => i > 0 && !line.startsWith('\t'));
    return end < 0 ? this.#lines.length : end;
  }

  get message(): string {
    return this.#message;
  }

  /** The `[signal …]` line; `line` where it follows the message directly. */
  signal(signal: PrintedSignal, line?: Line): void {
    this.#signal ??= signal;
    if (line === undefined) return;
    this.#lines.push(line.text);
    this.#lastLine = line.number;
  }

  /** `PC=… sigcode=… addr=…`, which a banner prints on its second line. */
  programCounter(pc: string, code: string | undefined, address: string | undefined): void {
    if (this.#bannerName === undefined) return;
    this.#signal ??= {
      name: this.#bannerName,
      pc,
      ...(code === undefined ? {} : { code }),
      ...(address === undefined ? {} : { address }),
    };
  }

  get hasSignal(): boolean {
    return this.#signal !== undefined;
  }

  duringCgo(): void {
    this.#duringCgo = true;
  }

  exit(status: number): void {
    this.#exitStatus ??= status;
  }

  goroutine(goroutine: Goroutine): void {
    if (this.#goroutines.length < FIRST_GOROUTINES) this.#goroutines.push(goroutine);
  }

  get hasGoroutine(): boolean {
    return this.#goroutines.length > 0;
  }

  /** First function of the first goroutine: what wrote the stack, where it is a logged one. */
  get firstFunction(): string | undefined {
    return this.#goroutines[0]?.frames[0]?.function;
  }

  /** SIGQUIT asks for a dump; it is no crash by itself. */
  get isDumpOnPurpose(): boolean {
    return this.#bannerName === 'SIGQUIT';
  }

  /** The fact. `dump` is the dump that the report contains, with its id. */
  fact(source: SourceInfo, dump: { readonly id: string; readonly draft: Omit<DumpFact, 'id'> } | undefined): Omit<CrashFact, 'id'> {
    const said = this.#said();
    const crashed = this.isDumpOnPurpose ? undefined : this.#crashed(said.class);
    const duringCgo = this.#duringCgo;
    const signal = this.#signal === undefined ? undefined : decodeSignal(this.#signal, duringCgo);
    const { fault, culprit, path } = crashed === undefined ? { path: [] } : blame(crashed.frames);
    const hidden = said.chain.length === 0 ? hiddenPanic(said, signal) : said.chain;
    const { template, values } = templateOf(said.message);
    const stackDue = !STACKLESS.has(said.message);
    return {
      type: 'crash',
      certainty: 'stated',
      citations: [this.#citation(source.path, crashed)],
      scope: source.scope,
      class: said.class,
      message: sanitize(said.message),
      template,
      values,
      blame: said.blame,
      chain: hidden,
      preceding: this.#preceding,
      ...(signal === undefined ? {} : { signal }),
      hidesPanic: (said.class === 'fatal-error' || said.class === 'throw') && (hidden.length > 0 || hasPanicBelow(crashed)),
      ...(crashed === undefined ? {} : { goroutine: crashGoroutine(source.path, crashed) }),
      ...(fault === undefined ? {} : { fault }),
      ...(culprit === undefined ? {} : { culprit }),
      path: path.map((frame) => frame.function),
      ...(this.#caughtBy === undefined ? {} : { caughtBy: sanitize(this.#caughtBy) }),
      ...(dump === undefined ? {} : { dump: dump.id }),
      ...(this.#exitStatus === undefined ? {} : { exitStatus: this.#exitStatus }),
      ...(dump?.draft.goVersions === undefined ? {} : { goVersions: dump.draft.goVersions }),
      truncated: (stackDue && !this.hasGoroutine) || dump?.draft.defects.includes('truncated') === true,
    };
  }

  /** What the head says: class, message, blame, chain. */
  #said(): Said {
    switch (this.kind) {
      case 'panic': {
        const { chain, fatal } = readPanicList(this.#lines.slice(0, this.#valueLines));
        if (fatal !== undefined) return { ...this.#fatal(fatal), chain };
        const message = chain[0]?.message ?? '';
        return { class: 'panic', message, blame: panicBlame(message), chain };
      }
      case 'fatal':
        return { ...this.#fatal(this.#message), chain: [] };
      case 'caught':
        return { class: 'recovered-panic', message: this.#message, blame: panicBlame(this.#message), chain: [] };
      case 'banner':
        return { class: this.isDumpOnPurpose ? 'sigquit' : 'signal', message: this.#message, blame: 'unknown', chain: [] };
    }
  }

  #fatal(message: string): Omit<Said, 'chain'> {
    const known = fatalKind(message);
    if (known !== undefined) return { class: known.kind === 'fatal' ? 'fatal-error' : 'throw', message, blame: known.blame };
    // runtime.fatal does not print system goroutines or the runtime's frames; runtime.throw does.
    const thrown = this.#goroutines.some((one) => one.id === undefined || one.frames.some((frame) => frame.function === 'runtime.throw'));
    return { class: thrown ? 'throw' : 'fatal-error', message, blame: thrown ? 'runtime' : 'unknown' };
  }

  /** The goroutine that crashed, among the first ones of the report. */
  #crashed(kind: CrashClass): Goroutine | undefined {
    const [first, second, third] = this.#goroutines;
    if (first === undefined) return undefined;
    // A header inside the panic's own text, and after it the real one: only the goroutine that panics is running.
    if (this.pasted && second?.state === 'running' && second.frames.length > 0) return second;
    const onScheduler = first.id === undefined;
    if (onScheduler) return second?.id === 0 ? (third ?? second) : (second ?? first);
    // A signal in C arrives on the thread's own stack (goroutine 0); the goroutine that called C comes next.
    if (first.id === 0 && second !== undefined && (kind !== 'signal' || this.#duringCgo || calledC(second))) return second;
    return first;
  }

  #citation(path: SafeText, crashed: Goroutine | undefined) {
    const from = this.#notesLine ?? this.firstLine;
    // The panic's own line comes first, whatever C said before it.
    const near = this.firstLine - from <= 3 ? this.#preceding.slice(-(this.firstLine - from)) : [];
    const first = near.length > 0 && near.length === this.firstLine - from ? from : this.firstLine;
    const head = first === from ? [...near, ...this.#lines] : this.#lines;
    if (crashed === undefined) return cite(path, first, Math.max(this.#lastLine, this.firstLine), head.map(shortLine), EXCERPT);
    const gap = crashed.firstLine - this.#lastLine - 1;
    const between = gap === 1 ? [''] : [];
    return cite(path, first, crashed.lastLine, [...head, ...between, ...crashed.text], EXCERPT);
  }
}

interface Said {
  readonly class: CrashClass;
  readonly message: string;
  readonly blame: Blame;
  readonly chain: readonly PanicEntry[];
}

function calledC(goroutine: Goroutine): boolean {
  return goroutine.frames.some((frame) => frame.function === 'runtime.cgocall');
}

function hasPanicBelow(crashed: Goroutine | undefined): boolean {
  return crashed?.frames.some((frame) => frame.function === 'panic' || frame.function === 'runtime.gopanic') === true;
}

/**
 * A fatal error in deferred code hides the panic that runs it. Up to Go 1.25 only the `[signal …]` line of that panic is left.
 */
function hiddenPanic(said: Said, signal: SignalInfo | undefined): readonly PanicEntry[] {
  const fatal = said.class === 'fatal-error' && said.blame === 'user';
  return fatal && signal?.nilOffset !== undefined ? [{ message: sanitize(NIL_DEREFERENCE) }] : [];
}

function crashGoroutine(path: SafeText, goroutine: Goroutine): CrashGoroutine {
  return {
    ...(goroutine.id === undefined ? {} : { id: goroutine.id }),
    state: goroutine.state,
    frames: goroutine.frames,
    functions: goroutine.frames.map((frame) => frame.function),
    ...(goroutine.creator === undefined ? {} : { creator: goroutine.creator }),
    citation: cite(path, goroutine.firstLine, goroutine.lastLine, goroutine.text, EXCERPT),
  };
}
