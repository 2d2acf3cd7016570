import type { Citation } from '../../src/evidence/citation.ts';
import type { Frame } from '../../src/evidence/frame.ts';
import { matchesLabels } from '../../src/evidence/labels.ts';
import type { Line } from '../../src/text/line.ts';
import { sanitize, type SafeText } from '../../src/text/safe-text.ts';
import { LabelCounts } from '../goroutine-dump/label-counts.ts';
import { takeMemStat } from '../metrics/memstats.ts';
import { Moment } from '../metrics/moment.ts';
import { takeContention } from '../metrics/contention.ts';
import { threadSites } from '../pprof/threads.ts';
import { emitGoroutineProfile, profileKey, type ProfileGroup } from '../pprof/goroutine-facts.ts';
import type { ArtefactKind, ParserContext, Skipped, TextParser, TextParserModule } from '../parser.ts';
import { excerpt } from '../schedtrace/excerpt.ts';
import { type Head, readHead } from './head.ts';
import { ContentionSum } from './contention.ts';
import { countFact } from './count.ts';
import { HeapSum } from './heap.ts';
import { HiddenWaits } from './hidden-wait.ts';
import { citeStack, StackReader, type TextStack } from './profile.ts';
import { readRecord } from './record.ts';

/**
 * Reads profiles in text form (`?debug=1`, `pprof.Lookup(name).WriteTo(w, 1)`; runtime/pprof/pprof.go), which give the facts of their
 * protobuf forms. Any higher number prints the same, but for goroutines, whose stacks with debug=2 are a dump.
 */
export const pprofTextParser: TextParserModule = {
  name: 'pprof-text',
  begins: [' profile: ', ' @ 0x', '--- contention:', '--- block:', '--- mutex:', '# runtime.MemStats'],
  create: (context) => new TextProfileParser(context),
};

/** Lines of something else in a row that end a profile. */
const MOST_FOREIGN = 5;
const SAMPLES = 5;

const COUNT_KINDS: Readonly<Record<string, ArtefactKind>> = {
  goroutine: 'goroutine-profile',
  goroutineleak: 'goroutineleak-profile',
  threadcreate: 'threadcreate-profile',
};

/** Stands for a head that is missing. Its stacks are taken to be of goroutines. */
const HEADLESS: Head = { kind: 'count', name: 'goroutine', total: 0 };

/** Functions of the runtime that make a thread: stacks of a threadcreate profile have them. */
const STARTS_THREAD = /^runtime\.(?:allocm|newm|startm|mstart\d?|newosproc|templateThread|startTemplateThread)$/;

/** Profiles of goroutines. */
const GOROUTINES: ReadonlySet<string> = new Set(['goroutine', 'goroutineleak']);

class TextProfileParser implements TextParser {
  private readonly context: ParserContext;
  private open: OpenProfile | undefined;
  private readonly skips = new Map<string, { amount: number; readonly citation: Skipped['citation'] }>();

  constructor(context: ParserContext) {
    this.context = context;
  }

  accept(line: Line): boolean {
    const text = line.text.endsWith('\r') ? line.text.slice(0, -1) : line.text;
    const head = readHead(text);
    if (head !== undefined) {
      this.close();
      this.open = new OpenProfile(head, line, this.context);
      return true;
    }
    const { open } = this;
    if (open === undefined) return this.orphan(line, text);
    const taken = open.accept(line, text);
    if (open.over) this.close();
    return taken || (open.headless && this.orphan(line, text));
  }

  end(): void {
    this.close();
    for (const [reason, { amount, citation }] of this.skips) this.context.skipped({ reason, amount, unit: 'lines', citation });
    this.skips.clear();
  }

  private close(): void {
    const { open } = this;
    this.open = undefined;
    open?.finish();
    if (open !== undefined && open.orphans > 0) this.countOrphans(open.orphans, { number: open.firstLine }, open.headText);
  }

  /**
   * A stack whose profile has lost its head. Of one number and counters it may be a goroutine's: people copy such stacks out of a profile.
   * Numbers of other profiles mean nothing without the head.
   */
  private orphan(line: Line, text: string): boolean {
    if (readRecord(text, 'count')?.counters.startsWith(' 0x') === true) {
      this.open = new OpenProfile(HEADLESS, line, this.context);
      return this.open.accept(line, text);
    }
    if (readRecord(text, 'heap') === undefined) return false;
    this.countOrphans(1, line, text);
    return true;
  }

  private countOrphans(amount: number, { number }: Pick<Line, 'number'>, text: string): void {
    const reason = 'stack of a profile in text form whose first line is missing';
    const before = this.skips.get(reason);
    if (before !== undefined) before.amount += amount;
    else {
      const { path } = this.context.source;
      this.skips.set(reason, { amount, citation: { path, firstLine: number, lastLine: number, excerpt: excerpt([text]) } });
    }
  }
}

