import type { Citation } from '../evidence/citation.ts';
import type { Comparison } from '../report/compare/comparison.ts';
import type { Report, ReportDump } from '../report/report.ts';
import type { TriageEntry } from './triage/triage.ts';
import type { StyledLine } from './styled.ts';

/** Where a row leads. */
export type Target =
  | { readonly view: 'findings' }
  | { readonly view: 'finding'; readonly id: string }
  | { readonly view: 'goroutines'; readonly dump?: string }
  | { readonly view: 'group'; readonly id: string }
  | { readonly view: 'timeline' }
  | { readonly view: 'memory' }
  | { readonly view: 'changes' }
  | { readonly view: 'waits' }
  | { readonly view: 'files' }
  | { readonly view: 'file'; readonly path: string; readonly line?: number }
  | { readonly view: 'outcomes' }
  | { readonly view: 'exits' }
  /** `of`: the view whose keys are asked about. */
  | { readonly view: 'help'; readonly of?: ViewName };

/** Names of the views; the kinds of targets, spelt out since a target may name one. */
export type ViewName =
  | 'findings'
  | 'finding'
  | 'goroutines'
  | 'group'
  | 'timeline'
  | 'memory'
  | 'changes'
  | 'waits'
  | 'files'
  | 'file'
  | 'outcomes'
  | 'exits'
  | 'help';

/**
 * The dumps with every line of code kept apart, for the level `exact`. The groups of a report have them together, so that the dumps are read once more when
 * somebody asks. `failed`: why they could not be.
 */
export type ExactDumps =
  | { readonly kind: 'reading' }
  | { readonly kind: 'read'; readonly dumps: readonly ReportDump[] }
  | { readonly kind: 'failed'; readonly why: string };

/** What a view is made from. */
export interface ViewInput {
  readonly report: Report;
  /** How the bundle differs from others that it is laid beside; absent where it is looked at alone. */
  readonly comparison?: Comparison;
  /** What the user has said of findings, by their key. */
  readonly triage: ReadonlyMap<string, TriageEntry>;
  /** Columns of the pane; text is folded to it, tables are fitted to it. */
  readonly width: number;
  /** How the rows are sorted; a name from `sorts` of the view. */
  readonly sort?: string;
  /** Only rows of this kind are shown, one of `kinds` of the view; all where absent. */
  readonly kind?: string;
  /** Level of similarity of the goroutines view. */
  readonly level?: 'exact' | 'functions' | 'creator';
  /** What the level `exact` shows; absent where nobody has asked for it. */
  readonly exact?: ExactDumps;
  /** Goroutines that are idle by design are shown, too. */
  readonly idle?: boolean;
}

/**
 * The rows of a view, one line each. Rows are made when they are asked for: a view of 100,000 groups costs what is on the screen. Pure.
 */
export interface Rows {
  /** Headings that stay while the rest scrolls; at most two lines. */
  readonly head: readonly StyledLine[];
  readonly count: number;
  /**
   * What a row is, whatever the order, the width or the report: by it the cursor stays on its row. Rows of one thing, such as a paragraph,
   * stand together and have one key; no other row of the view has it. Cheap: it is asked of every row of a long list, and makes none.
   */
  readonly key: (at: number) => string;
  /** The first row with a key, where that is found faster than by looking at every row. */
  readonly rowOf?: (key: string) => number | undefined;
  /** The row `at`, from 0. */
  readonly line: (at: number) => StyledLine;
  /** Where enter leads from a row; undefined where it has nothing behind it. */
  readonly target?: (at: number) => Target | undefined;
  /** Rows that stand for goroutines that are folded away: enter shows these. */
  readonly folded?: (at: number) => boolean;
  /** The place in the bundle that a row is about: for the editor, the pager and copying. */
  readonly place?: (at: number) => Citation | undefined;
  /** What `y` copies of a row: a block that can be quoted. */
  readonly quote?: (at: number) => string | undefined;
  /** What a filter looks at, lower case; the text of the row where absent. */
  readonly haystack?: (at: number) => string;
  /** Rows that the cursor may stand on; all where absent. */
  readonly selectable?: (at: number) => boolean;
}

/**
 * What the rows of a view are to a reader. `list`: things, one of which the cursor is on; a filter leaves those that it finds. `text`: a page that is
 * read as a whole; a filter finds lines in it and hides none.
 */
export type Reading = 'list' | 'text';

/** A view is a small file over the report. */
export interface View<T extends Target = Target> {
  readonly name: T['view'];
  readonly reading: Reading;
  /** For the breadcrumbs. */
  readonly title: (target: T, input: ViewInput) => string;
  /** Names of the orders that `s` goes through, the first at the start; none where the order is given. */
  readonly sorts?: readonly string[];
  /** The kinds of rows that there are, of which one alone can be shown; none where rows are all of one. */
  readonly kinds?: (target: T, input: ViewInput) => readonly string[];
  readonly rows: (target: T, input: ViewInput) => Rows;
}
