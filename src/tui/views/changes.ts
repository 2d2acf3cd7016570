import type { GrowthFact } from '../../evidence/facts/growth.ts';
import { formatBytes } from '../../matcher/template.ts';
import { changeOf } from '../../report/compare/change.ts';
import { LEAST_BYTES } from '../../report/compare/heap.ts';
import { count } from '../../report/count.ts';
import type { Target, View } from '../view.ts';
import { type Changed, changedTable } from './changed.ts';
import { comparisonKinds, comparisonRows } from './comparison.ts';
import { quoteOf } from './places.ts';
import { type Block, block, EMPTY, prose, type Row, rowsOf } from './rows.ts';

const SORTS = ['change', 'last', 'function'] as const;

const NOTHING =
  'Nothing was recorded twice. A second dump, or a second heap profile, taken some minutes after the first, shows what grows; goroner compare A B lays two bundles side by side.';

/** What grew, what is new and what went: from the first bundle to the last where several are compared, else from the first dump or heap profile of a process to its last. */
export const changes: View<Extract<Target, { view: 'changes' }>> = {
  name: 'changes',
  reading: 'list',
  title: () => 'changes',
  sorts: SORTS,
  kinds: (_, { report, comparison }) => (comparison === undefined ? growthKinds(report.facts.growth) : comparisonKinds(comparison)),
  rows: (_, { report, comparison, width, sort = 'change', kind }) => {
    if (comparison !== undefined) return comparisonRows(comparison, { report, width, sort, kind });
    const growth = report.facts.growth.filter((one) => kind === undefined || kindOf(one) === kind);
    if (growth.length === 0) return rowsOf([block(prose(NOTHING, width), 'nothing')], width);
    const shape = changedTable(width, ['first', 'last']);
    const series = [...seriesOf(growth)];
    return rowsOf(
      series.flatMap(([name, facts], at) => blocksOf(name, facts, { width, sort, first: at === 0, shape })),
      width,
      [[{ text: `from the first to the last, by ${sort}`, role: 'muted' }], shape.head],
    );
  },
};

interface Shown {
  readonly width: number;
  readonly sort: string;
  readonly first: boolean;
  readonly shape: ReturnType<typeof changedTable>;
}

/** The growths of each process and kind: those that were counted in the same snapshots. */
function seriesOf(growth: readonly GrowthFact[]): ReadonlyMap<string, readonly GrowthFact[]> {
  const series = new Map<string, GrowthFact[]>();
  for (const one of growth) {
    const name = `${one.subject === 'goroutines' ? 'goroutines' : 'heap'} ${one.points.map(({ dump }) => dump).join(' ')}`;
    const known = series.get(name);
    if (known === undefined) series.set(name, [one]);
    else known.push(one);
  }
  return series;
}

function blocksOf(name: string, facts: readonly GrowthFact[], { width, sort, first, shape }: Shown): Block[] {
  const [one] = facts;
  const points = one?.points ?? [];
  const what =
    one?.subject === 'goroutines' ? `Goroutines, over ${count(points.length, 'dump')}` : `Heap, over ${count(points.length, 'profile')}`;
  const sorted = sortedBy(facts, sort);
  return [
    block(
      [
        ...(first ? [] : [EMPTY]),
        ...prose(what, width, { role: 'title', still: true }),
        ...prose(placesOf(points), width, { first: '  ', rest: '  ', role: 'muted', still: true }),
      ],
      name,
    ),
    {
      count: sorted.length,
      key: (at) => `${name}|${sorted[at]?.subject ?? ''}|${sorted[at]?.key ?? ''}`,
      row: (at): Row => {
        const fact = sorted[at];
        if (fact === undefined) return EMPTY;
        const [citation] = fact.citations.toReversed();
        const place = citation ?? fact.citations[0];
        return { line: shape.line(changedOf(fact)), target: targetOf(fact), place, quote: quoteOf(words(fact), place) };
      },
      haystack: (at) => {
        const fact = sorted[at];
        return fact === undefined
          ? ''
          : `${wordOf(fact)} ${fact.state ?? ''} ${fact.functions.join(' ')} ${fact.creator?.function ?? ''}`.toLowerCase();
      },
    },
  ];
}

function sortedBy(facts: readonly GrowthFact[], sort: string): readonly GrowthFact[] {
  // The whole heap stands before its sites.
  const whole = (one: GrowthFact) => (one.subject === 'heap' ? 0 : 1);
  if (sort === 'last') return facts.toSorted((a, b) => whole(a) - whole(b) || b.last - a.last);
  if (sort === 'function')
    return facts.toSorted((a, b) => whole(a) - whole(b) || (nameOf(a) < nameOf(b) ? -1 : nameOf(a) > nameOf(b) ? 1 : 0));
  return facts.toSorted((a, b) => whole(a) - whole(b) || Math.abs(b.delta) - Math.abs(a.delta));
}

/** Where the group of the last dump that has it is shown, or the memory. */
function targetOf({ subject, key, points }: GrowthFact): Target {
  if (subject !== 'goroutines') return { view: 'memory' };
  const last = points.findLast((point) => point.count > 0)?.dump;
  return last === undefined ? { view: 'goroutines' } : { view: 'group', id: `${last}|functions|${key}` };
}

function wordOf({ subject, points }: GrowthFact): string {
  return changeOf(
    points.map((point) => point.count),
    subject === 'goroutines' ? 1 : LEAST_BYTES,
  );
}

function amount({ subject }: GrowthFact, value: number): string {
  return subject === 'goroutines' ? String(value) : formatBytes(value);
}

function signed(fact: GrowthFact): string {
  const text = amount(fact, Math.abs(fact.delta));
  return fact.delta === 0 ? text : `${fact.delta > 0 ? '+' : '-'}${text}`;
}

function changedOf(fact: GrowthFact): Changed {
  const { delta, first, last, points, state, stateClass } = fact;
  return {
    change: wordOf(fact),
    more: delta > 0,
    first: amount(fact, first),
    last: amount(fact, last),
    by: signed(fact),
    values: points.map((point) => point.count),
    state: state ?? stateClass ?? '',
    name: nameOf(fact),
  };
}

function kindOf({ subject }: GrowthFact): string {
  return subject === 'goroutines' ? 'goroutines' : 'heap';
}

function growthKinds(growth: readonly GrowthFact[]): readonly string[] {
  return [...new Set(growth.map(kindOf))];
}

function nameOf({ subject, owner, functions }: GrowthFact): string {
  if (subject === 'heap') return 'all';
  // The innermost frames of what waits are the runtime's.
  return owner?.function ?? functions.find((name) => !name.startsWith('runtime.')) ?? functions[0] ?? 'no stack';
}

/** The first and the last file; of those between only their number. */
function placesOf(points: GrowthFact['points']): string {
  const paths = [...new Set(points.map(({ path }) => path))];
  if (paths.length <= 2) return paths.join(' → ');
  return `${paths[0] ?? ''} → ${count(paths.length - 2, 'more file')} → ${paths.at(-1) ?? ''}`;
}

function words(fact: GrowthFact): string {
  const { state, points, creator } = fact;
  const started = creator === undefined ? '' : `, created by ${creator.function}`;
  return `${wordOf(fact)}: ${points.map((point) => amount(fact, point.count)).join(' → ')}, ${state === undefined ? '' : `${state} in `}${nameOf(fact)}${started}`;
}
