import type { Citation } from '../../src/evidence/citation.ts';
import type { Line } from '../../src/text/line.ts';
import { sanitize } from '../../src/text/safe-text.ts';
import type { ParserContext, TextParser, TextParserModule } from '../parser.ts';
import { excerpt } from '../schedtrace/excerpt.ts';
import { beginsHead, emptyHead, type Head, type HeadLine, nextHead, readChoice, readHead } from './head.ts';
import { CERTAINTY } from './kind.ts';
import { isSums, Listing, readRoutine } from './listing.ts';
import { readNode, readRow } from './row.ts';
import { Table } from './table.ts';
import { isSeparator, Traces } from './traces.ts';

/** Lines of something else in a row that end a report, and after which a head is not that of what follows. */
const MOST_FOREIGN = 5;
/** Within a session (`(pprof) `) the head stands above all that is printed. */
const MOST_FOREIGN_IN_SESSION = 200;
/** Reports of one source: a `list` of everything prints thousands of functions. */
const MOST_REPORTS = 200;
/** Names of generic functions are long; what is longer than this is no line of a report. */
const LONGEST = 4000;
/** Lines of a report that its citation shows, beside those of its head. */
const SHOWN_LINES = 6;

const LEGEND = /^\s*flat\s+flat%\s+sum%\s+cum\s+cum%(\s+calls\s+calls% \+ context)?\s*$/;
const PROMPT = /^\s*\(pprof\)(?:\s(.*))?$/;
/** What a line has in it, or begins with, that is of interest where nothing is open. */
const MARKS = ['%', '==========', '+-----', 'pprof', '(flat, cum)'];
const HEADING = /^\s*(?:(?:File|Build ID|Type|Time|Duration|Total|Showing|Dropped|Active|Fetching|Saved)\b|\w{3,12}=)/;
const isOfInterest = (text: string): boolean => MARKS.some((mark) => text.includes(mark)) || HEADING.test(text);

/**
 * Reads what `go tool pprof` prints of a profile: `-top`, `-tree`, `-peek`, `-list`, `-traces`, and the same commands of a session, as people copy them
 * into tickets and logs. One `printed-profile` each; stacks of goroutines are a `dump`.
 */
export const pprofPrintedParser: TextParserModule = {
  name: 'pprof-printed',
  begins: ['flat%', 'ROUTINE ====', 'Showing nodes accounting', '(pprof)', '-----------+-------', '(flat, cum)', 'Total samples = '],
  create: (context) => new Reader(context),
};

interface Open {
  readonly report: Table | Listing | Traces;
  readonly head: Head;
  readonly firstLine: number;
  /** Which it is of the lines that were offered. */
  readonly order: number;
  lastLine: number;
  readonly shown: string[];
  foreign: number;
}

class Reader implements TextParser {
  readonly #context: ParserContext;
  #head: Head = emptyHead();
  /** Lines of something else since the last one of the head, or of a report with this head. */
  #sinceHead = 0;
  #inSession = false;
  /** Lines that were offered. */
  #order = 0;
  #open: Open | undefined;
  #reports = 0;
  readonly #leftOut: { count: number; first?: Line } = { count: 0 };
  readonly #headless: { count: number; first?: Line } = { count: 0 };

  constructor(context: ParserContext) {
    this.#context = context;
  }

