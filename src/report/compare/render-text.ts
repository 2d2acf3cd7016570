import { formatBytes } from '../../matcher/template.ts';
import { clip, padEnd, padStart, textWidth } from '../../text/width.ts';
import { wrap } from '../../text/wrap.ts';
import { count } from '../count.ts';
import { KINDS, scopeWords, stateWordsOf, WHOLE, withoutBeginning } from '../goroutines/render-text.ts';
import { COLUMNS } from '../render/text/layout.ts';
import type { Change, Comparison, FindingChange, GoroutineChanges, GroupChange, HeapChanges, NumberChange } from './comparison.ts';
import { inUnit } from './in-unit.ts';
import { letter } from './letter.ts';

/** Sides whose values stand in columns: of more, the first and the last ones. */
const MOST_COLUMNS = 5;
/** Groups and sites that are listed of each process, where not all are asked for. */
const MOST_ROWS = 20;
/** Characters of a state and of a change that stand beside the numbers. */
const CHANGE_WIDTH = 7;

/** The comparison as plain text of 80 columns. `all`: what stayed the same is listed, too, and all rows are. */
export function comparisonText(comparison: Comparison, all: boolean): string {
  const { sides, findings, goroutines, heap, numbers } = comparison;
  const columns = new Columns(sides.length);
  const nothing = findings.length === 0 && goroutines.length === 0 && heap.length === 0 && numbers.length === 0;
  const lines = [
    ...sides.flatMap((side, index) =>
      wrap(`${side.name} (${count(side.files, 'file')}): ${side.verdict}`, COLUMNS, { first: padEnd(letter(index), 4), rest: '    ' }),
    ),
    ...(nothing
      ? ['', ...wrap('There is nothing in them that could be compared; goroner inspect says what was found in each.', COLUMNS)]
      : []),
    ...findingLines(findings, all),
    ...goroutines.flatMap((one) => goroutineLines(one, columns, all)),
    ...heap.flatMap((one) => heapLines(one, columns, all)),
    ...numberLines(numbers, columns, all),
    ...apartLines(comparison),
    ...fileLines(comparison),
  ];
  return `${lines.join('\n')}\n`;
}

/** The columns of values. */
class Columns {
  readonly #sides: number;
  /** Numbers of the sides that are shown; -1 where some are left out. */
  readonly #shown: readonly number[];

  constructor(sides: number) {
    this.#sides = sides;
    const all = Array.from({ length: sides }, (_, index) => index);
    this.#shown = sides <= MOST_COLUMNS ? all : [0, 1, -1, sides - 2, sides - 1];
  }

  head(width: number): string {
    return this.#row(
      this.#shown.map((side) => (side < 0 ? '…' : letter(side))),
      width,
    );
  }

  values(values: readonly string[], width: number): string {
    return this.#row(
      this.#shown.map((side) => (side < 0 ? '…' : (values[side] ?? ''))),
      width,
    );
  }

  /** The widest of what is shown of these, and of a heading. */
  width(rows: readonly (readonly string[])[]): number {
    return Math.max(3, ...rows.flatMap((values) => this.#shown.map((side) => textWidth(values[side] ?? '')))) + 2;
  }

  get count(): number {
    return this.#sides;
  }

  #row(cells: readonly string[], width: number): string {
    return cells.map((cell) => padStart(cell, width)).join('');
  }
}

function findingLines(findings: readonly FindingChange[], all: boolean): string[] {
  if (findings.length === 0) return [];
  const shown = findings.filter(({ change }) => all || change !== 'same');
  const same = findings.length - shown.length;
  return [
    '',
    'Findings',
    ...shown.flatMap(({ change, title, signature, culprit, confidence }) => [
      ...wrap(`${title} (${signature})`, COLUMNS, { first: `  ${padEnd(change, CHANGE_WIDTH)}`, rest: '  '.padEnd(CHANGE_WIDTH + 2) }),
      ...(culprit === undefined ? [] : [clip(`${' '.repeat(CHANGE_WIDTH + 4)}${culprit.function}`, COLUMNS)]),
      ...(confidence.length > 2 ? [`${' '.repeat(CHANGE_WIDTH + 4)}${foundIn(confidence)}`] : []),
    ]),
    ...(same === 0 ? [] : [`  ${count(same, 'finding')} on both sides${all ? '' : ' (--all lists them)'}`]),
  ];
}

