import type { Line } from '../../src/text/line.ts';
import { FrameTable } from '../goroutine-dump/frames.ts';
import type { ParserContext, TextParser, TextParserModule } from '../parser.ts';
import { beginning, classify } from './line.ts';
import { Report } from './report.ts';
import { type State, nextState } from './states.ts';

/** Lines of others in a row after which a report counts as cut off. */
const MOST_FOREIGN = 64;
/** A line of this beginning opens a crash report: after it no sanitizer report goes on. */
const CRASH = /^(?:panic: |fatal error: |SIG[A-Z0-9]{2,9}: |goroutine \d{1,20} )/;

/**
 * Reads the reports of AddressSanitizer, LeakSanitizer, MemorySanitizer, and what ThreadSanitizer says of itself: one `crash` fact
 * of class `sanitizer` each. The states are listed in states.ts, the lines in line.ts.
 */
export const sanitizerReportParser: TextParserModule = {
  name: 'sanitizer-report',
  begins: ['Sanitizer', '==ERROR', '==ABORTING', 'race: limit on '],
  create: (context: ParserContext): TextParser => createSanitizerReader(context),
};

/** A parser that also tells where its machine stands, for tests of the transitions. */
export interface SanitizerReader extends TextParser {
  readonly state: State;
}

export function createSanitizerReader(context: ParserContext): SanitizerReader {
  return new Reader(context);
}

class Reader implements SanitizerReader {
  readonly #context: ParserContext;
  readonly #table = new FrameTable();
  #state: State = 'outside';
  #report: Report | undefined;
  /** The last line, where it was a rule. */
  #rule: Line | undefined;
  #foreign = 0;

  constructor(context: ParserContext) {
    this.#context = context;
  }

  get state(): State {
    return this.#state;
  }

  accept(line: Line): boolean {
    const rule = this.#rule;
    this.#rule = undefined;
    const report = this.#report;
    if (report === undefined && !mayBegin(line.text)) return false;
    const text = line.text.endsWith('\r') ? line.text.slice(0, -1) : line.text;
    if (report === undefined) return this.#outside({ ...line, text }, rule);
    if (CRASH.test(text)) {
      this.#close();
      return false;
    }
    const form = classify(text);
    const to = nextState(this.#state, form.kind);
    if (form.kind === 'head') {
      this.#close();
      return this.#outside({ ...line, text }, rule);
    }
    if (to === undefined) {
      this.#foreign++;
      if (this.#state === 'tail' || this.#foreign > MOST_FOREIGN) {
        this.#close();
        return this.#outside({ ...line, text }, rule);
      }
      return false;
    }
    report.foreign(this.#foreign);
    this.#foreign = 0;
    report.line({ ...line, text });
    this.#state = to;
    switch (form.kind) {
      case 'access':
        report.access(form);
        break;
      case 'stack':
        report.stack(form.role, form.thread);
        break;
      case 'leak':
        report.leak(form);
        break;
      case 'region':
        report.region(form);
        break;
      case 'frame':
        report.frame(form.frame);
        break;
      case 'summary':
        report.summary(form);
        break;
      case 'aborting':
        report.abort();
        this.#close();
        break;
      default:
    }
    return true;
  }

  end(): void {
    this.#close();
  }

  #outside(line: Line, rule: Line | undefined): boolean {
    const form = beginning(line.text);
    if (form === undefined) return false;
    if (form.kind === 'rule') {
      this.#rule = line;
      return true;
    }
    this.#context.found('sanitizer-report');
    this.#report = new Report(form.head, rule, line, this.#table);
    this.#state = 'head';
    this.#foreign = 0;
    // The race detector exits after this one line.
    if (form.head.error === 'goroutine-limit') this.#close();
    return true;
  }

  /** Ends the open report. */
  #close(): void {
    const report = this.#report;
    if (report === undefined) return;
    this.#report = undefined;
    this.#state = 'outside';
    this.#context.emit(report.fact(this.#context.source));
  }
}

/**
 * Whether a line outside a report can begin one. Most cannot, and are told by their first letter: that of a rule or a process (=),
 * of WARNING, FATAL, ERROR and race, or of a tool's name.
 */
function mayBegin(text: string): boolean {
  switch (text.charCodeAt(0)) {
    case 0x3d: // =
      return text.charCodeAt(1) === 0x3d;
    case 0x72: // r
      return text.startsWith('race: limit on ');
    case 0x57: // W
    case 0x46: // F
    case 0x45: // E
    case 0x41: // A
    case 0x48: // H
    case 0x4c: // L
    case 0x4d: // M
    case 0x54: // T
      return text.includes('Sanitizer');
    default:
      return false;
  }
}
