import type { PrintedFunction, PrintedProfileFact, PrintedWait } from '../../src/evidence/facts/printed-profile.ts';
import { sanitize } from '../../src/text/safe-text.ts';
import type { Head } from './head.ts';
import { kindOf } from './kind.ts';
import { type Edge, type Row, printedFrame, readEdge, readNode, readRow } from './row.ts';
import { unitOf } from './value.ts';
import { waitOfCallee } from './waits.ts';

/** What a report says, without where it stands. */
export type Statement = Pick<
  PrintedProfileFact,
  'form' | 'kind' | 'kindBasis' | 'unit' | 'difference' | 'rowCount' | 'functions' | 'lines' | 'waits' | 'stacks' | 'cut'
>;

/** Functions that a fact has. */
const MOST_FUNCTIONS = 50;
/** Waits that a fact has. */
export const MOST_WAITS = 20;
/** Shares are printed with two digits at least: two that are as near as that are one. */
const NEAR = 0.0002;

interface Callee extends Edge {
  readonly row: number;
}

/** A table of functions while it is read, with or without callers and callees. */
export class Table {
  readonly form: 'top' | 'tree';
  readonly #rows: Row[] = [];
  readonly #callees: Callee[] = [];

  constructor(form: 'top' | 'tree') {
    this.form = form;
  }

  get empty(): boolean {
    return this.#rows.length === 0;
  }

  /** Offers a line of the table. */
  accept(text: string): boolean {
    const tree = this.form === 'tree';
    if (tree && /^\s*-{30,}\+-{5,}$/.test(text)) {
      this.#below = false;
      return true;
    }
    const row = tree ? readNode(text) : readRow(text);
    if (row !== undefined) {
      this.#rows.push(row);
      this.#below = true;
      return true;
    }
    const edge = tree ? readEdge(text) : undefined;
    if (edge === undefined) return false;
    // Callers stand above the row of their function, callees below it.
    if (this.#below) this.#callees.push({ ...edge, row: this.#rows.length - 1 });
    return true;
  }

  #below = false;

  /** What was read. */
  statement(head: Head): Statement {
    const rows = this.#rows;
    const values = rows.flatMap(({ flat, cumulative }) => [flat, cumulative]);
    const unit = unitOf(values);
    let largest: Row | undefined;
    for (const row of rows) if (row.flat.amount > (largest?.flat.amount ?? 0)) largest = row;
    const { kind, basis } = kindOf(head, unit, largest === undefined ? undefined : printedFrame(largest.name).function, false);
    const difference = [...values, ...(head.total === undefined ? [] : [head.total])].some(({ amount }) => amount < 0);
    const leads = difference ? undefined : leader(rows, head);
    const functions = rows.slice(0, MOST_FUNCTIONS).map((row, index): PrintedFunction => ({
      kind,
      ...(head.measure === undefined ? {} : { measure: sanitize(head.measure) }),
      difference,
      place: index + 1,
      frame: printedFrame(row.name),
      flat: row.flat.amount,
      cumulative: row.cumulative.amount,
      flatShare: row.flatShare,
      cumulativeShare: row.cumulativeShare,
      heads: row === leads || (!difference && row.cumulativeShare > 0.5),
    }));
    const announced = head.rows ?? 0;
    return {
      form: this.form,
      kind,
      kindBasis: basis,
      unit,
      difference,
      rowCount: rows.length,
      functions,
      lines: [],
      waits: kind === 'goroutine' || kind === 'goroutineleak' ? this.#waits() : [],
      stacks: [],
      cut: this.form === 'top' && rows.length < announced,
    };
  }

  #waits(): readonly PrintedWait[] {
    return this.#callees
      .flatMap(({ row, weight, name }): PrintedWait[] => {
        const stateClass = waitOfCallee(printedFrame(name).function);
        const by = this.#rows[row];
        return stateClass === undefined || by === undefined ? [] : [{ frame: printedFrame(by.name), stateClass, count: weight.amount }];
      })
      .toSorted((a, b) => b.count - a.count)
      .slice(0, MOST_WAITS);
  }
}

/**
 * The row of the function that has the most of its own in the whole profile, if what is printed shows it: the first row of a table that is sorted by flat or by cum, or one
 * with more than all that is not printed.
 */
function leader(rows: readonly Row[], { total }: Head): Row | undefined {
  const [first] = rows;
  if (first === undefined) return undefined;
  const most = rows.reduce((a, b) => (b.flat.amount > a.flat.amount ? b : a));
  if (most.flat.amount <= 0) return undefined;
  const printed = rows.reduce((sum, row) => sum + row.flat.amount, 0);
  if (total !== undefined && most.flat.amount >= total.amount - printed) return most;
  // Of the first row flat% and sum% are the same; of any other one the sum has those above it.
  if (most !== first || Math.abs(first.sumShare - first.flatShare) > NEAR * Math.max(1, first.flatShare * 100)) return undefined;
  const byFlat = rows.length > 1 && rows.every((row, i) => i === 0 || row.flat.amount <= (rows[i - 1]?.flat.amount ?? 0));
  // Sorted by cum, no other function has more with all that it calls, and so none of its own.
  return byFlat || first.flat.amount === first.cumulative.amount ? first : undefined;
}
