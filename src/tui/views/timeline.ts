import type { GcFact } from '../../evidence/facts/gc.ts';
import type { SchedulerFact } from '../../evidence/facts/scheduler.ts';
import type { Citation } from '../../evidence/citation.ts';
import { count } from '../../report/count.ts';
import { placeOf } from '../../report/render/text/layout.ts';
import type { Report, TimelineEntry, TimelineKind } from '../../report/report.ts';
import { leftOutWords } from '../../report/timeline/left-out.ts';
import { undated } from '../../report/undated.ts';
import { padEnd } from '../../text/width.ts';
import { type Sample, sparkline } from '../text/sparkline.ts';
import type { Target, View } from '../view.ts';
import { findingsOn, placeTarget, quoteOf } from './places.ts';
import { type Block, block, EMPTY, plain, prose, type Row, rowsOf } from './rows.ts';
import { severityMark } from './severity.ts';
import { whenOf } from './when.ts';

const NAME = 11;
const WIDEST = 100;

/** In the order in which `v` goes through them. */
const KINDS: readonly TimelineKind[] = ['process', 'probe', 'event', 'kernel', 'log', 'crash', 'dump', 'runtime'];

/**
 * What happened when: what has a time of day, then what has only the clock of its machine, its list or its process, then what no time is written for.
 */
export const timeline: View<Extract<Target, { view: 'timeline' }>> = {
  name: 'timeline',
  reading: 'list',
  title: () => 'timeline',
  kinds: (_, { report }) => {
    const traces = report.facts.scheduler.length + report.facts.gc.length > 0;
    const there = new Set([...report.timeline, ...undated(report)].map(({ kind }) => kind));
    return KINDS.filter((kind) => there.has(kind) || (kind === 'runtime' && traces));
  },
  rows: (_, { report, width, kind }) => {
    const { facts } = report;
    const shown = report.timeline.filter((one) => kind === undefined || one.kind === kind);
    const on = (clock: TimelineEntry['clock']) => shown.filter((one) => one.clock === clock);
    const rest = new Set(on('process'));
    const taken = (windows: SchedulerFact['windows'] | GcFact['windows']): TimelineEntry[] => {
      const places = new Set(windows.map((one) => `${one.fromMs} ${placeOf(one.citation)}`));
      const found = [...rest].filter(({ atMs, citation }) => places.has(`${atMs} ${placeOf(citation)}`));
      for (const one of found) rest.delete(one);
      return found;
    };
    const traces =
      kind === undefined || kind === 'runtime'
        ? [...facts.scheduler, ...facts.gc.filter(({ cycleCount }) => cycleCount > 0)].toSorted(byReading(report))
        : [];
    const series = traces.map((one) => [
      ...(one.type === 'scheduler' ? schedulerRows(one, report, width) : collectorRows(one, report, width)),
      ...taken(one.windows).flatMap((entry) => entryRows(entry, report, width)),
    ]);
    const left = [...rest];
    const { timelineLeftOut = 0 } = report;
    const blocks: Block[] = [
      ...(timelineLeftOut === 0 ? [] : [block([EMPTY, ...prose(leftOutWords(timelineLeftOut), width)], 'left out')]),
      ...part('Time of day', [on('unix').flatMap((entry) => entryRows(entry, report, width))]),
      ...part('Since the start of a machine; machines do not share a clock', byFile(on('boot'), report, width)),
      ...part('Before a list of ages was printed; lists do not share a clock', byFile(on('listing'), report, width)),
      ...part('Since the start of a process; traces do not share a clock', series),
      ...part('Since the start of another process', [left.flatMap((entry) => entryRows(entry, report, width))]),
      ...part('No time is written: in the order of reading', [undatedRows(report, width, kind)]),
    ];
    const [first, ...others] = blocks;
    if (first === undefined) return rowsOf([block(prose('Nothing in the bundle has a time.', width))], width);
    // No empty line before the first heading.
    return rowsOf([{ count: first.count - 1, row: (at) => first.row(at + 1), key: (at) => first.key(at + 1) }, ...others], width);
  },
};

/** The entries of each file below its name; they stand together already. */
function byFile(entries: readonly TimelineEntry[], report: Report, width: number): Row[][] {
  const files: Row[][] = [];
  for (const [at, entry] of entries.entries()) {
    const { path } = entry.citation;
    if (path !== entries[at - 1]?.citation.path)
      files.push(prose(path, width, { first: '  ', rest: '    ', role: 'strong', target: { view: 'file', path } }));
    files.at(-1)?.push(...entryRows(entry, report, width));
  }
  return files;
}

/** Compares two things by where they begin: the files in the order of reading, and their lines. */
function byReading({ bundle }: Report): (a: Cited, b: Cited) => number {
  const order = new Map(bundle.artifacts.map(({ path }, at) => [String(path), at]));
  return ({ citations: [a] }, { citations: [b] }) =>
    (order.get(a.path) ?? 0) - (order.get(b.path) ?? 0) || (a.firstLine ?? 0) - (b.firstLine ?? 0);
}

/** Something with the place where it begins. */
interface Cited {
  readonly citations: readonly [Citation, ...Citation[]];
}

/** A heading and the rows below it, series by series, with an empty line between them. */
function part(title: string, series: readonly (readonly Row[])[]): Block[] {
  const full = series.filter((rows) => rows.length > 0);
  if (full.length === 0) return [];
  return [
    block([EMPTY, { line: [{ text: title, role: 'title' }], still: true }], title),
    ...full.map((rows, i) => block([...(i === 0 ? [] : [EMPTY]), ...rows], `${title} ${i}`)),
  ];
}

/** From so many columns on an entry has a column that says what it is about. */
const WITH_KIND = 100;