  accept(line: Line): boolean {
    this.#order += 1;
    const text = line.text.endsWith('\r') ? line.text.slice(0, -1) : line.text;
    if (text.length > LONGEST) return this.#foreign();
    if (this.#open === undefined && !isOfInterest(text)) return text.trim() === '' ? false : this.#foreign();
    if (text.trim() === '') return this.#open !== undefined;
    const prompt = PROMPT.exec(text);
    if (prompt !== null) {
      this.#close();
      this.#inSession = true;
      this.#sinceHead = 0;
      this.#head = nextHead(this.#head);
      readChoice(this.#head, prompt[1] ?? '');
      return true;
    }
    if (this.#begin(line, text)) return true;
    if (this.#open !== undefined && this.#goesOn(this.#open, line, text)) return true;
    if (this.#isHead(line, text)) return false;
    if (this.#open === undefined && isSums(text)) {
      this.#headless.count += 1;
      this.#headless.first ??= { ...line, text };
    }
    return this.#foreign();
  }

  end(): void {
    this.#close();
    this.#skip(this.#leftOut, 'report of go tool pprof beyond the first 200 of a file');
    this.#skip(this.#headless, 'lines of a function that go tool pprof listed, without the line that names it');
  }

  /** A line that begins a report. */
  #begin(line: Line, text: string): boolean {
    const legend = text.includes('flat%') ? LEGEND.exec(text) : null;
    if (legend !== null) {
      const form = legend[1] === undefined ? 'top' : 'tree';
      // The rule above the legend of a tree belongs to it, and nothing of it was read.
      this.#start(new Table(form), line, text);
      return true;
    }
    const routine = text.includes('====') ? readRoutine(text) : undefined;
    if (routine !== undefined) {
      this.#start(new Listing(routine), line, text);
      return true;
    }
    if (text.includes('+-----') && isSeparator(text) && !(this.#open?.report instanceof Traces)) {
      const traces = new Traces();
      this.#start(traces, line, text);
      traces.accept(line, text);
      return true;
    }
    if (this.#open !== undefined) return false;
    const row = readRow(text) !== undefined;
    if (!row && readNode(text) === undefined) return false;
    const table = new Table(row ? 'top' : 'tree');
    this.#start(table, line, text);
    table.accept(text);
    return true;
  }

  #start(report: Open['report'], line: Line, text: string): void {
    this.#close();
    this.#open = {
      report,
      head: { ...this.#head, lines: [...this.#head.lines] },
      firstLine: line.number,
      order: this.#order,
      lastLine: line.number,
      shown: [text],
      foreign: 0,
    };
  }

  #goesOn(open: Open, line: Line, text: string): boolean {
    const { report } = open;
    const taken = report instanceof Traces ? report.accept(line, text) : report.accept(text);
    if (taken === false || taken === undefined) return false;
    open.lastLine = line.number;
    open.foreign = 0;
    this.#sinceHead = 0;
    // Of a listing only lines with a value are worth showing.
    if (taken !== 'plain' && open.shown.length < SHOWN_LINES) open.shown.push(text);
    return true;
  }

  /** Lines of a head are left to others: whether they are of one shows what follows. */
  #isHead(line: Line, text: string): boolean {
    const read = { ...line, text, order: this.#order };
    if (!readHead(emptyHead(), read)) return false;
    this.#close();
    if (beginsHead(text) && !this.#isFetch()) this.#head = emptyHead();
    readHead(this.#head, read);
    this.#sinceHead = 0;
    return true;
  }

  /** Whether the head has nothing yet but where the profile was fetched from: then `File:` goes on with it. */
  #isFetch(): boolean {
    const { program, measure, time, total } = this.#head;
    return program === undefined && measure === undefined && time === undefined && total === undefined;
  }

  #foreign(): boolean {
    this.#sinceHead += 1;
    if (this.#open !== undefined) {
      this.#open.foreign += 1;
      if (this.#open.foreign >= MOST_FOREIGN) this.#close();
    }
    if (this.#sinceHead >= (this.#inSession ? MOST_FOREIGN_IN_SESSION : MOST_FOREIGN)) {
      this.#head = emptyHead();
      this.#inSession = false;
    }
    return false;
  }

  #close(): void {
    const open = this.#open;
    if (open === undefined) return;
    this.#open = undefined;
    const { report, head } = open;
    // Listings of several functions have one head; whatever else follows has a head of its own.
    if (!(report instanceof Listing)) this.#head = nextHead(this.#head);
    // A profile with nothing in it has a head and no rows; the words above a table alone are of nothing.
    if (report.empty && !(report instanceof Table && head.total !== undefined)) return;
    if (this.#reports >= MOST_REPORTS) {
      this.#leftOut.count += 1;
      this.#leftOut.first ??= { number: open.firstLine, text: open.shown[0] ?? '' };
      return;
    }
    this.#reports += 1;
    this.#emit(open, head);
  }

  #emit({ report, firstLine, order, lastLine, shown }: Open, head: Head): void {
    const context = this.#context;
    const { path, scope } = context.source;
    // In a session the head may stand far above; then it is not where this is cited.
    const above = isNear(head.lines, order) ? head.lines : [];
    const citation: Citation = {
      path,
      firstLine: above[0]?.number ?? firstLine,
      lastLine,
      excerpt: excerpt([...above.map(({ text }) => text), ...shown]),
    };
    if (report instanceof Traces && report.ofGoroutines(head)) {
      report.emitGoroutines(head, citation, context);
      return;
    }
    const statement = report.statement(head);
    context.found('printed-profile');
    context.emit({
      type: 'printed-profile',
      certainty: CERTAINTY[statement.kindBasis],
      citations: [citation],
      scope,
      ...(head.measure === undefined ? {} : { measure: sanitize(head.measure) }),
      ...(head.program === undefined ? {} : { program: sanitize(head.program) }),
      ...(head.time === undefined ? {} : { time: sanitize(head.time) }),
      ...(head.duration === undefined ? {} : { durationSeconds: head.duration.amount }),
      ...(head.total === undefined ? {} : { total: head.total.amount }),
      ...(head.shown === undefined ? {} : { shown: head.shown.amount }),
      ...(head.droppedNodes === undefined ? {} : { droppedNodes: head.droppedNodes }),
      filters: head.filters.map((filter) => sanitize(filter)),
      ...statement,
    });
  }

  #skip({ count, first }: { readonly count: number; readonly first?: Line }, reason: string): void {
    if (first === undefined) return;
    const { path } = this.#context.source;
    const citation: Citation = { path, firstLine: first.number, lastLine: first.number, excerpt: excerpt([first.text]) };
    this.#context.skipped({ reason, amount: count, unit: 'lines', citation });
  }
}

/** Whether a head stands right above a report. */
function isNear(head: readonly HeadLine[], order: number): boolean {
  const [first] = head;
  return first !== undefined && order - first.order <= MOST_FOREIGN + head.length;
}
