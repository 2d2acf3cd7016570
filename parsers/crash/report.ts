import type { CrashClass, CrashGoroutine, PanicEntry, SignalInfo, SystemStack } from '../../src/evidence/facts/crash.ts';
import type { DumpFact, DumpKind, GoVersionRange } from '../../src/evidence/facts/dump.ts';
import type { Blame, CrashFact } from '../../src/evidence/facts/crash.ts';
import { type Line, orderOf } from '../../src/text/line.ts';
import type { TakenNotes } from './notes.ts';
import { type SafeText, sanitize } from '../../src/text/safe-text.ts';
import { cite, shortLine } from '../goroutine-dump/excerpt.ts';
import type { Goroutine } from '../goroutine-dump/goroutine.ts';
import type { SourceInfo } from '../parser.ts';
import { crashTest } from '../test-output/crash-test.ts';
import { timeBefore } from '../log/time-before.ts';
import { crashedGoroutine } from './crashed.ts';
import { blame, isRaiser } from './culprit.ts';
import { fatalKind, isOwnCheck, panicBlame, throwBlame } from './messages.ts';
import { readPanicList } from './panic-list.ts';
import { headVersions } from './head-clues.ts';
import { inBoth } from '../goroutine-dump/go-range.ts';
import { type PrintedSignal, decodeSignal } from './signal.ts';
import { templateOf } from './template.ts';

/** How a report begins. */
export type HeadKind = 'panic' | 'fatal' | 'banner' | 'caught';

const NIL_DEREFERENCE = 'runtime error: invalid memory address or nil pointer dereference';
/** Goroutines that can be the one that crashed: the scheduler's stack, a forged one, the real one. */
const FIRST_GOROUTINES = 3;
const EXCERPT = 14;
/** Lines of a head; what is beside its message is short. */
const MOST_LINES = 2000;
/** Fatal errors that the runtime raises when something panics where nothing may: `panic: VALUE` stands before them. */
const PANIC_THROWS = new Set(['panic on system stack', 'panic during malloc', 'panic during preemptoff', 'panic holding locks']);
/** Signals whose address the runtime prints beside their code (fatalsignal in runtime/signal_unix.go, Go ≥ 1.22). */
const ADDRESSED = new Set(['SIGSEGV', 'SIGBUS']);
/** Fatal errors after which no stack is printed. */
const STACKLESS = new Set(['no goroutines (main called runtime.Goexit) - deadlock!']);

/** A crash report while it is read: what its lines said, and in the end the fact. */
export class CrashReport {
  #kind: HeadKind;
  readonly firstLine: number;
  /** The lines of the head as they stand there, and how many of them are the message's. */
  readonly #lines: string[] = [];
  #valueLines = 1;
  readonly #goroutines: Goroutine[] = [];
  readonly #preceding: SafeText[];
  readonly #notesFirst: TakenNotes['first'];
  readonly #firstOrder: number;
  /** What was put before its first line. */
  readonly #atUnixMs: number | undefined;
  /** Where the lines of the head stand. */
  readonly #numbers: number[] = [];
  #lastLine: number;
  #bannerName: string | undefined;
  #caughtBy: string | undefined;
  #message = '';
  #signal: PrintedSignal | undefined;
  #duringCgo = false;
  /** Whether the `PC=` line of a SIGSEGV or SIGBUS has the address, as it does since Go 1.22. */
  #addressBesidePc: boolean | undefined;
  #doubleFault = false;
  #registers = false;
  #exitStatus: number | undefined;
  /** The text ends in the last line of the message. */
  #messageCut: boolean;
  /** The first stack follows the message without a blank line: it may be part of the panic's own text (Go ≤ 1.22). */
  pasted = false;
  /** Other text stood before its head in the same line. */
  joined = false;

  constructor(kind: HeadKind, line: Line, notes: TakenNotes) {
    this.#kind = kind;
    this.firstLine = line.number;
    this.#lastLine = line.number;
    this.#lines.push(line.text);
    this.#preceding = [...notes.texts];
    this.#notesFirst = notes.first;
    this.#numbers.push(line.number);
    this.#firstOrder = orderOf(line);
    this.#atUnixMs = timeBefore(line);
    this.#messageCut = line.open === true;
  }

  get kind(): HeadKind {
    return this.#kind;
  }

  /** The text of a fatal error, banner or caught panic, and who caught it; panic lists are read from their lines. */
  say(message: string, caughtBy?: string): this {
    this.#message = message;
    this.#caughtBy = caughtBy;
    return this;
  }

  /** The signal that a banner names. Unix says more of it in the next line, Windows nothing more. */
  raised(signal: PrintedSignal): this {
    this.#bannerName = signal.name;
    if (signal.code !== undefined) this.#signal = signal;
    return this;
  }