function foundIn(confidence: FindingChange['confidence']): string {
  return `in ${confidence.flatMap((one, index) => (one === null ? [] : [`${letter(index)} (${one})`])).join(', ')}`;
}

function goroutineLines(changes: GoroutineChanges, columns: Columns, all: boolean): string[] {
  const { dumps, totals, groups, differentPrograms } = changes;
  const { shown, left, same } = chosen(groups, all);
  const rows = [totals.map(words), ...shown.map(({ counts }) => counts.map(words))];
  const width = columns.width(rows);
  const [total = [], ...counts] = rows;
  return [
    '',
    title('Goroutines', changes.scope),
    ...dumps.flatMap((dump, index) => {
      if (dump === null) return [];
      const place = dump.firstLine === undefined ? dump.path : `${dump.path}:${dump.firstLine}`;
      const said = [place, KINDS[dump.kind], ...WHOLE[dump.integrity], ...(dump.of > 1 ? [`the last of ${dump.of}`] : [])];
      return wrap(said.join(', '), COLUMNS, { first: `  ${letter(index)}  `, rest: '     ' });
    }),
    ...(differentPrograms ? ['  ! these seem to be dumps of different programs'] : []),
    '',
    `${columns.head(width)}${padStart('change', width + 2)}`,
    `${columns.values(total, width)}${padStart(signed(totals), width + 2)}  all goroutines`,
    ...shown.flatMap((group, index) => groupLines(group, columns.values(counts[index] ?? [], width), width)),
    ...restLines(left, same, 'group', all),
  ];
}

function groupLines({ change, counts, states, owner, frames, creator }: GroupChange, values: string, width: number): string[] {
  const before = `${values}${padStart(signed(counts), width + 2)}  `;
  const indent = ' '.repeat(textWidth(before));
  const room = COLUMNS - indent.length;
  const where = owner ?? frames.find(({ origin }) => origin !== 'runtime') ?? frames[0];
  const all = states.reduce((sum, one) => sum + one.count, 0);
  return [
    clip(`${before}${padEnd(change, CHANGE_WIDTH)} ${stateWordsOf(states, all)}`, COLUMNS),
    ...(where === undefined ? [] : [`${indent}${withoutBeginning(where.function, room)}`]),
    ...(creator === undefined ? [] : [`${indent}${withoutBeginning(`created by ${creator.function}`, room)}`]),
  ];
}

function heapLines(changes: HeapChanges, columns: Columns, all: boolean): string[] {
  const { profiles, inuseBytes, bytesPerMinute, sites } = changes;
  const { shown, left, same } = chosen(sites, all);
  const rows = [inuseBytes.map(bytes), ...shown.map((site) => site.inuseBytes.map(bytes))];
  const width = columns.width(rows);
  const [total = [], ...values] = rows;
  return [
    '',
    title('Heap in use', changes.scope),
    ...profiles.flatMap((path, index) => (path === null ? [] : wrap(path, COLUMNS, { first: `  ${letter(index)}  `, rest: '     ' }))),
    '',
    `${columns.head(width)}${padStart('change', width + 2)}`,
    `${columns.values(total, width)}${padStart(signedBytes(inuseBytes), width + 2)}  all${
      bytesPerMinute === undefined ? '' : `, ${bytesPerMinute < 0 ? '-' : '+'}${formatBytes(Math.abs(bytesPerMinute))} a minute`
    }`,
    ...shown.flatMap((site, index) => {
      const before = `${columns.values(values[index] ?? [], width)}${padStart(signedBytes(site.inuseBytes), width + 2)}  `;
      const indent = ' '.repeat(textWidth(before));
      const room = COLUMNS - indent.length;
      const [innermost = ''] = site.functions;
      const owner = site.owner ?? innermost;
      return [
        `${before}${padEnd(site.change, CHANGE_WIDTH)} ${withoutBeginning(owner, Math.max(10, room - CHANGE_WIDTH - 1))}`,
        ...(owner === innermost ? [] : [`${indent}${withoutBeginning(`by ${innermost}`, room)}`]),
      ];
    }),
    ...restLines(left, same, 'site', all),
  ];
}