/** One profile while its lines are read. */
class OpenProfile {
  /** Nothing more of it is to come. */
  over = false;
  /** Stacks that could be of anything, of a profile without a head. */
  orphans = 0;
  readonly headless: boolean;
  readonly headText: string;
  readonly firstLine: number;
  private readonly head: Head;
  private readonly context: ParserContext;
  private readonly stacks: StackReader;
  private lastLine: number;
  private readonly groups = new Map<string, ProfileGroup & { count: number; readonly sets: LabelCounts }>();
  private readonly hiddenWaits = new HiddenWaits();
  private readonly heap: HeapSum | undefined;
  private readonly moment: Moment;
  private inFooter = false;
  private readonly contention = new ContentionSum();
  /** Of threads, or of what a profile of the program's own counts. */
  private readonly sites = new Map<string, { readonly frames: readonly Frame[]; count: number }>();
  /** Sum of the records: goroutines or threads. */
  private counted = 0;
  private records = 0;
  /** Lines of something else since the last own one, and those between own ones. */
  private pending: Line[] = [];
  private foreign = 0;
  private readonly sample: { readonly line: number; readonly text: SafeText }[] = [];

  constructor(head: Head, line: Line, context: ParserContext) {
    this.head = head;
    this.headless = head === HEADLESS;
    this.context = context;
    this.headText = line.text;
    this.firstLine = line.number;
    this.lastLine = line.number;
    this.stacks = new StackReader(head.kind, (stack) => this.add(stack));
    this.heap = head.kind === 'heap' ? new HeapSum(head) : undefined;
    this.moment = new Moment(head.kind === 'heap' ? 'memstats' : 'profile');
  }

  accept(line: Line, text: string): boolean {
    if (text.trim() === '') return true;
    if (this.takes(line, text)) {
      this.foreign += this.pending.length;
      for (const one of this.pending) if (this.sample.length < SAMPLES) this.sample.push({ line: one.number, text: sanitize(one.text) });
      this.pending = [];
      this.lastLine = line.number;
      return true;
    }
    this.pending.push(line);
    this.over = this.pending.length >= MOST_FOREIGN;
    return false;
  }

  /** Hands over what was read. */
  finish(): void {
    this.stacks.end();
    const { head, context } = this;
    const { path } = context.source;
    const citation: Citation = { path, firstLine: this.firstLine, lastLine: this.lastLine, excerpt: excerpt([this.headText]) };
    if (head.kind === 'heap' && this.heap !== undefined) {
      context.found('heap-profile');
      context.emit(this.heap.fact(context.source, citation, this.heap.incomplete || context.source.salvaged));
      this.moment.emit(context);
    } else if (head.kind === 'contention') this.finishContention(head.mutex, citation);
    else if (head.kind === 'count') this.finishCount(head, citation);
  }

  private takes(line: Line, text: string): boolean {
    if (this.inFooter && this.footer(line, text)) return true;
    if (this.stacks.accept(line, text)) return true;
    if (this.head.kind === 'heap' && text === '# runtime.MemStats') {
      this.stacks.end();
      this.inFooter = true;
      return true;
    }
    return this.head.kind === 'contention' && this.records === 0 && this.clock(text);
  }

  /** `cycles/second=2596164552`, and `sampling period=1` of a mutex profile. */
  private clock(text: string): boolean {
    const [name, value = ''] = text.split('=', 2);
    if (!/^\d{1,20}$/.test(value)) return false;
    if (name === 'cycles/second') this.contention.cyclesPerSecond = BigInt(value);
    else if (name === 'sampling period') this.contention.samplingPeriod = BigInt(value);
    else return false;
    return true;
  }

  /** `# HeapAlloc = 10404536`. */
  private footer(line: Line, text: string): boolean {
    const match = /^# ([A-Za-z]{1,30}) = (\S.*)$/.exec(text);
    if (match === null) return false;
    const [, name = '', value = ''] = match;
    const result = takeMemStat(this.moment, name, value.trimEnd());
    if (result === 'unknown') return false;
    if (result === 'unreadable') this.moment.unparsedLines += 1;
    this.moment.cite(line.number, /^(?:Sys|HeapAlloc|HeapReleased|NextGC)$/.test(name) ? text : undefined);
    return true;
  }

  private add(stack: TextStack): void {
    this.records += 1;
    if (this.head.kind === 'heap') this.heap?.add(stack);
    else if (this.head.kind === 'contention') this.contention.add(stack);
    else {
      const count = Number(stack.values[0] ?? 0);
      this.counted += count;
      if (GOROUTINES.has(this.head.name)) this.addGoroutines(stack, count);
      else this.addSites(stack, count);
    }
  }

