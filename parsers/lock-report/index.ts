import type { Line } from '../../src/text/line.ts';
import type { ParserContext, TextParser, TextParserModule } from '../parser.ts';
import { lockLine } from './line.ts';
import { Report } from './report.ts';

/** Lines of others in a row after which a report counts as over. */
const MOST_FOREIGN = 8;

/**
 * Reads the reports of go-deadlock, which replaces the locks of package sync and ends the process where one cannot be had, is taken twice,
 * or is taken in another order: one `crash` fact of class `lock-report` each. The goroutines that follow in the runtime's form are a dump.
 */
export const lockReportParser: TextParserModule = {
  name: 'lock-report',
  begins: ['POTENTIAL DEADLOCK:'],
  create: (context: ParserContext): TextParser => new Reader(context),
};

class Reader implements TextParser {
  readonly #context: ParserContext;
  #report: Report | undefined;
  #foreign = 0;

  constructor(context: ParserContext) {
    this.#context = context;
  }

  accept(line: Line): boolean {
    if (this.#report === undefined && !line.text.startsWith('POTENTIAL DEADLOCK:')) return false;
    const form = lockLine(line.text);
    switch (form.kind) {
      case 'head':
        this.#close();
        this.#report = new Report(form.report, line);
        this.#foreign = 0;
        return true;
      case 'section':
      case 'goroutine':
      case 'frame':
        this.#report?.add(form, line);
        this.#foreign = 0;
        return this.#report !== undefined;
      case 'blank':
        return false;
      case 'rest':
        // Behind lines of others it may stand behind a goroutine whose headline is lost.
        if (form.holderNow === 'alive' || this.#foreign === 0) this.#report?.rest(form.holderNow);
        this.#close();
        return true;
      case 'other':
        if (++this.#foreign > MOST_FOREIGN) this.#close();
        return false;
    }
  }

  end(): void {
    this.#close();
  }

  #close(): void {
    const report = this.#report;
    if (report === undefined) return;
    this.#report = undefined;
    this.#context.found('lock-report');
    this.#context.emit(report.fact(this.#context.source));
  }
}
