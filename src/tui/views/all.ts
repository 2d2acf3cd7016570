import type { Rows, Target, View, ViewInput, ViewName } from '../view.ts';
import type { FileLines } from './file-lines.ts';
import { fileView } from './file.ts';
import { files } from './files.ts';
import { finding } from './finding.ts';
import { findings } from './findings.ts';
import { goroutinesView } from './goroutines.ts';
import { groupView } from './group.ts';
import { heap } from './heap.ts';
import { type HelpLine, helpView } from './help.ts';
import { outcomes } from './outcomes.ts';
import { timeline } from './timeline.ts';

/** What views need beside the report. */
export interface Providers {
  /** The lines of a file of the bundle. */
  readonly linesOf: (path: string) => FileLines;
  /** The lines of help. */
  readonly help: readonly HelpLine[];
}

export type Views = { readonly [N in ViewName]: View<Extract<Target, { view: N }>> };

/** Every view. */
export function views({ linesOf, help }: Providers): Views {
  return {
    findings,
    finding,
    goroutines: goroutinesView,
    group: groupView,
    timeline,
    heap,
    files,
    file: fileView(linesOf),
    outcomes,
    help: helpView(help),
  };
}

/** The rows that a target leads to. To be kept while the input stays the same: a view may sort 100,000 groups for them. */
export function rowsFor(all: Views, target: Target, input: ViewInput): Rows {
  return viewOf(all, target).rows(target, input);
}

/** The view of a target. */
export function viewOf(all: Views, target: Target): View {
  // Each view takes the targets of its own name, by which it was chosen.
  return all[target.view] as unknown as View;
}
