import { formatBytes } from '../../matcher/template.ts';
import { deltaOf } from '../../report/compare/change.ts';
import type {
  Comparison,
  ComparedDump,
  FindingChange,
  GoroutineChanges,
  GroupChange,
  HeapChanges,
  SiteChange,
} from '../../report/compare/comparison.ts';
import { inUnit } from '../../report/compare/in-unit.ts';
import { letter } from '../../report/compare/letter.ts';
import { count } from '../../report/count.ts';
import { KINDS, scopeWords, stateWordsOf, WHOLE } from '../../report/goroutines/render-text.ts';
import type { Report } from '../../report/report.ts';
import type { Rows, Target } from '../view.ts';
import { type Changed, changedTable } from './changed.ts';
import { type Block, block, EMPTY, keyed, prose, type Row, rowsOf } from './rows.ts';

/** In the order of the view. */
const KINDS_OF_ROWS = ['findings', 'goroutines', 'heap', 'numbers'] as const;

/** What the rows are made for. */
interface Shown {
  /** Of the last side: what its rows lead to. */
  readonly report: Report;
  readonly width: number;
  readonly sort: string;
  readonly kind: string | undefined;
}

/** The kinds of things that a comparison has. */
export function comparisonKinds(comparison: Comparison): readonly string[] {
  return KINDS_OF_ROWS.filter((kind) => comparison[kind].length > 0);
}

/** What grew, what is new and what went, from the first bundle to the last. Rows lead into the last one; what is gone from it leads nowhere. */
export function comparisonRows(comparison: Comparison, shown: Shown): Rows {
  const { width, sort, kind } = shown;
  const last = letter(comparison.sides.length - 1);
  const shape = changedTable(width, ['A', last]);
  const context: Context = { ...shown, by: comparison.by, line: shape.line };
  const nothing = KINDS_OF_ROWS.every((one) => comparison[one].length === 0);
  const wanted = (one: (typeof KINDS_OF_ROWS)[number]) => kind === undefined || kind === one;
  return rowsOf(
    [
      block(keyed('sides', sides(comparison, width)), 'sides'),
      ...(nothing ? [block([EMPTY, ...prose('There is nothing in them that could be compared.', width)], 'nothing')] : []),
      ...(wanted('findings') ? findingBlocks(comparison, context) : []),
      ...(wanted('goroutines') ? comparison.goroutines.flatMap((one) => goroutineBlocks(one, context)) : []),
      ...(wanted('heap') ? comparison.heap.flatMap((one) => heapBlocks(one, context)) : []),
      ...(wanted('numbers') ? numberBlocks(comparison, context) : []),
      ...(kind === undefined ? [...apartBlocks(comparison, width), ...troubleBlocks(comparison, width)] : []),
    ],
    width,
    [[{ text: `from A to ${last}, by ${sort}`, role: 'muted' }], shape.head],
  );
}

interface Context extends Shown {
  readonly by: Comparison['by'];
  readonly line: (one: Changed) => Row['line'];
}

function sides({ sides: all }: Comparison, width: number): Row[] {
  return all.flatMap(({ name, files, verdict }, at) =>
    prose(`${name} (${count(files, 'file')}): ${verdict}`, width, { first: `${letter(at)}  `, rest: '   ', still: true }),
  );
}

/** A row of a table, made when it is asked for. */
interface Lazy extends Pick<Row, 'target' | 'place' | 'quote'> {
  readonly key: string;
  readonly changed: Changed;
  /** What a filter looks at beside the change and the name. */
  readonly words: readonly string[];
}

/** A heading with what is said of it, and the rows of a table below, each made when it is asked for. */
function tableBlocks(
  title: string,
  said: readonly Row[],
  rows: { readonly count: number; readonly at: (at: number) => Lazy; readonly key: (at: number) => string },
  { width, line }: Pick<Context, 'width' | 'line'>,
): Block[] {
  return [
    block([EMPTY, ...prose(title, width, { role: 'title', still: true, rest: '  ' }), ...said], title),
    {
      count: rows.count,
      key: rows.key,
      row: (at) => {
        const { changed, words: _, ...row } = rows.at(at);
        return { ...row, line: line(changed) };
      },
      haystack: (at) => {
        const { changed, words } = rows.at(at);
        return [changed.change, changed.state, changed.name, ...words].join(' ').toLowerCase();
      },
    },
  ];
}

