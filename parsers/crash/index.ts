import type { DumpFact } from '../../src/evidence/facts/dump.ts';
import type { Line } from '../../src/text/line.ts';
import { cite } from '../goroutine-dump/excerpt.ts';
import type { DumpReader } from '../goroutine-dump/goroutine.ts';
import { classify } from '../goroutine-dump/line-kind.ts';
import { createDumpReader } from '../goroutine-dump/reader.ts';
import type { ParserContext, TextParser, TextParserModule } from '../parser.ts';
import { type HeadLine, headLine } from './head-line.ts';
import { fatalKind } from './messages.ts';
import { Notes } from './notes.ts';
import { CrashReport } from './report.ts';
import type { State } from './states.ts';

/** Lines and characters of a panic's value that are kept while its stack is due. */
const LONGEST_VALUE = { lines: 200, characters: 64 * 1024, afterGap: 40 };
/** Lines after a head without any stack: it has none. */
const LONGEST_WAIT = 100;
/** What prints a stack on request: a stack of these is not that of a panic whose line stands somewhere above it. */
const STACK_WRITERS = new Set(['runtime/debug.Stack', 'runtime/debug.PrintStack', 'runtime.Stack', 'runtime/pprof.writeGoroutineStacks']);

/**
 * Reads crash reports (runtime/panic.go, runtime/signal_unix.go) and every goroutine dump, those that no report frames
 * included: one reader of goroutines serves both. The states are listed in states.ts, the lines in head-line.ts.
 */
export const crashParser: TextParserModule = {
  name: 'crash',
  create: (context: ParserContext): TextParser => new CrashParser(context),
};

class CrashParser implements TextParser {
  readonly #context: ParserContext;
  readonly #reader: DumpReader;
  readonly #notes = new Notes();
  #state: State = 'outside';
  #report: CrashReport | undefined;
  /** Characters of the value so far, and its lines since the last empty one. */
  #characters = 0;
  #sinceGap = 0;
  #gapped = false;
  #waited = 0;
  #lastDump: Omit<DumpFact, 'id'> | undefined;

