import type { RaceFact } from '../../src/evidence/facts/race.ts';
import type { Line } from '../../src/text/line.ts';
import { cite } from '../goroutine-dump/excerpt.ts';
import { FrameTable } from '../goroutine-dump/frames.ts';
import type { ParserContext, TextParser, TextParserModule } from '../parser.ts';
import { type LineForm, classify } from './line.ts';
import { RaceReport } from './report.ts';
import { type State, nextState } from './states.ts';

/** Lines of others in a row after which a report counts as cut off. */
const MOST_FOREIGN = 64;
/** A line of this beginning opens a crash report, or a goroutine of one. */
const CRASH = /^(?:panic: |fatal error: |SIG[A-Z0-9]{2,9}: |\[signal |goroutine \d{1,20} )/;

/**
 * Reads the reports of the race detector: one `race` fact each. The states are listed in states.ts, the lines in line.ts. Facts are
 * held until the process says how many races it found, or the text ends.
 */
export const raceReportParser: TextParserModule = {
  name: 'race-report',
  begins: ['DATA RACE', 'data race', 'WARNING: DEADLOCK'],
  create: (context: ParserContext): TextParser => createRaceReader(context),
};

/** A parser that also tells where its machine stands, for tests of the transitions. */
export interface RaceReader extends TextParser {
  readonly state: State;
}

export function createRaceReader(context: ParserContext): RaceReader {
  return new Reader(context);
}

type Draft = Omit<RaceFact, 'id'>;

class Reader implements RaceReader {
  readonly #context: ParserContext;
  readonly #table = new FrameTable();
  #state: State = 'outside';
  #report: RaceReport | undefined;
  /** A lock-order report, which is read to its end and says nothing. */
  #deadlock = false;
  /** The last line, where it was a rule. */
  #rule: Line | undefined;
  /** Foreign lines since the report's last line, and the last of them. */
  #foreign = 0;
  #lastForeign: string | undefined;
  #held: Draft[] = [];

  constructor(context: ParserContext) {
    this.#context = context;
  }

  get state(): State {
    return this.#state;
  }

  accept(line: Line): boolean {
    if (this.#report === undefined && !mayBegin(line.text)) {
      this.#rule = undefined;
      return false;
    }
    return this.#read(line.text.endsWith('\r') ? { ...line, text: line.text.slice(0, -1) } : line);
  }

  end(): void {
    this.#close(true);
    this.#flush();
  }

  #read(line: Line): boolean {
    const report = this.#report;
    const inner = report !== undefined && line.text.startsWith(report.indent) ? line.text.slice(report.indent.length) : line.text;
    const form = classify(inner);
    if (report === undefined) return this.#outside(form, line);
    if (CRASH.test(inner)) {
      // Frames that lost their indentation look like those of a crash: the report can only be over.
      if (report.indented === false) this.#close(true);
      else {
        report.crashInside = true;
        this.#foreignLine(inner);
      }
      return false;
    }
    const to = nextState(this.#state, form.kind);
    if (to === undefined || !this.#isOwn(form, report)) {
      this.#foreignLine(inner);
      return false;
    }
    if (to === 'outside' || form.kind === 'head' || form.kind === 'deadlock') {
      if (form.kind === 'rule') {
        this.#take(line, report);
        this.#close(false);
        return true;
      }
      this.#close(true);
      return this.#outside(form, line);
    }
    this.#add(form, line, report);
    this.#state = to;
    return true;
  }

  #outside(form: LineForm, line: Line): boolean {
    const rule = this.#rule;
    this.#rule = undefined;
    switch (form.kind) {
      case 'rule':
        this.#rule = line;
        // Only the detector's own rule is surely not part of something else.
        return form.exact;
      case 'head':
        this.#open(new RaceReport(form.form, form.indent, rule, line, this.#table), false);
        return true;
      case 'deadlock':
        this.#open(new RaceReport('go', form.indent, rule, line, this.#table), true);
        return true;
      case 'found':
        this.#found(form.count, line);
        return true;
      default:
        return false;
    }
  }

  #open(report: RaceReport, deadlock: boolean): void {
    this.#report = report;
    this.#deadlock = deadlock;
    this.#state = 'head';
    this.#foreign = 0;
    this.#lastForeign = undefined;
  }

  /** Whether a line that fits here is not one of a crash report. */
  #isOwn(form: LineForm, report: RaceReport): boolean {
    switch (form.kind) {
      case 'call':
      case 'place': {
        if (report.crashInside) return form.indented;
        // A place without its call is only a frame's where the line above can be the call, damaged.
        if (form.kind === 'place' && this.#state !== 'call' && !isDamagedName(this.#lastForeign)) return false;
        return report.indented === undefined || report.indented === form.indented;
      }
      case 'number':
        return report.section?.wantsNumber === true;
      case 'blank':
        return !report.crashInside;
      default:
        return true;
    }
  }

  #add(form: LineForm, line: Line, report: RaceReport): void {
    // A name that a copy has damaged looked foreign; its place shows what it is.
    const name = form.kind === 'place' && this.#state !== 'call' ? this.#lastForeign : undefined;
    if (name !== undefined) this.#foreign--;
    this.#take(line, report);
    const { section } = report;
    if (section?.full === true && (form.kind === 'call' || form.kind === 'place' || form.kind === 'c-frame')) report.foreign(1);
    switch (form.kind) {
      case 'access':
      case 'created':
      case 'heap':
      case 'other-section':
        report.open(form, line.text, line.number);
        return;
      case 'global':
        report.global(form);
        return;
      case 'call':
        report.indented ??= form.indented;
        section?.call(form.name);
        break;
      case 'place':
        report.indented ??= form.indented;
        section?.place(form.file, form.line, name?.trim().replace(/\(?\)?$/, ''));
        break;
      case 'c-frame':
        section?.frame(form.frame);
        break;
      case 'failed':
        section?.failed();
        break;
      case 'number':
        section?.number(form.number);
        break;
      case 'blank':
        return;
      default:
    }
    section?.line(line.text, line.number);
  }

  #take(line: Line, report: RaceReport): void {
    report.foreign(this.#foreign);
    this.#foreign = 0;
    this.#lastForeign = undefined;
    report.line(line);
  }

  #foreignLine(text: string): void {
    this.#foreign++;
    this.#lastForeign = text;
    if (this.#foreign > MOST_FOREIGN) this.#close(true);
  }

  /** Ends the open report. */
  #close(truncated: boolean): void {
    const report = this.#report;
    if (report === undefined) return;
    this.#report = undefined;
    this.#state = 'outside';
    const { source } = this.#context;
    const cited = cite(source.path, report.firstLine, report.lastLine, [report.firstText], 1);
    if (this.#deadlock) {
      this.#context.skipped({ reason: 'a lock-order report of the race detector', amount: report.lines, unit: 'lines', citation: cited });
      return;
    }
    const fact = report.fact(source, truncated);
    if (fact === undefined) {
      const reason = 'a line that begins a race report, without the accesses that the detector prints after it';
      this.#context.skipped({ reason, amount: report.lines, unit: 'lines', citation: cited });
      return;
    }
    this.#context.found('race-report');
    this.#held.push(fact);
  }

  /** `Found N data race(s)` speaks of the last N reports at most: earlier ones are of another run. */
  #found(count: number, line: Line): void {
    if (this.#held.length === 0) {
      const citation = cite(this.#context.source.path, line.number, line.number, [line.text], 1);
      this.#context.skipped({ reason: 'a count of data races without their reports', amount: 1, unit: 'lines', citation });
      return;
    }
    const own = Math.max(0, this.#held.length - count);
    this.#held = this.#held.map((draft, i) => (i < own ? draft : { ...draft, found: count }));
    this.#flush();
  }

  #flush(): void {
    for (const draft of this.#held) this.#context.emit(draft);
    this.#held = [];
  }
}

/** Whether a line can be a function whose blanks or parentheses a copy has damaged: no prose, no log. */
function isDamagedName(text: string | undefined): boolean {
  return text !== undefined && text.length < 500 && /^\s*[^\s\d"'{[<][^\s"']*[.(·•][^\s"']*(?: [^\s"']+){0,2}$/.test(text.trimEnd());
}

/** Whether a line outside a report can be one of ours. Most cannot, and are told by their first letter: W, F or =. */
function mayBegin(text: string): boolean {
  let at = 0;
  let first = text.charCodeAt(0);
  while (first === 0x20 || first === 0x09) first = text.charCodeAt(++at);
  if (first === 0x57) return text.startsWith('WARNING: ', at);
  if (first === 0x46) return text.startsWith('Found ', at);
  return first === 0x3d && text.startsWith('==========', at);
}
