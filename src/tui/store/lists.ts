import type { Report } from '../../report/report.ts';
import type { Rows, Target, View, ViewInput, ViewName } from '../view.ts';
import { type PaneName, bodyHeight, textWidthOf } from './layout.ts';
import { type List, makeList } from './list.ts';
import type { State, Visit } from './state.ts';
import { targetKey } from './target.ts';

/** The views by their names. A name without one has no rows. */
export type Views = { readonly [name in ViewName]?: View<Extract<Target, { view: name }>> };

/** Makes the help for the view that it was asked for in. */
export type HelpFor = (view: ViewName) => View<Extract<Target, { view: 'help' }>>;

/** Views that are read as a whole: a filter finds rows in them and hides none. */
const TEXTS: ReadonlySet<ViewName> = new Set(['finding', 'group', 'file', 'help']);
/** Lists are kept for so many views and widths; those of a screen are fewer. */
const KEPT = 24;
const NOTHING: Rows = { head: [], count: 0, line: () => [] };

/** What rows are made from, for as long as they do not change. */
interface Kept {
  readonly rows: Rows;
  readonly haystacks: string[];
}

/** The rows of visits. The same state gives the same rows: what is kept between calls saves time and nothing else. */
export class Lists {
  readonly #views: Views;
  #report: Report | undefined;
  #triage: State['triage'] | undefined;
  #rows = new Map<string, Kept>();
  #lists = new Map<string, List>();

  readonly #helpFor: HelpFor | undefined;

  /** @param helpFor Makes the help for a view; the one among the views where absent. */
  constructor(views: Views, helpFor?: HelpFor) {
    this.#views = views;
    this.#helpFor = helpFor;
  }

  /** More lines of files have been loaded: their rows are to be made anew. */
  forgetFiles(): void {
    for (const map of [this.#rows, this.#lists]) for (const key of map.keys()) if (key.startsWith('file\u0000')) map.delete(key);
  }

  /** The rows of a visit, as its filter leaves them. */
  list(state: State, visit: Visit, pane: PaneName): List {
    if (state.report !== this.#report || state.triage !== this.#triage) {
      this.#report = state.report;
      this.#triage = state.triage;
      this.#rows.clear();
      this.#lists.clear();
    }
    const width = textWidthOf(state, pane);
    const about = visit.target.view === 'help' ? helpedView(state) : '';
    const key = [targetKey(visit.target), about, width, visit.sort ?? '', state.level, state.idle].join('\u0000');
    const listKey = `${key}\u0000${visit.filter}`;
    return keep(this.#lists, listKey, () => {
      const { rows, haystacks } = keep(this.#rows, key, () => ({ rows: this.#make(state, visit, width), haystacks: [] }));
      return makeList(rows, visit.filter, TEXTS.has(visit.target.view), haystacks);
    });
  }

  /** How many rows of a visit are on the screen at once. */
  height(state: State, visit: Visit, pane: PaneName): number {
    return Math.max(1, bodyHeight(state.size) - this.list(state, visit, pane).rows.head.length);
  }

  /** What the breadcrumbs call a visit. */
  title(state: State, { target, sort }: Visit): string {
    const view = this.#view(target, state);
    if (state.report === undefined || view === undefined) return target.view;
    return view.title(target, input(state.report, state, textWidthOf(state, 'main'), sort));
  }

  /** The orders that a view can have. */
  sorts({ target }: Visit): readonly string[] {
    return this.#views[target.view]?.sorts ?? [];
  }

  #make(state: State, { target, sort }: Visit, width: number): Rows {
    const view = this.#view(target, state);
    if (state.report === undefined || view === undefined) return NOTHING;
    return view.rows(target, input(state.report, state, width, sort));
  }

  #view(target: Target, state: State): View | undefined {
    if (target.view === 'help' && this.#helpFor !== undefined) return this.#helpFor(helpedView(state)) as View;
    // Each view stands under the name of its own targets.
    return this.#views[target.view] as View | undefined;
  }
}

/** The view that help was asked for in. */
function helpedView({ stack }: State): ViewName {
  return stack.findLast(({ target }) => target.view !== 'help')?.target.view ?? 'findings';
}

function input(report: Report, { triage, level, idle }: State, width: number, sort: string | undefined): ViewInput {
  return { report, triage, level, idle, width, ...(sort === undefined ? {} : { sort }) };
}

function keep<T>(map: Map<string, T>, key: string, make: () => T): T {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  const [oldest] = map.keys();
  if (map.size >= KEPT && oldest !== undefined) map.delete(oldest);
  map.set(key, made);
  return made;
}
