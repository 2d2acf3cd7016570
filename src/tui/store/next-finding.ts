import type { Report } from '../../report/report.ts';
import type { Citation } from '../../evidence/citation.ts';
import type { Focused } from './focus.ts';
import { withVisit } from './focus.ts';
import type { Lists } from './lists.ts';
import { opened } from './settle.ts';
import type { State } from './state.ts';

/** Lines of a file that a finding cites; the whole file where it has none. */
interface Cited {
  readonly first: number;
  readonly last: number;
}

const citedOf = new WeakMap<Report, ReadonlyMap<string, readonly Cited[]>>();

/**
 * The state at the next finding: in the page of a finding that of the next one, elsewhere the next row that a finding cites. Undefined where there is
 * none in this direction.
 */
export function nextFinding(state: State, here: Focused, by: -1 | 1, lists: Lists): State | undefined {
  const { report } = state;
  if (report === undefined) return undefined;
  const { visit, list, pane } = here;
  if (visit.target.view === 'finding') {
    const { id } = visit.target;
    const next = report.findings[report.findings.findIndex((one) => one.id === id) + by];
    // The preview shows what stands under the cursor: it cannot go elsewhere alone.
    if (next === undefined || pane !== 'main') return undefined;
    return withVisit(state, pane, opened(lists, state, { view: 'finding', id: next.id }, pane));
  }
  const cited = citations(report);
  for (let position = visit.cursor + by; position >= 0 && position < list.count; position += by) {
    const row = list.row(position);
    const found = list.rows.target?.(row)?.view === 'finding' || isCited(cited, list.rows.place?.(row));
    if (found && (list.rows.selectable?.(row) ?? true)) return withVisit(state, pane, { ...visit, cursor: position });
  }
  return undefined;
}

function citations(report: Report): ReadonlyMap<string, readonly Cited[]> {
  const known = citedOf.get(report);
  if (known !== undefined) return known;
  const map = new Map<string, Cited[]>();
  for (const { evidence } of report.findings)
    for (const one of evidence.flatMap(({ citation, more }) => [citation, ...more])) {
      const lines = linesOf(one);
      if (lines !== undefined) map.set(one.path, [...(map.get(one.path) ?? []), lines]);
    }
  citedOf.set(report, map);
  return map;
}

function isCited(cited: ReadonlyMap<string, readonly Cited[]>, place: Citation | undefined): boolean {
  const lines = place === undefined ? undefined : linesOf(place);
  if (place === undefined || lines === undefined) return false;
  return (cited.get(place.path) ?? []).some(({ first, last }) => first <= lines.last && lines.first <= last);
}

function linesOf({ firstLine, lastLine = firstLine }: Citation): Cited | undefined {
  return firstLine === undefined || lastLine === undefined ? undefined : { first: firstLine, last: lastLine };
}