  private addGoroutines(stack: TextStack, count: number): void {
    const { apart, source } = this.context;
    const { frames, labels = [] } = stack;
    const key = profileKey(frames, apart);
    const part = `${key}${apart?.labels !== undefined && matchesLabels(labels, apart.labels) ? 'l' : ''}`;
    let group = this.groups.get(part);
    if (group === undefined) {
      const citation = citeStack(source.path, stack);
      group = { key, frames, count: 0, incomplete: frames.length === 0, citation, sets: new LabelCounts() };
      this.groups.set(part, group);
    }
    group.count += count;
    group.sets.add(labels, count);
    this.hiddenWaits.add(part, stack, count);
  }

  /** All groups, with what only the whole of the profile tells. */
  private allGroups(): readonly ProfileGroup[] {
    return [...this.groups].map(([part, { sets, ...group }]) => {
      const labels = sets.of(group.count);
      const hiddenWait = this.hiddenWaits.of(part, group.count);
      return { ...group, ...(labels === undefined ? {} : { labels }), ...(hiddenWait === undefined ? {} : { hiddenWait }) };
    });
  }

  private addSites({ places, counters, frames }: TextStack, count: number): void {
    const key = places === '' ? counters : places;
    const site = this.sites.get(key);
    if (site === undefined) this.sites.set(key, { frames, count });
    else site.count += count;
  }

  private finishCount({ name, total }: Extract<Head, { kind: 'count' }>, citation: Citation): void {
    const { context } = this;
    const kind = COUNT_KINDS[name];
    if (this.headless) {
      this.finishHeadless(citation);
      return;
    }
    // A sentence may end like the head of a profile that the program made itself; only its stacks tell.
    if (kind === undefined && this.records === 0) return;
    context.found(kind ?? 'profile');
    const missing = total - this.counted;
    if (GOROUTINES.has(name)) {
      const unparsed = { unparsedLines: this.foreign, unparsedSample: this.sample };
      const defects = [
        ...(missing > 0 ? (['truncated'] as const) : []),
        ...(missing === 0 ? [] : (['counts-disagree'] as const)),
        ...(this.foreign > 0 ? (['foreign-lines'] as const) : []),
        ...(context.source.salvaged ? (['damaged'] as const) : []),
      ];
      const counts = missing === 0 ? {} : { counts: { stated: total, read: this.counted } };
      const groups = this.allGroups();
      const of = name === 'goroutine' ? 'profile' : 'leak-profile';
      // What stands twice was read twice.
      const goroutines = Math.max(total, this.counted);
      emitGoroutineProfile({ kind: of, total: goroutines, groups, defects, citation, unparsed, ...counts }, context);
      return;
    }
    const sites = [...this.sites.values()];
    const salvaged = missing > 0 || context.source.salvaged;
    if (name === 'threadcreate') {
      context.emit({
        type: 'threads',
        certainty: 'stated',
        citations: [citation],
        scope: context.source.scope,
        ...threadSites(sites, total, sites.length),
        salvaged,
      });
      this.moment.metrics.threadsCreated = total;
      this.moment.cite(this.firstLine, this.headText);
      this.moment.emit(context);
    } else context.emit(countFact({ name, total, sites, citation, scope: context.source.scope, salvaged }));
    if (missing > 0) this.skipMissing(`${name} profile in text form that ends before all of its stacks`, citation);
  }

  /**
   * Stacks whose profile has lost its head. Those that a thread was started at, and those without a call of a program, are not taken: only of
   * goroutines does the first call of a stack say what it waits in. What it is remains a guess.
   */
  private finishHeadless(citation: Citation): void {
    const groups = this.allGroups().filter(
      ({ frames }) => frames.some(({ origin }) => origin !== 'runtime') && !frames.some(({ function: name }) => STARTS_THREAD.test(name)),
    );
    this.orphans = this.groups.size - groups.length;
    if (groups.length === 0) return;
    this.context.found('goroutine-profile');
    const total = groups.reduce((sum, { count }) => sum + count, 0);
    const unparsed = { unparsedLines: this.foreign, unparsedSample: this.sample };
    emitGoroutineProfile(
      { kind: 'profile', certainty: 'guessed', total, groups, defects: ['beginning-missing'], citation, unparsed },
      this.context,
    );
  }

  private finishContention(mutex: boolean, citation: Citation): void {
    const { context, contention, moment } = this;
    // `--- mutex:` alone is a heading of some other text.
    if (contention.cyclesPerSecond === undefined) return;
    const kind = mutex ? 'mutex' : 'block';
    context.found(mutex ? 'mutex-profile' : 'block-profile');
    context.emit(contention.fact(kind, context.source, citation, this.foreign > 0 || context.source.salvaged));
    takeContention(moment, kind, contention.total);
    moment.unparsedLines = this.foreign;
    moment.cite(citation.firstLine ?? 0, this.headText);
    moment.cite(citation.lastLine ?? 0);
    moment.emit(context);
  }

  private skipMissing(reason: string, citation: Citation): void {
    this.context.skipped({ reason, amount: 1, unit: 'lines', citation });
  }
}