function numberLines(numbers: readonly NumberChange[], columns: Columns, all: boolean): string[] {
  if (numbers.length === 0) return [];
  const shown = numbers.filter(({ change }) => all || change !== 'same');
  const rows = shown.map(({ values, unit }) => values.map((value) => (value === null ? '?' : inUnit(value, unit))));
  const width = columns.width(rows);
  const scopes = new Set(numbers.map(({ scope }) => scopeWords({ scope }).join(', ')));
  return [
    '',
    'Numbers',
    ...(shown.length === 0 ? [] : [columns.head(width)]),
    ...shown.flatMap(({ what, scope }, index) => {
      const before = `${columns.values(rows[index] ?? [], width)}  `;
      const whose = scopes.size > 1 ? scopeWords({ scope }).join(', ') : '';
      return wrap([what, whose].filter((one) => one !== '').join(', '), COLUMNS, { first: before, rest: ' '.repeat(textWidth(before)) });
    }),
    ...restLines(0, numbers.length - shown.length, 'number', all),
  ];
}

function apartLines({ apart }: Comparison): string[] {
  if (apart.length === 0) return [];
  return [
    '',
    'On one side only',
    ...apart
      .slice(0, MOST_ROWS)
      .flatMap(({ side, what, scope, path }) =>
        wrap([`${what} of ${path}`, ...scopeWords({ scope })].join(', '), COLUMNS, { first: `  ${letter(side)}  `, rest: '     ' }),
      ),
    ...(apart.length > MOST_ROWS ? [`  … ${apart.length - MOST_ROWS} more`] : []),
  ];
}

function fileLines({ sides }: Comparison): string[] {
  const lines = sides.flatMap(({ errors, warnings, limits }, index) => [
    ...[...errors, ...warnings].flatMap(({ message, path, citation }) => {
      const line = citation?.firstLine === undefined ? '' : `:${citation.firstLine}`;
      return wrap(`${letter(index)}  ${path === undefined ? '' : `${path}${line}: `}${message}`, COLUMNS, { first: '  ! ', rest: '    ' });
    }),
    ...limits.flatMap(({ what, detail }) => wrap(`${letter(index)}  limit ${what}: ${detail}`, COLUMNS, { first: '  ! ', rest: '    ' })),
  ]);
  return lines.length === 0 ? [] : ['', 'Files', ...lines];
}

/** The rows that are shown, how many more changed, and how many did not. */
function chosen<T extends { readonly change: Change }>(
  rows: readonly T[],
  all: boolean,
): { readonly shown: readonly T[]; readonly left: number; readonly same: number } {
  if (all) return { shown: rows, left: 0, same: 0 };
  const changed = rows.filter(({ change }) => change !== 'same');
  const shown = changed.slice(0, MOST_ROWS);
  return { shown, left: changed.length - shown.length, same: rows.length - changed.length };
}

function restLines(left: number, same: number, what: string, all: boolean): string[] {
  if (all || left + same === 0) return [];
  const said = [
    ...(left === 0 ? [] : [`${count(left, `more ${what}`)} changed`]),
    ...(same === 0 ? [] : [`${count(same, what)} the same`]),
  ];
  return [`  ${said.join(', ')} (--all lists them)`];
}

function title(what: string, scope: GoroutineChanges['scope']): string {
  return clip([what, ...scopeWords({ scope })].join(', '), COLUMNS);
}

function words(value: number | string | null): string {
  return value === null ? '?' : String(value);
}

function bytes(value: number | string | null): string {
  return value === null ? '?' : formatBytes(value);
}

function difference(values: readonly (number | string | null)[]): number | undefined {
  const known = values.filter((value) => value !== null);
  return known.length < 2 ? undefined : Number(known.at(-1)) - Number(known[0]);
}

function signed(values: readonly (number | string | null)[]): string {
  const delta = difference(values);
  return delta === undefined ? '?' : `${delta > 0 ? '+' : ''}${delta}`;
}

function signedBytes(values: readonly (number | string | null)[]): string {
  const delta = difference(values);
  if (delta === undefined) return '?';
  return `${delta > 0 ? '+' : delta < 0 ? '-' : ''}${formatBytes(Math.abs(delta))}`;
}
