import type { ReadProgress } from '../../analyze.ts';
import type { Comparison } from '../../report/compare/comparison.ts';
import type { Report } from '../../report/report.ts';
import type { Key } from '../keys/key.ts';
import type { TriageEntry } from '../triage/triage.ts';
import type { ExactDumps } from '../view.ts';
import type { Action } from './action.ts';
import type { Message, Size } from './state.ts';

/** All that can happen to the state. */
export type Event =
  | { readonly on: 'action'; readonly action: Action }
  /** A key while there is a prompt. */
  | { readonly on: 'key'; readonly key: Key }
  /** No key has come for a moment: the panes beside are to show what belongs to the row under the cursor. */
  | { readonly on: 'rest' }
  | { readonly on: 'resize'; readonly size: Size }
  | { readonly on: 'progress'; readonly progress: ReadProgress }
  /** How the bundles differ, where several are laid side by side; the report of the last one follows. */
  | { readonly on: 'comparison'; readonly comparison: Comparison }
  | { readonly on: 'report'; readonly report: Report }
  /** More lines of a file have been loaded. */
  | { readonly on: 'lines' }
  /** What was said of findings in earlier runs. */
  | { readonly on: 'triage'; readonly triage: ReadonlyMap<string, TriageEntry> }
  /** What was said of a finding could not be saved. */
  | { readonly on: 'unsaved'; readonly entry: TriageEntry }
  /** What the reading of the dumps with lines apart came to. */
  | { readonly on: 'exact'; readonly exact: ExactDumps }
  | { readonly on: 'message'; readonly message: Message };
