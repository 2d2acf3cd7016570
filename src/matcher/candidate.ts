import type { CaseFile } from '../evidence/case-file.ts';
import { sameScope } from '../evidence/case-file.ts';
import type { Citation } from '../evidence/citation.ts';
import type { DumpFact } from '../evidence/facts/dump.ts';
import type { Fact } from '../evidence/facts/index.ts';
import type { CompiledSelection, CompiledSignature } from './compile.ts';
import { read } from './path.ts';
import { type Bound, Selector, holds } from './selector.ts';

export type { Bound } from './selector.ts';

/** One way in which a signature may hold: an anchor and what its other selections found beside it. */
export interface Candidate {
  /** The selection that it begins with. */
  readonly first: CompiledSelection;
  /** What that has selected. */
  readonly anchor: Bound;
  /** What each selection selected; a selection that found nothing is absent. */
  readonly bound: ReadonlyMap<string, readonly Bound[]>;
  /** Reads `name.path` from the first fact that the selection found; `anchor.scope.…` from the anchor, whichever it is. */
  readonly lookup: (path: string) => unknown;
  /** The dump that a fact is, or is of. */
  readonly dumpOf: (fact: Fact) => DumpFact | undefined;
}

/** Every candidate of a signature: one for each fact that one of its anchors selects. True where they are not all: to find them took too long. */
export function* candidates(compiled: CompiledSignature, caseFile: CaseFile): Generator<Candidate, boolean> {
  const selector = new Selector(caseFile);
  for (const [i, first] of compiled.anchors.entries())
    for (const anchor of anchorsOf(first, selector)) {
      const candidate = complete(compiled, caseFile, selector, first, anchor);
      if (selector.isExhausted) return true;
      // What an earlier anchor has found is its candidate already, with this fact beside it.
      if (!compiled.anchors.slice(0, i).some(({ name }) => candidate.bound.has(name))) yield candidate;
    }
  return false;
}

/** The facts that an anchor selects: nothing is bound before it. */
export function anchorsOf(first: CompiledSelection, selector: Selector): Generator<Bound> {
  return selector.select(first, {}, () => undefined);
}

/** Looks for what the other selections select beside an anchor, which `first` has selected. */
export function complete(
  compiled: CompiledSignature,
  caseFile: CaseFile,
  selector: Selector,
  first: CompiledSelection,
  anchor: Bound,
): Candidate {
  const bound = new Map<string, readonly Bound[]>([[first.name, [anchor]]]);
  const lookup = (path: string) => lookUp(bound, path) ?? (path.startsWith('anchor.scope.') ? read(anchor.fact, path.slice(7)) : undefined);
  for (const selection of compiled.selections) {
    if (selection === first) continue;
    const known = remembered(lookup);
    const found =
      selection.of === undefined
        ? firstBeside(selection, anchor, selector, known)
        : (bound.get(selection.of) ?? []).filter(({ fact, value }) => holds(selection, fact, value, known, selector.watch));
    if (found.length > 0) bound.set(selection.name, found);
  }
  return { first, anchor, bound, lookup, dumpOf: (fact) => dumpOf(fact, caseFile) };
}

/** The dump that a fact is, or is of; undefined where it is of none. */
export function dumpOf(fact: Fact, caseFile: CaseFile): DumpFact | undefined {
  if (fact.type === 'dump') return fact;
  const dump = 'dump' in fact && fact.dump !== undefined ? caseFile.get(fact.dump) : undefined;
  return dump?.type === 'dump' ? dump : undefined;
}

/** Facts that one selection binds beside an anchor, at most: a dump may have thousands of groups, and each anchor asks anew. */
export const MOST_BOUND = 100;

/** The first of those that it selects that are in the anchor's scope. */
function firstBeside(selection: CompiledSelection, anchor: Bound, selector: Selector, lookup: (path: string) => unknown): readonly Bound[] {
  const found: Bound[] = [];
  for (const one of selector.select(selection, anchor.fact.scope, lookup)) {
    if (!sameScope(one.fact.scope, anchor.fact.scope)) selector.watch?.elsewhere(selection, one);
    else if (found.push(one) >= MOST_BOUND) break;
  }
  return found;
}

/** While one selection is tried on every fact, what is bound does not change: each path is looked up once. */
function remembered(lookup: (path: string) => unknown): (path: string) => unknown {
  const values = new Map<string, unknown>();
  return (path) => {
    if (!values.has(path)) values.set(path, lookup(path));
    return values.get(path);
  };
}

function lookUp(bound: ReadonlyMap<string, readonly Bound[]>, path: string): unknown {
  const dot = path.indexOf('.');
  const name = dot < 0 ? path : path.slice(0, dot);
  const first = bound.get(name)?.[0];
  if (first === undefined || dot < 0) return undefined;
  const rest = path.slice(dot + 1);
  // An element of a list speaks for itself; what it does not have, its fact may: `window.fact.intervalMs`.
  return read(first.value, rest) ?? (rest.startsWith('fact.') ? read(first.fact, rest.slice(5)) : undefined);
}

/** Where a bound fact or element stands: its own citation, or those of its fact. Never empty. */
export function citationsOf({ fact, value }: Bound): readonly [Citation, ...Citation[]] {
  const own = value === fact ? undefined : (read(value, 'citation') as Citation | undefined);
  return own === undefined ? fact.citations : [own];
}
