import type { Line } from '../../src/text/line.ts';
import type { ArtefactKind, ParserContext, Skipped, TextParser, TextParserModule } from '../parser.ts';
import { excerpt } from '../schedtrace/excerpt.ts';
import { readGcLine, type GcLine } from './gc-line.ts';
import type { GoForm } from '../go-form.ts';
import { readRelative, type Relative } from './relatives.ts';
import { Series } from './series.ts';

/**
 * Reads what the garbage collector prints with GODEBUG=gctrace=1, and with its relatives gcpacertrace, scavtrace and
 * inittrace: one `gc` fact a process. It takes only lines that are wholly its own. Of a line that was merged with other
 * text, it uses what is whole and leaves the line to the other parsers.
 */
export const gctraceParser: TextParserModule = {
  name: 'gctrace',
  begins: [' ms clock', ' MB goal', 'GC forced', 'pacer: ', 'scan: ', 'scav ', 'scvg'],
  create: (context) => new GctraceParser(context),
};

/** In every `gc` line, and hardly anywhere else. */
const MARK = ' ms clock, ';

const KINDS: Readonly<Partial<Record<Relative['kind'], ArtefactKind>>> = {
  pacer: 'pacertrace',
  scavenger: 'scavtrace',
  init: 'inittrace',
};

class GctraceParser implements TextParser {
  private readonly context: ParserContext;
  private series: Series | undefined;
  /** `GC forced` was printed, and no collection since. */
  private timerDue = false;
  /** Lines that could not be read and have no series yet. */
  private unparsed = 0;
  private readonly skips = new Map<string, { amount: number; readonly citation: Skipped['citation'] }>();

  constructor(context: ParserContext) {
    this.context = context;
  }

  accept(line: Line): boolean {
    const { text } = line;
    const relative = readRelative(text);
    if (relative !== undefined) return this.acceptRelative(relative, line);
    const mark = text.lastIndexOf(MARK);
    if (mark < 0) return text.startsWith('gc ') && this.acceptGc(line, 0);
    // What stands before the last one was interrupted by it.
    return this.acceptGc(line, text.lastIndexOf('gc ', mark));
  }

  end(): void {
    this.endSeries();
    for (const [reason, { amount, citation }] of this.skips) this.context.skipped({ reason, amount, unit: 'lines', citation });
    this.skips.clear();
  }

  private acceptGc(line: Line, at: number): boolean {
    if (at < 0) return false;
    const reading = readGcLine(line.text, at);
    if (reading.kind === 'no') return false;
    const before = line.text.slice(0, at).trim();
    // Our own line, interrupted by another of our own, as when two processes write to one file.
    const beforeIsOurs = before !== '' && readGcLine(before).kind === 'cut';
    const own = before === '' || beforeIsOurs;
    if (beforeIsOurs) this.skip('trace line cut short', line);
    if (reading.kind === 'ok') {
      this.cycle(reading.value, own ? line.text.slice(at) : line.text, line.number);
      // What follows in the line may be a panic.
      return own && !reading.value.tail;
    }
    if (reading.kind === 'cut' || line.cut === true) {
      this.skip('trace line cut short', line);
      return own;
    }
    this.skip('trace line mixed with other text', line);
    return false;
  }

  private cycle(value: GcLine, text: string, line: number): void {
    this.context.found('gctrace');
    const { fivePhases: _, tail: _tail, ...printed } = value;
    const timer = this.timerDue && printed.forcedBy === undefined;
    this.timerDue = false;
    const cycle = { ...printed, line, ...(timer ? { forcedBy: 'timer' as const } : {}) };
    if (this.series?.admits(cycle.cycle, cycle.atMs) === false) this.endSeries();
    this.open().add({ cycle, text }, formsOf(value));
  }

  private acceptRelative(relative: Relative, line: Line): boolean {
    if (relative.kind === 'timer') this.timerDue = true;
    const kind = KINDS[relative.kind] ?? 'gctrace';
    this.context.found(kind);
    if (relative.kind === 'init' && this.series?.admitsInit(relative.atMs) === false) this.endSeries();
    this.open().addRelative(relative, line.text, line.number);
    return true;
  }

  private open(): Series {
    this.series ??= new Series(this.context.source.path, this.context.source.scope);
    this.series.unparsedLines += this.unparsed;
    this.unparsed = 0;
    return this.series;
  }

  private endSeries(): void {
    const draft = this.series?.finish();
    this.series = undefined;
    if (draft !== undefined) this.context.emit(draft);
  }

  private skip(reason: string, line: Line): void {
    if (this.series === undefined) this.unparsed += 1;
    else this.series.unparsedLines += 1;
    const before = this.skips.get(reason);
    if (before !== undefined) {
      before.amount += 1;
      return;
    }
    const { path } = this.context.source;
    const citation = { path, firstLine: line.number, lastLine: line.number, excerpt: excerpt([line.text]) };
    this.skips.set(reason, { amount: 1, citation });
  }
}

const STACKS: GoForm = { min: '1.18', reason: '`MB stacks` in gctrace lines (Go ≥ 1.18)' };
const NO_STACKS: GoForm = { max: '1.17', reason: 'gctrace lines without `MB stacks` (Go ≤ 1.17)' };
const FIVE_PHASES: GoForm = { max: '1.5', reason: 'five clock times in gctrace lines (Go 1.5)' };
const LEAK_CHECK: GoForm = { min: '1.26', reason: '`checking for goroutine leaks` in gctrace lines (Go ≥ 1.26)' };

function formsOf({ stacksMiB, fivePhases, leakCheck }: GcLine): readonly GoForm[] {
  const forms = [stacksMiB === undefined ? NO_STACKS : STACKS];
  if (fivePhases) forms.push(FIVE_PHASES);
  if (leakCheck === true) forms.push(LEAK_CHECK);
  return forms;
}