/** Things as rows; `first`: a row before them, of all of them together. */
function rowsOfThings<T>(things: readonly T[], key: (one: T) => string, row: (one: T) => Omit<Lazy, 'key'>, first?: Lazy) {
  const before = first === undefined ? [] : [first];
  const of = (at: number): T | undefined => things[at - before.length];
  return {
    count: things.length + before.length,
    key: (at: number): string => {
      const one = of(at);
      return one === undefined ? (before[at]?.key ?? '') : key(one);
    },
    at: (at: number): Lazy => {
      const one = of(at);
      return one === undefined ? (before[at] ?? NO_ROW) : { ...row(one), key: key(one) };
    },
  };
}

const NO_ROW: Lazy = {
  key: '',
  changed: { change: '', more: false, first: '', last: '', by: '', values: [], state: '', name: '' },
  words: [],
};

function findingBlocks({ findings, sides: all }: Comparison, { report, width }: Context): Block[] {
  if (findings.length === 0) return [];
  const word = (confidence: FindingChange['confidence'][0] | undefined) => confidence ?? '-';
  const nameOfOne = ({ title, culprit }: FindingChange) => `${title}${culprit === undefined ? '' : `: ${culprit.function}`}`;
  const rows = rowsOfThings(
    findings,
    ({ key }) => `finding ${key}`,
    (one) => {
      const { change, signature, confidence, key, fingerprint } = one;
      const found =
        report.findings.find((finding) => finding.key === key) ??
        report.findings.find(
          (finding) => fingerprint !== null && finding.signature === signature && finding.fingerprint.hash === fingerprint,
        );
      const seen = confidence.map((side, at) => `${all[at]?.name ?? letter(at)}: ${word(side)}`).join(', ');
      return {
        changed: {
          change,
          more: change === 'new',
          first: word(confidence[0]),
          last: word(confidence.at(-1)),
          by: '',
          values: [],
          state: '',
          name: nameOfOne(one),
        },
        words: ['findings', signature],
        target: found === undefined ? undefined : { view: 'finding', id: found.id },
        place: found?.evidence[0]?.citation,
        quote: `${change}: ${nameOfOne(one)} (${signature}), ${seen}`,
      };
    },
  );
  return tableBlocks('Findings', [], rows, { width, line: changedTable(width, ['', ''], 'start').line });
}

function goroutineBlocks(changes: GoroutineChanges, context: Context): Block[] {
  const { scope, dumps, totals, change, differentPrograms, groups } = changes;
  const { report, width, sort } = context;
  const dump = dumpOf(report, dumps.at(-1) ?? null);
  const numbers = totals.map((total) => (total === null ? null : Number(total)));
  const whole: Lazy = {
    key: `all of ${keyOf(scope)}`,
    changed: { ...valuesOf(change, numbers, String), state: '', name: 'all goroutines' },
    words: ['goroutines'],
    target: dump === undefined ? undefined : { view: 'goroutines', dump: dump.id },
    place: dump?.citations[0],
  };
  const rows = rowsOfThings(
    sorted(groups, sort, nameOf, ({ counts }) => counts.at(-1) ?? 0),
    ({ key }) => `group ${keyOf(scope)} ${key}`,
    (group) => {
      const { counts, states, creator, frames } = group;
      const state = stateWordsOf(
        states,
        states.reduce((sum, one) => sum + one.count, 0),
      );
      const changed = { ...valuesOf(group.change, counts, String), state, name: nameOf(group) };
      const started = creator === undefined ? '' : `, created by ${creator.function}`;
      return {
        changed,
        words: ['goroutines', ...frames.map((frame) => frame.function), creator?.function ?? ''],
        target: dump === undefined || (counts.at(-1) ?? 0) === 0 ? undefined : groupTarget(dump.id, group, context),
        place: (counts.at(-1) ?? 0) === 0 ? undefined : dump?.groups.find((one) => one.key === group.key)?.citations[0],
        quote: `${changed.change}: ${counts.map(known).join(' → ')}, ${state} in ${changed.name}${started}`,
      };
    },
    whole,
  );
  const said = [
    ...dumps.flatMap((one, at) => (one === null ? [] : dumpRows(one, at, width))),
    ...(differentPrograms
      ? prose('! these seem to be dumps of different programs', width, { first: '  ', role: 'medium', still: true })
      : []),
  ];
  return tableBlocks(['Goroutines', ...scopeWords({ scope })].join(', '), said, rows, context);
}

