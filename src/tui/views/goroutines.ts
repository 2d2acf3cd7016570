import type { GoroutinesFact } from '../../evidence/facts/dump.ts';
import type { GrowthFact } from '../../evidence/facts/growth.ts';
import type { Finding } from '../../matcher/finding.ts';
import { count } from '../../report/count.ts';
import { idleKinds } from '../../report/goroutines/group.ts';
import { stateWords } from '../../report/goroutines/render-text.ts';
import type { GroupView, Level } from '../../report/goroutines/view.ts';
import type { ReportDump } from '../../report/report.ts';
import { padEnd, padStart } from '../../text/width.ts';
import type { Span } from '../styled.ts';
import { type Column, type Table, table, tableGap } from '../text/table.ts';
import type { Target, View, ViewInput } from '../view.ts';
import { type Bucket, bucketsOf, functionOf, shortWait, SORTS, stateOf, viewOf } from './bucket.ts';
import { dumpHeading } from './dump-heading.ts';
import { growthOf, growthWords } from './growth.ts';
import { findingsOn, quoteOf } from './places.ts';
import { type Block, block, EMPTY, prose, type Row, rowsOf } from './rows.ts';
import { severityMark } from './severity.ts';

/** A group with what its row says of it. */
interface Line {
  readonly group: GroupView;
  readonly bucket: Bucket;
  readonly growth: GrowthFact | undefined;
  readonly finding: Finding | undefined;
}

/**
 * The goroutines of every dump, or of one. Groups are put together and sorted at once, which takes well under 100 ms for 100,000 of them; a row
 * is formatted when it is asked for.
 */
export const goroutinesView: View<Extract<Target, { view: 'goroutines' }>> = {
  name: 'goroutines',
  reading: 'list',
  title: ({ dump }) => (dump === undefined ? 'goroutines' : `goroutines of ${dump}`),
  sorts: SORTS,
  rows: ({ dump: wanted }, input) => {
    const { width, level = 'functions', sort = 'count' } = input;
    const all = dumpsAt(level, input);
    const dumps = wanted === undefined ? all : all.filter(({ id }) => id === wanted);
    if (dumps.length === 0) return rowsOf([block(prose('No goroutines: nothing in the bundle lists any.', width))], width);
    const shape = tableOf(dumps, input);
    const blocks = dumps.flatMap((dump, i) => blocksOf(dump, i, { input, level, sort, shape, counts: countColumns(dumps) }));
    return rowsOf(blocks, width, [[levelWords(level, sort, input.exact)], shape.head]);
  },
};

const LEVELS: Readonly<Record<Level, string>> = {
  exact: 'alike to the line',
  functions: 'alike by their functions',
  creator: 'alike by who started them',
};

/** What the rows are alike by; while lines are not kept apart, that they are not, and why. */
function levelWords(level: Level, sort: string, exact: ViewInput['exact']): Span {
  if (level !== 'exact' || exact?.kind === 'read') return { text: `${LEVELS[level]}, by ${sort}`, role: 'muted' };
  if (exact?.kind === 'failed') return { text: `alike by functions: lines cannot be told apart, ${exact.why}`, role: 'medium' };
  return { text: 'alike by functions so far: the dumps are being read again, lines apart …', role: 'strong' };
}

/** The dumps as they were read for a level. */
export function dumpsAt(level: Level, { report, exact }: Pick<ViewInput, 'report' | 'exact'>): readonly ReportDump[] {
  return level === 'exact' && exact?.kind === 'read' ? exact.dumps : report.facts.dumps;
}

/** Columns that the largest count takes. */
function countColumns(dumps: readonly ReportDump[]): number {
  return dumps.reduce((size, { goroutines }) => Math.max(size, String(goroutines).length), 5);
}

function tableOf(dumps: readonly ReportDump[], { report, width, level = 'functions', exact }: ViewInput): Table<Line> {
  const most = countColumns(dumps);
  const narrow = width < 100;
  const waits = narrow ? 10 : 13;
  return table<Line>(
    [
      { title: '', width: 2, cell: markOf },
      { title: 'count', width: most, align: 'right', cell: ({ group }) => ({ text: String(group.count), role: 'strong' }) },
      { title: 'state', width: narrow ? 15 : 20, from: 50, cell: ({ group }) => stateSpan(group, narrow) },
      { title: 'wait', width: waits, from: 60, align: 'right', cell: ({ group }) => ({ text: shortWait(group, waits) }) },
      // Growth is followed by functions: not by creators, nor line by line.
      ...(level === 'creator' ||
      (level === 'exact' && exact?.kind === 'read') ||
      !report.facts.growth.some(({ subject }) => subject === 'goroutines')
        ? []
        : [
            {
              title: 'growth',
              width: narrow ? 9 : 16,
              from: 70,
              align: 'right' as const,
              cell: ({ growth }: Line) =>
                growth === undefined
                  ? { text: '' }
                  : { text: growthWords(growth, narrow), ...(growth.delta > 0 ? { role: 'strong' as const } : {}) },
            },
          ]),
      ...(level === 'creator'
        ? [CREATOR, { ...FUNCTION, title: 'largest part', from: 100 }]
        : [FUNCTION, { ...CREATOR, cell: mutedCreator, from: 120 }]),
    ],
    width,
  );
}

