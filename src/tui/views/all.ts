import type { Target, View, ViewName } from '../view.ts';
import { changes } from './changes.ts';
import { exits } from './exits.ts';
import type { FileLines } from './file-lines.ts';
import { fileView } from './file.ts';
import { files } from './files.ts';
import { finding } from './finding.ts';
import { findings } from './findings.ts';
import { goroutinesView } from './goroutines.ts';
import { groupView } from './group.ts';
import { type HelpLine, helpView } from './help.ts';
import { memory } from './memory.ts';
import { outcomes } from './outcomes.ts';
import { timeline } from './timeline.ts';
import { waits } from './waits.ts';

/** What views need beside the report. */
export interface Providers {
  /** The lines of a file of the bundle. */
  readonly linesOf: (path: string) => FileLines;
  /** The lines of the help for a view. */
  readonly help: (view: ViewName) => readonly HelpLine[];
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
    memory,
    changes,
    waits,
    files,
    file: fileView(linesOf),
    outcomes,
    exits,
    help: helpView(help),
  };
}
