import type { CaseFile } from '../evidence/case-file.ts';
import type { Fact } from '../evidence/facts/index.ts';
import type { Scope } from '../evidence/scope.ts';
import { ScopeIndex } from '../evidence/scope-index.ts';
import type { CompiledSelection } from './compile.ts';
import { read, reader } from './path.ts';

/**
 * Comparisons with what is bound that one signature may make. Real bundles need thousands; one that is made so that each of a hundred
 * thousand candidates looks at as many facts would take hours.
 */
const MOST_COMPARISONS = 3_000_000;

/** A fact, or an element of one, that a selection has selected. */
export interface Bound {
  readonly fact: Fact;
  /** The fact itself, or the element of the list that `each` names. */
  readonly value: unknown;
}

/** Told of what a selection makes of facts: for those who want to know why it has found nothing. */
export interface Watch {
  /** It was tried on a fact, or on an element of one. `lookup` reads what was bound at that time. */
  tried(selection: CompiledSelection, one: Bound, lookup: (path: string) => unknown, held: boolean): void;
  /** What it has selected is of another pod or container than the anchor. */
  elsewhere(selection: CompiledSelection, one: Bound): void;
}

/**
 * Selects facts for the candidates of one signature. Each candidate asks anew, and a bundle can have tens of thousands: what a selection
 * that refers to nothing selects is found out once, and of others what asks for nothing that is bound; where one asks for the same values as
 * what is bound (`same`), only facts with those values are tried.
 */
export class Selector {
  readonly #caseFile: CaseFile;
  readonly watch: Watch | undefined;
  /** What selections select whatever is bound. */
  readonly #constant = new Map<CompiledSelection, Selected>();
  readonly #compared = new Map<CompiledSelection, Compared>();
  #comparisons = 0;

  /** @param watch Whoever watches is told of every fact: nothing is remembered then, and nothing is passed over unseen. */
  constructor(caseFile: CaseFile, watch?: Watch) {
    this.#caseFile = caseFile;
    this.watch = watch;
  }

  /** It has compared more than it may: what it selected last may lack something. */
  get isExhausted(): boolean {
    return this.#comparisons > MOST_COMPARISONS;
  }

  /** What a selection selects, in the order of reading; what cannot be of the scope may be left out. */
  *select(selection: CompiledSelection, scope: Scope, lookup: (path: string) => unknown): Generator<Bound> {
    if (selection.fact === undefined) return;
    if (this.watch !== undefined) {
      yield* test(selection, this.#caseFile.of(selection.fact), lookup, this.watch);
      return;
    }
    if (selection.isConstant) {
      let found = this.#constant.get(selection);
      if (found === undefined) {
        found = new Selected(passing(selection, this.#caseFile.of(selection.fact), lookup));
        this.#constant.set(selection, found);
      }
      yield* found.beside(scope);
      return;
    }
    let compared = this.#compared.get(selection);
    if (compared === undefined) {
      compared = new Compared(selection, passing(selection, this.#caseFile.of(selection.fact), lookup));
      this.#compared.set(selection, compared);
    }
    for (const one of compared.like(lookup)) {
      if (++this.#comparisons > MOST_COMPARISONS) return;
      if (selection.beside(one.value, lookup)) yield one;
    }
  }
}

/** What passes the part of a selection that asks for nothing that is bound. */
function* passing(selection: CompiledSelection, facts: readonly Fact[], lookup: (path: string) => unknown): Generator<Bound> {
  for (const one of looked(selection, facts)) if (selection.alone(one.value, lookup)) yield one;
}

/** What a selection looks at: facts, or the elements of a list of each. */
function* looked({ each }: CompiledSelection, facts: readonly Fact[]): Generator<Bound> {
  for (const fact of facts) {
    const values = each === undefined ? [fact] : read(fact, each);
    if (Array.isArray(values)) for (const value of values) yield { fact, value };
  }
}

/** What may be selected, by the values that must be those of something bound. */
class Compared {
  readonly #fields: readonly { readonly field: (value: unknown) => unknown; readonly to: string }[];
  readonly #byValues = new Map<string, Bound[]>();

  constructor({ equals }: CompiledSelection, all: Iterable<Bound>) {
    this.#fields = equals.map(({ field, to }) => ({ field: reader(field), to }));
    for (const one of all) {
      const key = keyOf(this.#fields.map(({ field }) => field(one.value)));
      const known = this.#byValues.get(key);
      if (known === undefined) this.#byValues.set(key, [one]);
      else known.push(one);
    }
  }

  /** Those with the values that are bound now. */
  like(lookup: (path: string) => unknown): readonly Bound[] {
    return this.#byValues.get(keyOf(this.#fields.map(({ to }) => lookup(to)))) ?? [];
  }
}

/** Different for values that differ; lists and objects are told apart by the test. */
function keyOf(values: readonly unknown[]): string {
  return values.map((value) => (typeof value === 'object' ? 'object' : `${typeof value} ${value as string | number}`)).join('\n');
}

function* test(selection: CompiledSelection, facts: readonly Fact[], lookup: (path: string) => unknown, watch: Watch): Generator<Bound> {
  for (const one of looked(selection, facts)) if (holds(selection, one.fact, one.value, lookup, watch)) yield one;
}

/** Whether a selection selects a fact (`value` is the fact itself), or an element of one. */
export function holds(
  selection: CompiledSelection,
  fact: Fact,
  value: unknown,
  lookup: (path: string) => unknown,
  watch: Watch | undefined,
): boolean {
  const held = selection.test(value, lookup);
  watch?.tried(selection, { fact, value }, lookup, held);
  return held;
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
