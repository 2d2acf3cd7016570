import type { RunningTest } from '../../src/evidence/facts/test-run.ts';
import type { Line } from '../../src/text/line.ts';
import type { ParserContext, TextParser, TextParserModule } from '../parser.ts';
import { type TestLine, testLine } from './line.ts';
import { TestRun } from './run.ts';
import { runningTest, timeoutLimit } from './timeout.ts';

/** A line of this beginning is the head of a crash report. */
const CRASH = /^(?:panic: |fatal error: |SIG[A-Z0-9]{2,9}: [a-z])/;

/**
 * Reads what package testing and `go test` print around tests: one `test-run` fact for each run that did not pass. It takes only
 * lines that nothing else prints; what it looks at in a panic stays the crash parser's.
 *
 * A run goes on from its first line of a test, or from the alarm's panic, to the closing line of its package (`ok`, `FAIL`). A
 * binary that ran by itself prints no such line: its run ends with `FAIL` or `PASS`, or with the text.
 */
export const testOutputParser: TextParserModule = {
  name: 'test-output',
  begins: ['=== ', '--- ', 'FAIL', 'PASS', 'ok  ', '[no test', '*** Test', 'race detected', 'exit status ', 'signal: '],
  create: (context: ParserContext): TextParser => new Reader(context),
};

class Reader implements TextParser {
  readonly #context: ParserContext;
  #run: TestRun | undefined;
  /** What the binary said last: the closing line of its package may follow, or another run begin. */
  #verdict = false;
  /** The list below `running tests:` is being read; undefined where it is not. */
  #list: RunningTest[] | undefined;
  #expectList = false;
  /** Head of a crash since the last package, where no run was open: without -v nothing stands before it. */
  #crash: Line | undefined;

  constructor(context: ParserContext) {
    this.#context = context;
  }

  accept(line: Line): boolean {
    const listing = this.#list !== undefined || this.#expectList;
    if (!listing && !mayMatter(line.text)) return false;
    const text = line.text.endsWith('\r') ? line.text.slice(0, -1) : line.text;
    if (listing) this.#readList(text);
    const form = testLine(text);
    if (form.kind === 'other') {
      this.#look(text, line);
      return false;
    }
    return this.#take(form, { ...line, text });
  }

  end(): void {
    this.#close();
  }

  #take(form: Exclude<TestLine, { kind: 'other' }>, line: Line): boolean {
    switch (form.kind) {
      case 'start':
      case 'end': {
        // A test of the next binary, where the last one ran by itself.
        if (this.#verdict && form.kind === 'start' && form.verb === 'RUN') this.#close();
        this.#crash = undefined;
        const run = this.#opened(line, form.kind === 'end' && form.verb === 'FAIL');
        if (form.kind === 'end') run.ended(form.name, form.verb === 'FAIL');
        else if (form.verb === 'RUN') run.started(form.name);
        return true;
      }
      case 'race':
        this.#opened(line, true).raced();
        return true;
      case 'killed':
        this.#opened(line, true).killed(form);
        return true;
      case 'package-failed': {
        if (this.#run === undefined && this.#crash !== undefined && form.what === 'failed') this.#opened(this.#crash, true).crashed = true;
        const run = this.#opened(line, true);
        run.closed(form.package, form.what, form.seconds);
        this.#close();
        return true;
      }
      case 'package-passed':
        this.#context.found('test-output');
        this.#run = undefined;
        this.#reset();
        return true;
      case 'verdict':
        // Anyone may print this word: it counts only where tests were run.
        if (this.#run === undefined) return false;
        this.#run.line(line, form.failed);
        if (form.failed) this.#run.failed();
        this.#verdict = true;
        return true;
      case 'exit':
        this.#run?.line(line, true);
        this.#run?.exited(form.text);
        return false;
    }
  }

  #opened(line: Line, show: boolean): TestRun {
    this.#context.found('test-output');
    this.#run ??= new TestRun(line);
    this.#run.line(line, show);
    return this.#run;
  }

  /** Heads of crash reports belong to the crash parser, and tell how the run went all the same. */
  #look(text: string, line: Line): void {
    if (!CRASH.test(text)) return;
    const limit = text.startsWith('panic: ') ? timeoutLimit(text.slice(7)) : undefined;
    if (limit !== undefined) {
      this.#opened({ ...line, text }, true).timedOut(limit);
      this.#expectList = true;
    }
    if (this.#run === undefined) {
      this.#crash ??= { ...line, text };
      return;
    }
    if (limit === undefined) this.#run.line({ ...line, text }, true);
    this.#run.crashed = true;
  }

  /** `running tests:` and the list below it; the first line of another form ends it. */
  #readList(text: string): void {
    if (this.#list === undefined) {
      this.#expectList = false;
      if (text.trim() === 'running tests:') this.#list = [];
      return;
    }
    const test = runningTest(text);
    if (test !== undefined && /^\s/.test(text)) this.#list.push(test);
    else {
      this.#run?.running(this.#list);
      this.#list = undefined;
    }
  }

  #reset(): void {
    this.#verdict = false;
    this.#list = undefined;
    this.#expectList = false;
    this.#crash = undefined;
  }

  #close(): void {
    const run = this.#run;
    if (run === undefined) return;
    if (this.#list !== undefined) run.running(this.#list);
    this.#run = undefined;
    this.#reset();
    const fact = run.fact(this.#context.source);
    if (fact !== undefined) this.#context.emit(fact);
  }
}

/** First letters of all lines that are looked at: `=-FPo?*tes`, a blank, ^V, and of crashes `pfS`. Most lines have another one. */
const FIRST = new Set('=-FPo?*tespfS \u0016'.split('').map((letter) => letter.charCodeAt(0)));

function mayMatter(text: string): boolean {
  return FIRST.has(text.charCodeAt(0));
}
