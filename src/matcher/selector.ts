import type { CaseFile } from '../evidence/case-file.ts';
import type { Fact } from '../evidence/facts/index.ts';
import type { Scope } from '../evidence/scope.ts';
import { ScopeIndex } from '../evidence/scope-index.ts';
import type { CompiledSelection } from './compile.ts';
import { read, reader } from './path.ts';

/** A fact, or an element of one, that a selection has selected. */
export interface Bound {
  readonly fact: Fact;
  /** The fact itself, or the element of the list that `each` names. */
  readonly value: unknown;
}

/**
 * Selects facts for the candidates of one signature. Each candidate asks anew, and a bundle can have tens of thousands: what a selection
 * that refers to nothing selects is found out once, and where one asks for the same value as what is bound (`same`), only facts with that value are tried.
 */
export class Selector {
  readonly #caseFile: CaseFile;
  /** What selections select whatever is bound. */
  readonly #constant = new Map<CompiledSelection, Selected>();
  /** Facts by the value that a selection compares first. */
  readonly #byValue = new Map<CompiledSelection, ReadonlyMap<unknown, readonly Fact[]>>();

  constructor(caseFile: CaseFile) {
    this.#caseFile = caseFile;
  }

  /** What a selection selects, in the order of reading; what cannot be of the scope may be left out. */
  *select(selection: CompiledSelection, scope: Scope, lookup: (path: string) => unknown): Generator<Bound> {
    if (selection.fact === undefined) return;
    if (selection.isConstant) {
      let found = this.#constant.get(selection);
      if (found === undefined) {
        found = new Selected(test(selection, this.#caseFile.of(selection.fact), lookup));
        this.#constant.set(selection, found);
      }
      yield* found.beside(scope);
    } else yield* test(selection, this.#facts(selection, selection.fact, lookup), lookup);
  }

  #facts(selection: CompiledSelection, type: Fact['type'], lookup: (path: string) => unknown): readonly Fact[] {
    const { equals } = selection;
    if (equals === undefined || selection.each !== undefined) return this.#caseFile.of(type);
    let index = this.#byValue.get(selection);
    if (index === undefined) {
      index = groupedBy(this.#caseFile.of(type), reader(equals.field));
      this.#byValue.set(selection, index);
    }
    return index.get(lookup(equals.to)) ?? [];
  }
}

function* test(selection: CompiledSelection, facts: readonly Fact[], lookup: (path: string) => unknown): Generator<Bound> {
  for (const fact of facts) {
    const values = selection.each === undefined ? [fact] : read(fact, selection.each);
    if (!Array.isArray(values)) continue;
    for (const value of values) if (selection.test(value, lookup)) yield { fact, value };
  }
}

/** What was selected: what is of another pod or container than the anchor is passed over without being looked at. */
class Selected {
  readonly #source: Iterator<Bound>;
  readonly #all: Bound[] = [];
  #index: ScopeIndex<Bound> | undefined;

  constructor(source: Iterator<Bound>) {
    this.#source = source;
  }

  *beside(scope: Scope): Generator<Bound> {
    if (scope.pod === undefined) yield* this.#inOrder();
    else {
      this.#index ??= new ScopeIndex([...this.#inOrder()], ({ fact }) => fact.scope);
      yield* this.#index.near(scope);
    }
  }

  /** Whoever needs only the first ones has no more of them looked for. */
  *#inOrder(): Generator<Bound> {
    for (let at = 0; ; at++) {
      if (at >= this.#all.length) {
        const next = this.#source.next();
        if (next.done === true) return;
        this.#all.push(next.value);
      }
      const one = this.#all[at];
      if (one !== undefined) yield one;
    }
  }
}

function groupedBy<T, K>(all: readonly T[], keyOf: (one: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return groups;
}