/** The dump of the last side that was compared. */
function dumpOf({ facts }: Report, compared: ComparedDump | null): Report['facts']['dumps'][0] | undefined {
  if (compared === null) return undefined;
  return facts.dumps.find(({ citations: [{ path, firstLine }] }) => path === compared.path && firstLine === compared.firstLine);
}

/** The group of the same key in the dump; one that the report does not tell apart as the comparison does leads to the whole dump. */
function groupTarget(dump: string, { key, creator }: GroupChange, { report, by }: Context): Target {
  if (by === 'creator') return { view: 'group', id: `${dump}|creator|${creator?.function ?? ''}` };
  const groups = report.facts.dumps.find(({ id }) => id === dump)?.groups ?? [];
  return groups.some((group) => group.key === key) ? { view: 'group', id: `${dump}|functions|${key}` } : { view: 'goroutines', dump };
}

function dumpRows({ path, firstLine, kind, integrity, of }: ComparedDump, at: number, width: number): Row[] {
  const place = firstLine === undefined ? path : `${path}:${firstLine}`;
  const said = [place, KINDS[kind], ...WHOLE[integrity], ...(of > 1 ? [`the last of ${of}`] : [])];
  return prose(said.join(', '), width, { first: `  ${letter(at)}  `, rest: '     ', role: 'muted', still: true });
}

function nameOf({ owner, frames, creator }: GroupChange): string {
  const where = owner ?? frames.find(({ origin }) => origin !== 'runtime') ?? frames[0];
  return where?.function ?? creator?.function ?? 'no stack';
}

function heapBlocks({ scope, profiles, inuseBytes, change, bytesPerMinute, sites }: HeapChanges, context: Context): Block[] {
  const { width, sort } = context;
  const target = (values: readonly (number | string | null)[]): Target | undefined =>
    Number(values.at(-1) ?? 0) > 0 ? { view: 'memory' } : undefined;
  const rate = bytesPerMinute === undefined ? '' : `, ${bytesPerMinute < 0 ? '-' : '+'}${formatBytes(Math.abs(bytesPerMinute))} a minute`;
  const siteName = ({ owner, functions: [innermost] }: SiteChange): string =>
    owner === undefined || owner === innermost ? (innermost ?? 'no stack') : `${owner} by ${innermost ?? '?'}`;
  const rows = rowsOfThings(
    sorted(sites, sort, siteName, ({ inuseBytes: bytes }) => Number(bytes.at(-1) ?? 0)),
    ({ functions }) => `site ${keyOf(scope)} ${functions.join(' ')}`,
    (site) => {
      const bytes = site.inuseBytes.map(numeric);
      const said = bytes.map((one) => (one === null ? '?' : formatBytes(one))).join(' → ');
      return {
        changed: { ...valuesOf(site.change, bytes, formatBytes), state: '', name: siteName(site) },
        words: ['heap', ...site.functions],
        target: target(site.inuseBytes),
        quote: `${site.change}: ${said} in use, ${site.functions.join(', ')}`,
      };
    },
    {
      key: `heap of ${keyOf(scope)}`,
      changed: { ...valuesOf(change, inuseBytes.map(numeric), formatBytes), state: '', name: `all${rate}` },
      words: ['heap'],
      target: target(inuseBytes),
    },
  );
  const said = profiles.flatMap((path, at) =>
    path === null ? [] : prose(path, width, { first: `  ${letter(at)}  `, rest: '     ', role: 'muted', still: true }),
  );
  return tableBlocks(['Heap in use', ...scopeWords({ scope })].join(', '), said, rows, context);
}

