import { SCHEDTRACE_BEGINS } from './begins.ts';
import type { Line } from '../../src/text/line.ts';
import type { ParserContext, Skipped, TextParser, TextParserModule } from '../parser.ts';
import { Block, toTick } from './block.ts';
import { readDetailLine } from './detail-line.ts';
import { excerpt } from './excerpt.ts';
import { readSchedLine, type SchedLine } from './sched-line.ts';
import { Series, type Parked } from './series.ts';
import type { ObservedTick } from './span.ts';

/**
 * Reads what GODEBUG=schedtrace=N (and scheddetail=1) prints: one `scheduler` fact a process.
 * It takes only lines that are wholly its own. Of a trace line that was merged with other text, it uses what is whole
 * and leaves the line to the other parsers.
 */
export const schedtraceParser: TextParserModule = {
  name: 'schedtrace',
  begins: SCHEDTRACE_BEGINS,
  create: (context) => new SchedtraceParser(context),
};

class SchedtraceParser implements TextParser {
  private readonly context: ParserContext;
  private series: Series | undefined;
  private block: Block | undefined;
  /** The crash block of the process was read: what follows is printed while it dies. */
  private dying = false;
  /** Milliseconds of the last tick or crash block. */
  private lastMs = 0;
  /** Lines that could not be read and have no series yet. */
  private unparsed = 0;
  /** Lines since the last `SCHED` line that are not of the trace: the program's own, mostly. */
  private otherLines = 0;
  private readonly skips = new Map<string, { amount: number; readonly citation: Skipped['citation'] }>();

  constructor(context: ParserContext) {
    this.context = context;
  }

  accept(line: Line): boolean {
    // The last one: what stands before it was interrupted by it.
    // It is looked for from the front first, which is several times as fast where there is none, as in nearly all lines.
    const { text } = line;
    const own = text.includes('SCHED ') ? this.acceptSched(line, text.lastIndexOf('SCHED ')) : this.acceptDetail(line);
    if (!own && text.trim() !== '') this.otherLines += 1;
    return own;
  }

  passed(lines: number): void {
    this.otherLines += lines;
  }

  end(): void {
    this.endBlock();
    this.endSeries();
    for (const [reason, { amount, citation }] of this.skips) {
      this.context.skipped({ reason, amount, unit: 'lines', citation });
    }
    this.skips.clear();
  }

  private acceptSched(line: Line, at: number): boolean {
    const reading = readSchedLine(line.text, at);
    if (reading.kind === 'no') return false;
    const before = line.text.slice(0, at);
    // Our own line, interrupted by another of our own, as when two processes write to one file.
    const beforeIsOurs = before.trim() !== '' && (isCut(readSchedLine(before)) || isCut(readDetailLine(before)));
    const own = beforeIsOurs || before.trim() === '';
    this.endBlock();
    if (beforeIsOurs) this.skip('trace line cut short', line);
    if (reading.kind === 'ok') {
      this.tick(reading.value, own ? line.text.slice(at) : line.text, line.number);
      return own;
    }
    if (reading.kind === 'cut' || line.cut === true) {
      this.skip('trace line cut short', line);
      return own;
    }
    this.skip('trace line mixed with other text', line);
    return false;
  }

  private acceptDetail(line: Line): boolean {
    const reading = readDetailLine(line.text);
    if (reading.kind === 'no') return false;
    if (reading.kind !== 'ok') {
      const cut = reading.kind === 'cut' || line.cut === true;
      this.skip(cut ? 'trace line cut short' : 'trace line mixed with other text', line);
      return cut;
    }
    if (this.block?.add(reading.value, line.text, line.number) === true) return true;
    this.endBlock();
    this.skip('scheddetail line without its SCHED line', line);
    return true;
  }

  private tick(head: SchedLine, text: string, line: number): void {
    this.context.found('schedtrace');
    const { otherLines } = this;
    this.otherLines = 0;
    if (head.form === 'detail') this.block = new Block(head, text, line, otherLines);
    else this.addTick({ tick: toTick(head, line), text, lastLine: line, running: new Map(), otherLines }, 'plain', new Map());
  }

  private endBlock(): void {
    const { block } = this;
    if (block === undefined) return;
    this.block = undefined;
    const observed = block.tick();
    this.unparsed += block.unparsedLines;
    // A dying process goes on printing its periodic blocks, with the same dying thread in them.
    if (!block.dying || (this.dying && observed.tick.atMs > this.lastMs)) {
      this.addTick(observed, 'detail', block.parked);
      return;
    }
    if (observed.tick.atMs < this.lastMs) this.endSeries();
    const crash = new Series('detail', this.context.source.path, this.context.source.scope);
    crash.add(observed, block.parked, true);
    crash.unparsedLines = block.unparsedLines;
    this.unparsed -= block.unparsedLines;
    this.emit(crash, true);
    this.dying = true;
    this.lastMs = observed.tick.atMs;
  }

  private addTick(observed: ObservedTick, form: Series['form'], parked: ReadonlyMap<string, Parked>): void {
    const { atMs } = observed.tick;
    // The clock starts at the first line that a process prints. A second 0 ms is a process that was started again.
    const restarted = atMs < this.lastMs || (atMs === 0 && (this.dying || this.series !== undefined));
    if (restarted || (this.series !== undefined && this.series.form !== form)) this.endSeries();
    this.series ??= new Series(form, this.context.source.path, this.context.source.scope);
    this.series.unparsedLines += this.unparsed;
    this.unparsed = 0;
    this.series.add(observed, parked, this.dying);
    this.lastMs = atMs;
  }

  private endSeries(): void {
    const { series } = this;
    this.series = undefined;
    this.dying = false;
    this.lastMs = 0;
    if (series !== undefined) this.emit(series, false);
  }

  private emit(series: Series, atCrash: boolean): void {
    const draft = series.finish(atCrash);
    if (draft !== undefined) this.context.emit(draft);
  }

  private skip(reason: string, line: Line): void {
    if (this.block !== undefined) this.block.unparsedLines += 1;
    else if (this.series === undefined) this.unparsed += 1;
    else this.series.unparsedLines += 1;
    const before = this.skips.get(reason);
    if (before !== undefined) {
      before.amount += 1;
      return;
    }
    this.skips.set(reason, {
      amount: 1,
      citation: {
        path: this.context.source.path,
        firstLine: line.number,
        lastLine: line.number,
        excerpt: excerpt([line.text]),
      },
    });
  }
}

function isCut(reading: { readonly kind: string }): boolean {
  return reading.kind === 'cut';
}