function entryRows(entry: TimelineEntry, report: Report, width: number): Row[] {
  const { event, citation, kind } = entry;
  const when = whenOf(entry);
  const columns = `   ${width >= WITH_KIND ? `${when}  ${kind.padEnd(7)} ` : when} `;
  // A narrow pane has no room for two columns.
  const narrow = columns.length * 2 > width;
  return marked(citation, report, narrow ? `${when} ${event}` : event, width, {
    first: narrow ? '   ' : columns,
    rest: narrow ? '     ' : ' '.repeat(columns.length),
    key: `${when} ${event} ${placeOf(citation)}`,
    haystack: `${kind} ${when} ${event}`.toLowerCase(),
    target: placeTarget(citation, report),
    place: citation,
    quote: quoteOf(`${when} ${event}`, citation),
  });
}

/** An entry with the mark of the severest finding that rests on it, in front of all of its lines. */
function marked(citation: Citation, report: Report, text: string, width: number, over: Parameters<typeof prose>[2]): Row[] {
  const [finding] = findingsOn(report, citation);
  const rows = prose(text, width, over);
  if (finding === undefined) return rows;
  const mark = severityMark(finding.severity);
  return rows.map((row, at) =>
    at > 0 ? row : { ...row, line: [{ ...mark, text: mark.text.padEnd(3) }, { text: plain(row.line).slice(3) }] },
  );
}

/** One measure of a series: its name, its course, its extremes in words. */
function course(name: string, samples: readonly Sample[], unit: string, width: number, top = 0): Row[] {
  const values = samples.map(({ value }) => value);
  if (values.length === 0) return [];
  const least = values.reduce((a, b) => Math.min(a, b));
  const most = values.reduce((a, b) => Math.max(a, b));
  const last = values.at(-1) ?? 0;
  const words = least === most ? `${number(most)}${unit} throughout` : `${number(least)} to ${number(most)}${unit}, last ${number(last)}`;
  const room = Math.min(WIDEST, width - NAME - 4 - 26);
  const line = room < 8 ? '' : sparkline(samples, room, { top });
  return [
    {
      line: [{ text: `    ${padEnd(name, NAME)}`, role: 'muted' }, { text: `${line}${line === '' ? '' : ' '}` }, { text: words }],
      haystack: name,
    },
  ];
}

function number(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(Math.abs(value) < 1 ? 2 : Math.abs(value) < 10 ? 1 : 0);
}

function heading(text: string, citation: Citation, report: Report, width: number): Row[] {
  return prose(text, width, { first: '  ', rest: '    ', role: 'strong', target: placeTarget(citation, report), place: citation });
}

function schedulerRows(fact: SchedulerFact, report: Report, width: number): Row[] {
  const { ticks, ticksLeftOut = 0 } = fact;
  const [citation] = fact.citations;
  const of = (value: (tick: SchedulerFact['ticks'][0]) => number): Sample[] => ticks.map((tick) => ({ at: tick.atMs, value: value(tick) }));
  const from = ticks[0]?.atMs ?? 0;
  const span = ((ticks.at(-1)?.atMs ?? from) - from) / 1000;
  return [
    ...heading(
      `scheduler, ${placeOf(citation)}: ${count(ticks.length + ticksLeftOut, 'tick')} in ${number(span)} s`,
      citation,
      report,
      width,
    ),
    ...course(
      'queued',
      of((tick) => tick.runqueue + tick.localQueues.reduce((a, b) => a + b, 0)),
      '',
      width,
    ),
    ...course(
      'idle Ps',
      of((tick) => tick.idleprocs),
      ` of ${ticks[0]?.gomaxprocs ?? '?'}`,
      width,
      ticks[0]?.gomaxprocs,
    ),
    ...course(
      'threads',
      of((tick) => tick.threads),
      '',
      width,
    ),
  ];
}

function collectorRows(fact: GcFact, report: Report, width: number): Row[] {
  const { cycles, cycleCount, durationMs } = fact;
  const [citation] = fact.citations;
  const of = (value: (cycle: GcFact['cycles'][0]) => number): Sample[] => cycles.map((cycle) => ({ at: cycle.atMs, value: value(cycle) }));
  return [
    ...heading(
      `garbage collector, ${placeOf(citation)}: ${count(cycleCount, 'collection')} in ${number(durationMs / 1000)} s`,
      citation,
      report,
      width,
    ),
    ...course(
      'live heap',
      of((cycle) => cycle.liveMiB),
      ' MiB',
      width,
    ),
    ...course(
      'goal',
      of((cycle) => cycle.goalMiB),
      ' MiB',
      width,
    ),
    ...course(
      'stopped',
      of((cycle) => Math.max(cycle.sweepTermMs, cycle.markTermMs)),
      ' ms',
      width,
    ),
    ...course(
      'marking',
      of((cycle) => cycle.markMs),
      ' ms',
      width,
    ),
    ...course(
      'assists',
      of((cycle) => cycle.assistCpuMs),
      ' ms CPU',
      width,
    ),
  ];
}

/** What no time is written for. */
function undatedRows(report: Report, width: number, wanted: string | undefined): Row[] {
  return undated(report)
    .filter(({ kind }) => wanted === undefined || kind === wanted)
    .flatMap(({ event, kind, citation, dump }) =>
      marked(citation, report, `${placeOf(citation)} ${event}`, width, {
        first: '   ',
        rest: '     ',
        key: `${event} ${placeOf(citation)}`,
        haystack: `${kind} ${placeOf(citation)} ${event}`.toLowerCase(),
        target: dump === undefined ? placeTarget(citation, report) : { view: 'goroutines', dump },
        place: citation,
        quote: quoteOf(event, citation),
      }),
    );
}
