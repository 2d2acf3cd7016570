import type { Rows, Target, View, ViewInput } from '../../../src/tui/view.ts';
import type { Views } from '../../../src/tui/views/all.ts';

/** The rows that a target leads to. */
export function rowsFor(all: Views, target: Target, input: ViewInput): Rows {
  return viewOf(all, target).rows(target, input);
}

/** The view of a target. */
export function viewOf(all: Views, target: Target): View {
  // Each view takes the targets of its own name, by which it was chosen.
  return all[target.view] as unknown as View;
}