function numberBlocks({ numbers }: Comparison, context: Context): Block[] {
  if (numbers.length === 0) return [];
  const several = new Set(numbers.map(({ scope }) => keyOf(scope))).size > 1;
  const rows = rowsOfThings(
    numbers,
    ({ what, scope }) => `number ${what} ${keyOf(scope)}`,
    (one) => {
      const name = [one.what, ...(several ? scopeWords(one) : [])].join(', ');
      const format = (value: number) => inUnit(value, one.unit);
      return {
        changed: { ...valuesOf(one.change, one.values, format), state: '', name },
        words: ['numbers'],
        quote: `${one.change}: ${one.values.map((value) => (value === null ? '?' : format(value))).join(' → ')}, ${name}`,
      };
    },
  );
  return tableBlocks('Numbers', [], rows, context);
}

function apartBlocks({ apart }: Comparison, width: number): Block[] {
  if (apart.length === 0) return [];
  return [
    block(
      [
        EMPTY,
        ...prose('On one side only', width, { role: 'title', still: true }),
        ...apart.flatMap(({ side, what, scope, path }) =>
          prose([`${what} of ${path}`, ...scopeWords({ scope })].join(', '), width, { first: `  ${letter(side)}  `, rest: '     ' }),
        ),
      ],
      'apart',
    ),
  ];
}

/** What lowers the trust in a side. */
function troubleBlocks({ sides: all }: Comparison, width: number): Block[] {
  const rows = all.flatMap(({ errors, warnings, limits }, at) => [
    ...[...errors, ...warnings].flatMap(({ message, path, citation }) => {
      const line = citation?.firstLine === undefined ? '' : `:${citation.firstLine}`;
      return prose(`${letter(at)} ${path === undefined ? '' : `${path}${line}: `}${message}`, width, { first: '  ! ', rest: '    ' });
    }),
    ...limits.flatMap(({ what, detail }) => prose(`${letter(at)} limit ${what}: ${detail}`, width, { first: '  ! ', rest: '    ' })),
  ]);
  return rows.length === 0 ? [] : [block([EMPTY, ...prose('Files', width, { role: 'title', still: true }), ...rows], 'files')];
}

/** The cells of values; `?` for one that is not known. */
function valuesOf(change: string, values: readonly (number | null)[], format: (value: number) => string): Omit<Changed, 'state' | 'name'> {
  const [first = null] = values;
  const last = values.at(-1) ?? null;
  const word = (value: number | null) => (value === null ? '?' : format(value));
  const delta = deltaOf(values);
  const comparable = values.filter((value) => value !== null).length > 1;
  return {
    change,
    more: comparable && delta > 0,
    first: word(first),
    last: word(last),
    by: comparable ? `${delta > 0 ? '+' : delta < 0 ? '-' : ''}${format(Math.abs(delta))}` : '?',
    values,
  };
}

/** In another order than by change, which is theirs. */
function sorted<T>(rows: readonly T[], sort: string, name: (row: T) => string, last: (row: T) => number): readonly T[] {
  if (sort === 'last') return rows.toSorted((a, b) => last(b) - last(a));
  if (sort !== 'function') return rows;
  return rows.toSorted((a, b) => (name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : 0));
}

function keyOf(scope: GoroutineChanges['scope']): string {
  return scopeWords({ scope }).join(' ');
}

function known(value: number | null): string {
  return value === null ? '?' : String(value);
}

function numeric(value: number | string | null): number | null {
  return value === null ? null : Number(value);
}
