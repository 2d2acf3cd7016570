import type { StyledLine } from '../styled.ts';
import { sparkline } from '../text/sparkline.ts';
import { table } from '../text/table.ts';

const COURSE = 12;

/** What became of one thing, in the words of its row. */
export interface Changed {
  /** `grew`, `new`, `gone`, … */
  readonly change: string;
  /** More of it than before: it stands out. */
  readonly more: boolean;
  /** Before, afterwards, and the difference. */
  readonly first: string;
  readonly last: string;
  readonly by: string;
  /** The values in order of time; null where one is not known. Nothing where they are no numbers. */
  readonly values: readonly (number | null)[];
  readonly state: string;
  readonly name: string;
}

/**
 * The table of changes, the same for all kinds of things.
 *
 * @param heads What the first and the last value are called.
 * @param keep Which end of a name that does not fit is kept: of functions the end tells most.
 */
export function changedTable(
  width: number,
  heads: readonly [first: string, last: string],
  keep: 'start' | 'end' = 'end',
): { readonly head: StyledLine; readonly line: (one: Changed) => StyledLine } {
  return table<Changed>(
    [
      { title: 'change', width: 7, cell: ({ change, more }) => ({ text: change, ...(more ? { role: 'strong' as const } : {}) }) },
      { title: heads[0], width: 8, from: 70, align: 'right', cell: ({ first }) => ({ text: first }) },
      { title: 'course', width: COURSE, from: 90, cell: ({ values }) => ({ text: courseOf(values) }) },
      { title: heads[1], width: 8, align: 'right', cell: ({ last }) => ({ text: last, role: 'strong' }) },
      { title: 'by', width: 9, from: 50, align: 'right', cell: ({ by }) => ({ text: by }) },
      { title: 'state', width: 14, from: 110, cell: ({ state }) => ({ text: state, role: 'muted' }) },
      { title: 'function', width: 'rest', keep, cell: ({ name }) => ({ text: name }) },
    ],
    width,
  );
}

function courseOf(values: readonly (number | null)[]): string {
  return sparkline(
    values.flatMap((value, at) => (value === null ? [] : [{ at, value }])),
    COURSE,
  );
}