const FUNCTION: Column<Line> = {
  title: 'function',
  width: 'rest',
  keep: 'end',
  cell: ({ bucket, group }) => ({
    text: functionOf(bucket.parts[0]) || 'no stack',
    ...(group.idle.length === 0 ? {} : { role: 'muted' as const }),
  }),
};

/** What groups by creator are told apart by. */
const CREATOR: Column<Line> = {
  title: 'created by',
  width: 'rest',
  keep: 'end',
  cell: ({ group }) => ({ text: group.creator?.function ?? 'not printed' }),
};

function mutedCreator({ group }: Line): Span {
  return { text: group.creator?.function ?? '', role: 'muted' };
}

/** A group that a finding rests on has its mark; so has one of which the runtime itself says that nothing can wake it, and one idle by design. */
function markOf({ finding, group }: Line): Span {
  if (finding !== undefined) return severityMark(finding.severity);
  if (group.leaked > 0) return severityMark('high');
  return group.idle.length === 0 ? { text: '' } : severityMark('info');
}

/** What the runtime marked stands first: in a narrow column the rest may be cut. */
function stateSpan(group: GroupView, narrow: boolean): Span {
  if (group.leaked === 0) return { text: (narrow ? lockOf(group) : undefined) ?? stateWords(group) };
  return { text: `${group.leaked === group.count ? '' : `${group.leaked} `}leaked, ${stateWords(group)}`, role: 'high' };
}

/** The kind of lock that is waited for, where `semacquire` is printed for all kinds: in a narrow column there is no room for both. */
function lockOf({ states }: GroupView): string | undefined {
  const [first] = states;
  return first?.state === 'semacquire' && states.every((one) => one.state === first.state && one.class === first.class)
    ? first.class
    : undefined;
}

interface Shown {
  readonly input: ViewInput;
  readonly level: Level;
  readonly sort: string;
  readonly shape: Table<Line>;
  /** Columns of the counts. */
  readonly counts: number;
}

function blocksOf(dump: ReportDump, index: number, shown: Shown): Block[] {
  const { input, level, sort, counts } = shown;
  const { report, width, idle = false } = input;
  const listed = idle ? dump.groups : dump.groups.filter((one) => one.idle === undefined);
  const folded = idle ? [] : dump.groups.filter((one) => one.idle !== undefined);
  const buckets = bucketsOf(dump.id, listed, level, sort);
  const ungrouped = dump.ungrouped ?? 0;
  return [
    block([...(index === 0 ? [] : [EMPTY]), ...dumpHeading(dump, report, width)], dump.id),
    {
      count: buckets.count,
      row: (at) => {
        const bucket = buckets.at(at);
        return bucket === undefined ? EMPTY : groupRow(bucket, dump, shown);
      },
      key: (at) => buckets.id(at),
      rowOf: buckets.indexOf,
      haystack: (at) => haystackOf(buckets.parts(at), dump),
    },
    {
      count: folded.length === 0 ? 0 : 1,
      key: () => `${dump.id}|idle`,
      row: () => {
        const kinds = idleKinds(folded);
        const all = kinds.reduce((total, one) => total + one.count, 0);
        const words = kinds.map((one) => `${one.count} ${one.kind}`).join(', ');
        return {
          line: [
            { text: padEnd('+', 2 + tableGap(width)), role: 'key' },
            { text: padStart(String(all), counts), role: 'muted' },
            { text: `${' '.repeat(tableGap(width))}idle by design: ${words}`, role: 'muted' },
          ],
          folded: true,
          // The largest of them.
          place: folded[0]?.citations[0],
        };
      },
    },
    block(
      ungrouped === 0 ? [] : prose(`${ungrouped} in no group that could be kept`, width, { first: '   ', role: 'medium' }),
      `${dump.id}|ungrouped`,
    ),
  ];
}

function groupRow(bucket: Bucket, dump: ReportDump, { input, level, shape }: Shown): Row {
  const group = viewOf(bucket, level, dump);
  if (group === undefined) return EMPTY;
  const [first] = bucket.parts;
  const growth = level === 'creator' ? undefined : growthOf(input.report, dump.id, first.key);
  const [finding] = bucket.parts.flatMap(({ citations }) => findingsOn(input.report, citations[0]));
  return {
    line: shape.line({ group, bucket, growth, finding }),
    target: { view: 'group', id: bucket.id },
    place: group.citation,
    quote: quoteOf(`${count(group.count, 'goroutine')}, ${stateWords(group)}, in ${functionOf(first)}`, group.citation),
  };
}

/** What filters look at in the groups of a dump: the same in every order and width. */
const haystacks = new WeakMap<ReportDump, Map<GoroutinesFact, string>>();

function haystackOf(parts: readonly GoroutinesFact[], dump: ReportDump): string {
  let known = haystacks.get(dump);
  if (known === undefined) haystacks.set(dump, (known = new Map()));
  const words: string[] = [];
  for (const fact of parts) {
    let text = known.get(fact);
    if (text === undefined) known.set(fact, (text = wordsOf(fact)));
    words.push(text);
  }
  return words.length === 1 ? (words[0] ?? '') : words.join(' ');
}

function wordsOf(fact: GoroutinesFact): string {
  const { stateClass, functions, creator } = fact;
  return `${stateOf(fact)} ${stateClass ?? ''} ${functions.join(' ')} ${creator?.function ?? ''}`.toLowerCase();
}