  /** One more line of the value. */
  add(line: Line): void {
    this.#lines.push(line.text);
    this.#numbers.push(line.number);
    this.#valueLines = this.#lines.length;
    this.#lastLine = line.number;
    this.#messageCut = line.open === true;
  }

  /** Takes back the last lines of the head: they are not its own. */
  drop(count: number): void {
    if (count > 0) {
      this.#lines.splice(-count);
      this.#numbers.splice(-count);
    }
    this.#valueLines = Math.min(this.#valueLines, this.#lines.length);
    this.#lastLine = this.#numbers.at(-1) ?? this.firstLine;
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

  /** Whether a line follows a fatal error's text without a gap. */
  isAtText(line: Line): boolean {
    return orderOf(line) === this.#firstOrder + this.#valueLines && this.#valueLines === this.#lines.length;
  }

  /** The fatal error is one of those that are known by their text. */
  get isKnown(): boolean {
    return fatalKind(this.#fatalText) !== undefined;
  }

  /** A head that is none of a new report: of the thread beside that dies of the same, or of a fault while this report is printed. */
  isRepeat(message: string): boolean {
    return this.#doubleFault || (this.#kind === 'fatal' && message === this.#message);
  }

  /** The `[signal …]` line, after the message. */
  signal(signal: PrintedSignal, line: Line): void {
    this.#keep(line);
    // After a second fault it is that one's.
    if (!this.#doubleFault) this.#signal ??= signal;
  }

  /** `PC=… sigcode=… addr=…`, which a banner prints on its second line. */
  programCounter(pc: string, code: string | undefined, address: string | undefined): void {
    if (this.#bannerName === undefined) return;
    if (code !== undefined && ADDRESSED.has(this.#bannerName)) this.#addressBesidePc ??= address !== undefined;
    this.#signal ??= {
      name: this.#bannerName,
      pc,
      ...(code === undefined ? {} : { code }),
      ...(address === undefined ? {} : { address }),
    };
  }

  /** A line followed that only the runtime prints: a signal's, or that of a second fault. */
  get isCertain(): boolean {
    return this.#signal !== undefined || this.#doubleFault;
  }

  duringCgo(): void {
    this.#duringCgo = true;
  }

  /** The registers, which a signal report ends with. */
  registers(): void {
    this.#registers = true;
  }

  /** `panic during panic`: the runtime failed while it printed this report. */
  doubleFault(line: Line): void {
    this.#keep(line);
    this.#doubleFault = true;
  }

  /** A head that belongs to this report. */
  repeat(line: Line): void {
    this.#keep(line);
  }

  /** What the runtime says more between the head and the stacks. */
  remark(line: Line): void {
    this.#keep(line);
    this.#preceding.push(shortLine(line.text));
  }

  #keep(line: Line): void {
    if (this.#goroutines.length > 0 || this.#lines.length >= MOST_LINES) return;
    this.#lines.push(line.text);
    this.#numbers.push(line.number);
    this.#lastLine = line.number;
  }

  exit(status: number): void {
    this.#exitStatus ??= status;
  }

  /** The exit status of a process that the runtime ended follows. */
  get hasPanicStatus(): boolean {
    return this.#exitStatus === 2;
  }

  goroutine(goroutine: Goroutine): void {
    if (this.#goroutines.length < FIRST_GOROUTINES) this.#goroutines.push(goroutine);
  }

  get hasGoroutine(): boolean {
    return this.#goroutines.length > 0;
  }

  /**
   * The stack was printed by the program itself, and so the panic was recovered; `functions` from the innermost. False where no
   * panic stands in it: then the stack is of something else.
   */
  recoveredBy(functions: readonly string[]): boolean {
    if (this.#kind !== 'panic' || !functions.includes('panic')) return false;
    const { chain } = readPanicList(this.#lines.slice(0, this.#valueLines));
    this.#kind = 'caught';
    this.#valueLines = 1;
    this.say(
      chain[0]?.message ?? '',
      functions.find((name) => !name.startsWith('runtime')),
    );
    return true;
  }

  /** SIGQUIT asks for a dump; it is no crash by itself. */
  get isDumpOnPurpose(): boolean {
    return this.#bannerName === 'SIGQUIT';
  }

  /** A Windows exception's first stack has no header. */
  get isHeadless(): boolean {
    return this.#bannerName?.startsWith('0x') === true;
  }

  /** What its goroutines are a dump of. */
  get dumpKind(): DumpKind {
    if (this.#kind === 'caught') return 'other';
    return this.isDumpOnPurpose ? 'sigquit' : 'crash';
  }

  /** The fact. `dump` is the dump that the report contains, with its id. */
  fact(source: SourceInfo, dump: { readonly id: string; readonly draft: Omit<DumpFact, 'id'> } | undefined): Omit<CrashFact, 'id'> {
    const said = this.#said();
    const crashed = this.isDumpOnPurpose ? undefined : crashedGoroutine(this.#goroutines, { ...said, ...this.#setting() });
    const signal = this.#signal === undefined ? undefined : decodeSignal(this.#signal, this.#duringCgo);
    const system = this.isDumpOnPurpose ? undefined : this.#systemStack(source.path, signal);
    const { fault, culprit, path } = crashed === undefined ? { path: [] } : blame(crashed, panicsBelow(said));
    const hidden = said.chain.length === 0 ? hiddenPanic(said, signal) : said.chain;
    const { template, values } = templateOf(said.message);
    const test = crashTest(said.message, crashed);
    const versions = inBoth(dump?.draft.goVersions, this.#headVersions(said));
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
      ...(this.#doubleFault ? { doubleFault: true } : {}),
      ...(crashed === undefined ? {} : { goroutine: crashGoroutine(source.path, crashed) }),
      ...(fault === undefined ? {} : { fault }),
      ...(culprit === undefined ? {} : { culprit }),
      ...(system === undefined ? {} : { systemStack: system }),
      path: path.map((frame) => frame.function),
      ...(this.#caughtBy === undefined ? {} : { caughtBy: sanitize(this.#caughtBy) }),
      ...(dump === undefined ? {} : { dump: dump.id }),
      ...(test === undefined ? {} : { test }),
      ...(this.#exitStatus === undefined ? {} : { exitStatus: this.#exitStatus }),
      ...(versions === undefined ? {} : { goVersions: versions }),
      ...(this.#atUnixMs === undefined ? {} : { atUnixMs: this.#atUnixMs }),
      truncated: this.#isTruncated(said.message) || crashed?.open === true || dump?.draft.defects.includes('truncated') === true,
      ...(this.#messageCut ? { messageCut: true } : {}),
    };
  }

  /** The stack of the thread that came first, if it is one: `runtime stack:`, or goroutine 0. */
  #systemStack(path: SafeText, signal: SignalInfo | undefined): SystemStack | undefined {
    const [first] = this.#goroutines;
    if (first === undefined || this.isHeadless || (first.id !== undefined && first.id !== 0)) return undefined;
    // A signal that was sent arrives on any thread, and what that one did is beside the point.
    const sent = signal?.codeMeaning === 'sent-by-process' || signal?.codeMeaning === 'queued';
    if (first.id === 0 && sent) return undefined;
    const { frames } = first;
    return {
      frames,
      functions: frames.map((frame) => frame.function),
      citation: cite(path, first.firstLine, first.lastLine, first.text, EXCERPT),
    };
  }

  /** Whether lines are missing at the end: a stack where one is due, a goroutine, or the registers of a signal report. */
  #isTruncated(message: string): boolean {
    if (!this.hasGoroutine) return !STACKLESS.has(message);
    // After the scheduler's stack comes at least the goroutine for which it worked.
    if (this.#goroutines.every(({ id }) => id === undefined)) return true;
    return this.#bannerName !== undefined && !this.#registers && this.#exitStatus === undefined;
  }

  #setting(): { readonly pasted: boolean; readonly headless: boolean; readonly duringCgo: boolean } {
    return { pasted: this.pasted, headless: this.isHeadless, duringCgo: this.#duringCgo };
  }

  /** A fatal error's text with the lines that follow after a tab. */
  get #fatalText(): string {
    return [this.#message, ...this.#lines.slice(1, this.#valueLines).map((line) => line.slice(1))].join('\n').trimEnd();
  }

  /** The releases that print such a head. */
  #headVersions({ message, chain }: Said): GoVersionRange | undefined {
    const lines = this.#lines.slice(0, this.#valueLines);
    return headVersions({
      messages: [...new Set([message, ...chain.map((entry) => entry.message)])],
      repanicked: chain.some(({ recovered }) => recovered === 'repanicked'),
      fatalInList:
        this.#kind === 'panic' && chain.length > 0 && lines.slice(1).some((line) => line.trimStart() === `fatal error: ${message}`),
      lines,
      ...(this.#addressBesidePc === undefined ? {} : { addressBesidePc: this.#addressBesidePc }),
    });
  }

  /** What the head says, as far as it has been read. */
  get said(): Pick<Said, 'class' | 'message'> {
    return this.#said();
  }

  /** What the head says: class, message, blame, chain. */
  #said(): Said {
    switch (this.#kind) {
      case 'panic': {
        const { chain, fatal } = readPanicList(this.#lines.slice(0, this.#valueLines), (message) => this.#isFatal(message));
        if (fatal !== undefined) return { ...this.#fatal(fatal), chain };
        const message = chain[0]?.message ?? '';
        return { class: 'panic', message, blame: panicBlame(message), chain };
      }
      case 'fatal':
        return { ...this.#fatal(this.#fatalText), chain: [] };
      case 'caught': {
        const message = [this.#message, ...this.#lines.slice(1, this.#valueLines)].join('\n').trimEnd();
        return { class: 'recovered-panic', message, blame: panicBlame(message), chain: [] };
      }
      case 'banner':
        return { class: this.isDumpOnPurpose ? 'sigquit' : 'signal', message: this.#message, blame: 'unknown', chain: [] };
    }
  }

  #fatal(message: string): Omit<Said, 'chain'> {
    const known = fatalKind(message);
    if (known !== undefined) return { class: known.kind === 'fatal' ? 'fatal-error' : 'throw', message, blame: known.blame };
    const blamed = throwBlame(message);
    if (isOwnCheck(message)) return { class: 'fatal-error', message, blame: blamed };
    // Nearly all texts are throws'; what is listed of runtime.fatal's is all that there was up to Go 1.27.
    if (!this.hasGoroutine) return { class: 'throw', message, blame: blamed === 'runtime' ? 'unknown' : blamed };
    // runtime.fatal does not print system goroutines or the runtime's frames; runtime.throw does.
    const thrown = this.#goroutines.some((one) => one.id === undefined || one.frames.some((frame) => frame.function === 'runtime.throw'));
    return { class: thrown ? 'throw' : 'fatal-error', message, blame: thrown ? blamed : 'unknown' };
  }

  /**
   * Whether a line `fatal error: …` in a panic list is one, and not a line of the value. A fatal error is raised by deferred code while
   * the panic goes on: `panic(` stands below it in the stack, or what raises it on top.
   */
  #isFatal(message: string): boolean {
    if (PANIC_THROWS.has(message)) return true;
    const [first] = this.#goroutines;
    if (first === undefined) return fatalKind(message) !== undefined;
    return first.id === undefined || hasPanicBelow(first) || first.frames.some((frame) => isRaiser(frame));
  }

  #citation(path: SafeText, crashed: Goroutine | undefined) {
    const { line: from = this.firstLine, before = 0 } = this.#notesFirst ?? {};
    // The panic's own line comes first, whatever C said before it.
    const near = before > 0 && before <= 3 ? this.#preceding.slice(-before) : [];
    const withNotes = near.length > 0 && near.length === before;
    const first = withNotes ? from : this.firstLine;
    const head = withNotes ? [...near, ...this.#lines] : this.#lines;
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

function hasPanicBelow(crashed: Goroutine | undefined): boolean {
  return crashed?.frames.some((frame, i) => i > 0 && (frame.function === 'panic' || frame.function === 'runtime.gopanic')) === true;
}

/**
 * Panics that the stack shows: each later entry of a list was raised by code that an earlier one ran, and what recovers a panic or
 * raises a fatal error runs below it too. The last panic of a list is not shown.
 */
function panicsBelow({ class: kind, chain }: Said): number {
  if (kind === 'recovered-panic') return 1;
  const shown = kind === 'panic' ? chain.length - 1 : chain.length;
  return Math.max(0, shown) + chain.filter(({ recovered }) => recovered === 'repanicked').length;
}

/**
 * A fatal error in deferred code hides the panic that runs it. Up to Go 1.25 only the `[signal …]` line of that panic is left.
 */
function hiddenPanic(said: Said, signal: SignalInfo | undefined): readonly PanicEntry[] {
  const fatal = said.class === 'fatal-error' && said.blame === 'user';
  return fatal && signal?.nilOffset !== undefined ? [{ message: sanitize(NIL_DEREFERENCE) }] : [];
}

/** What a crash fact says of its goroutine. */
export function crashGoroutine(path: SafeText, goroutine: Goroutine): CrashGoroutine {
  return {
    ...(goroutine.id === undefined ? {} : { id: goroutine.id }),
    state: goroutine.state,
    frames: goroutine.frames,
    functions: goroutine.frames.map((frame) => frame.function),
    ...(goroutine.creator === undefined ? {} : { creator: goroutine.creator }),
    ...(goroutine.labels === undefined ? {} : { labels: goroutine.labels }),
    ...(goroutine.elided ? { elided: true as const } : {}),
    ...(goroutine.open ? { cut: true as const } : {}),
    citation: cite(path, goroutine.firstLine, goroutine.lastLine, goroutine.text, EXCERPT),
  };
}