  constructor(context: ParserContext) {
    this.#context = context;
    this.#reader = createDumpReader(
      {
        source: context.source,
        found: (kind) => context.found(kind),
        skipped: (what) => context.skipped(what),
        emit: (draft) => {
          if (draft.type === 'dump') this.#lastDump = draft;
          return context.emit(draft);
        },
      },
      {
        goroutine: (goroutine) => this.#report?.goroutine(goroutine),
        dump: (id) => this.#dump(id),
      },
    );
  }

  accept(line: Line): boolean {
    const { text } = line;
    // Most lines of a dump are calls and their places: they need no second look.
    if (this.#reader.inStack && isPlainStackLine(text) && this.#reader.accept(line)) return true;
    const head = headLine(text.endsWith('\r') ? text.slice(0, -1) : text);
    switch (this.#state) {
      case 'message':
      case 'gap':
        return this.#inMessage(line, head);
      case 'head':
      case 'stacks':
        return this.#afterHead(line, head);
      case 'outside':
        return this.#outside(line, head);
    }
  }

  end(): void {
    this.#finish('end');
    this.#reader.end();
  }

  #outside(line: Line, head: HeadLine): boolean {
    if (this.#begin(line, head)) return true;
    if (head.kind === 'note') {
      if (this.#reader.inStack && this.#reader.accept(line)) return true;
      this.#notes.add(line);
      return true;
    }
    if (head.kind === 'c-note') this.#notes.add(line);
    return this.#reader.accept(line);
  }

  /** Opens a report where the line begins one. */
  #begin(line: Line, head: HeadLine): boolean {
    switch (head.kind) {
      case 'panic':
        if (head.nested) return false;
        this.#open(new CrashReport('panic', line, this.#notes.take(line.number)), 'message');
        this.#characters = line.text.length;
        return true;
      case 'fatal':
        if (head.nested) return false;
        this.#open(new CrashReport('fatal', line, this.#notes.take(line.number)).say(head.text.trimEnd()), 'head');
        return true;
      case 'banner':
        this.#open(new CrashReport('banner', line, this.#notes.take(line.number)).say(head.text, { banner: head.name }), 'head');
        return true;
      case 'caught':
        this.#open(new CrashReport('caught', line, this.#notes.take(line.number)).say(head.text.trimEnd(), { by: head.by }), 'head');
        return true;
      default:
        return false;
    }
  }

  #open(report: CrashReport, state: State): void {
    this.#finish('head');
    this.#reader.endDump();
    this.#report = report;
    this.#state = state;
    this.#sinceGap = 0;
    this.#gapped = false;
    this.#waited = 0;
  }

  /** The lines of a panic's value, up to the stack. */
  #inMessage(line: Line, head: HeadLine): boolean {
    const report = this.#report;
    if (report === undefined) return this.#outside(line, head);
    if (this.#isStack(line)) return this.#stacks(line, this.#state === 'message');
    switch (head.kind) {
      case 'signal':
        this.#leaveGap(report);
        report.signal(head.signal, line);
        this.#state = 'head';
        return true;
      case 'double-fault':
        this.#state = 'head';
        return true;
      case 'exit-status':
        report.exit(head.status);
        this.#finish('end');
        return true;
      case 'banner':
      case 'caught':
        return this.#begin(line, head);
      case 'panic':
      case 'fatal':
        // After an empty line a new report begins; before one it is the next entry of the list.
        if (this.#state === 'gap' && !head.nested) return this.#begin(line, head);
        break;
      default:
    }
    if (line.text.trim() === '') {
      this.#state = 'gap';
      this.#gapped = true;
    } else {
      this.#state = 'message';
      if (this.#gapped) this.#sinceGap++;
    }
    report.add(line);
    this.#characters += line.text.length;
    const tooLong = report.lines > LONGEST_VALUE.lines || this.#characters > LONGEST_VALUE.characters;
    if (tooLong || this.#sinceGap > LONGEST_VALUE.afterGap) this.#finish('text');
    return true;
  }

  /** What follows a complete message, and what stands between and after the stacks. */
  #afterHead(line: Line, head: HeadLine): boolean {
    const report = this.#report;
    if (report === undefined) return this.#outside(line, head);
    if (this.#isStack(line)) return this.#state === 'stacks' ? this.#reader.accept(line) : this.#stacks(line, false);
    switch (head.kind) {
      case 'pc':
        report.programCounter(head.pc, head.code, head.address);
        return true;
      case 'during-cgo':
        report.duringCgo();
        return true;
      case 'signal':
        report.signal(head.signal, this.#state === 'head' ? line : undefined);
        return true;
      case 'instruction-bytes':
      case 'register':
      case 'relay':
      case 'double-fault':
        return true;
      case 'exit-status':
        report.exit(head.status);
        this.#finish('end');
        return true;
      case 'banner':
        // The threads of a GOTRACEBACK=crash report are asked for their stacks by SIGQUIT, one after the other.
        if (head.name === 'SIGQUIT') return true;
        return this.#begin(line, head);
      case 'fatal':
        // Two threads may die of the same thing at the same time.
        if (this.#state === 'head' && !head.nested && head.text.trimEnd() === report.message) return true;
        return this.#begin(line, head);
      case 'panic':
      case 'caught':
        return this.#begin(line, head);
      case 'note':
        if (this.#reader.inStack && this.#reader.accept(line)) return true;
        if (this.#state === 'stacks') this.#notes.add(line);
        return true;
      case 'c-note':
        this.#notes.add(line);
        break;
      default:
    }
    if (this.#state === 'stacks') return this.#reader.accept(line);
    if (line.text.trim() !== '' && ++this.#waited > LONGEST_WAIT) this.#finish('text');
    return line.text.trim() === '';
  }

  /** A line that opens a stack. */
  #isStack(line: Line): boolean {
    const first = line.text.charCodeAt(0);
    // g or r
    if (first !== 0x67 && first !== 0x72) return false;
    const { kind } = classify(line.text);
    return kind === 'header' || kind === 'runtime-stack';
  }

  /** The report's first stack begins. */
  #stacks(line: Line, pasted: boolean): boolean {
    const report = this.#report;
    if (report === undefined) return false;
    this.#leaveGap(report);
    report.pasted = pasted;
    this.#reader.beginReport(dumpKind(report));
    this.#state = 'stacks';
    return this.#reader.accept(line);
  }

  /** The empty lines before the stack are not the value's. */
  #leaveGap(report: CrashReport): void {
    if (this.#state === 'gap') report.drop(1);
  }

  /** A dump has ended: with it the report that it belongs to. */
  #dump(id: string): void {
    const report = this.#report;
    if (report === undefined || this.#state !== 'stacks') {
      this.#context.found('goroutine-dump');
      return;
    }
    this.#report = undefined;
    this.#state = 'outside';
    const draft = this.#lastDump;
    if (report.isDumpOnPurpose || report.kind === 'caught') this.#context.found('goroutine-dump');
    if (this.#gapped && this.#sinceGap > 0 && STACK_WRITERS.has(report.firstFunction ?? '')) {
      this.#skip(report, 'a line that begins like a panic, but the stack after it is of something else');
      return;
    }
    this.#context.found('crash');
    this.#context.emit(report.fact(this.#context.source, draft === undefined ? undefined : { id, draft }));
  }

  /**
   * Ends the open report. `why`: another head begins, the input or the report ends, or what follows is other text.
   */
  #finish(why: 'head' | 'end' | 'text'): void {
    const report = this.#report;
    if (report === undefined) return;
    if (this.#state === 'stacks') {
      this.#reader.endDump();
      return;
    }
    const complete = this.#isReport(report, why);
    this.#report = undefined;
    this.#state = 'outside';
    if (complete) {
      if (this.#gapped || report.kind === 'panic') report.drop(this.#strayLines(report));
      this.#context.found('crash');
      this.#context.emit(report.fact(this.#context.source, undefined));
    } else this.#skip(report, `a line that begins like a ${NAMES[report.kind]}, without the stack that the runtime prints after it`);
  }

  /** Lines that were taken for the value although no stack came: only the first, and what is indented, is surely its own. */
  #strayLines(report: CrashReport): number {
    return this.#gapped ? report.lines - report.ownLines : 0;
  }

  /** Whether a head without any stack is a report all the same. */
  #isReport(report: CrashReport, why: 'head' | 'end' | 'text'): boolean {
    switch (report.kind) {
      case 'panic':
        // A log that quotes a panic goes on at once; the runtime stops, or prints an empty line.
        return this.#gapped || report.hasSignal || (why === 'end' && report.ownLines === report.lines);
      case 'fatal':
        return report.hasSignal || fatalKind(report.message) !== undefined;
      case 'banner':
        return report.hasSignal;
      case 'caught':
        return true;
    }
  }

  #skip(report: CrashReport, reason: string): void {
    const { path } = this.#context.source;
    this.#context.skipped({
      reason,
      amount: 1,
      unit: 'lines',
      citation: cite(path, report.firstLine, report.firstLine, [report.firstText], 1),
    });
  }
}

const NAMES = { panic: 'panic', fatal: 'fatal error', banner: 'fatal signal', caught: 'caught panic' } as const;

function dumpKind(report: CrashReport) {
  if (report.kind === 'caught') return 'other';
  return report.isDumpOnPurpose ? 'sigquit' : 'crash';
}

/** A call or its place, as every stack has them by the thousands. */
function isPlainStackLine(text: string): boolean {
  if (text.charCodeAt(0) === 0x09) return !text.startsWith('\tpanic: ') && !text.startsWith('\tfatal error: ');
  return text.charCodeAt(text.length - 1) === 0x29 && !text.includes('anic serving ') && !text.includes('Observed a panic');
}
