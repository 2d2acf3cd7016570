import type { Fact, FactDraft, FactOf, FactType } from './facts/index.ts';
import type { Scope } from './scope.ts';
import type { SafeText } from '../text/safe-text.ts';

/** Every fact of a bundle, in the order of their files, and by type. */
export class CaseFile {
  readonly #facts: Fact[] = [];
  readonly #byType = new Map<FactType, Fact[]>();
  readonly #byId = new Map<string, Fact>();
  /** The highest number that was given out, by type. */
  readonly #ids = new Map<FactType, number>();

  /** Files a fact and gives it its id. */
  add(draft: FactDraft): string {
    const id = this.nextId(draft.type);
    this.file(id, draft);
    return id;
  }

  /** The next free id of a type, which is taken with that. */
  nextId(type: FactType): string {
    const number = (this.#ids.get(type) ?? 0) + 1;
    this.#ids.set(type, number);
    return `${type}:${number}`;
  }

  /** Files a fact under an id that {@link nextId} gave. */
  file(id: string, draft: FactDraft): void {
    // The draft's union member is kept: only the id is added.
    const fact = { ...draft, id } as Fact;
    const siblings = this.#byType.get(fact.type);
    if (siblings === undefined) this.#byType.set(fact.type, [fact]);
    else siblings.push(fact);
    this.#facts.push(fact);
    this.#byId.set(id, fact);
  }

  /** The fact of an id; undefined where there is none, or where it was left out for want of room. */
  get(id: string): Fact | undefined {
    return this.#byId.get(id);
  }

  get all(): readonly Fact[] {
    return this.#facts;
  }

  /** The facts of one type, in the order of reading. */
  of<T extends FactType>(type: T): readonly FactOf<T>[] {
    return (this.#byType.get(type) ?? []) as unknown as readonly FactOf<T>[];
  }

  has(type: FactType): boolean {
    return this.#byType.has(type);
  }

  /**
   * A copy with the facts in the order of their files, by the place of each file's path; they keep their ids. The files of an archive
   * may have been read in any order, and what is found must not depend on it.
   */
  inOrder(place: (path: SafeText) => number): CaseFile {
    const copy = new CaseFile();
    for (const [type, number] of this.#ids) copy.#ids.set(type, number);
    const ordered = this.#facts.map((fact) => ({ fact, at: place(fact.citations[0].path) })).toSorted((a, b) => a.at - b.at);
    for (const { fact } of ordered) copy.file(fact.id, fact);
    return copy;
  }

  /** A copy whose facts have the scopes that are given for them; the others are the same ones. */
  withScopes(scopeOf: (fact: Fact) => Scope): CaseFile {
    return this.with((fact) => {
      const scope = scopeOf(fact);
      return scope === fact.scope ? fact : { ...fact, scope };
    });
  }

  /** A copy with other facts in the places of these, of the same types and ids. */
  with(other: (fact: Fact) => Fact): CaseFile {
    const copy = new CaseFile();
    for (const [type, number] of this.#ids) copy.#ids.set(type, number);
    for (const fact of this.#facts) copy.file(fact.id, other(fact));
    return copy;
  }

  /** A copy without the facts of these ids; the others keep theirs. */
  without(ids: ReadonlySet<string>): CaseFile {
    const copy = new CaseFile();
    for (const [type, number] of this.#ids) copy.#ids.set(type, number);
    for (const fact of this.#facts) {
      if (!ids.has(fact.id)) copy.file(fact.id, fact);
    }
    return copy;
  }
}

/** Whether two facts can be of one process: no field that both know differs. */
export function sameScope(a: Scope, b: Scope): boolean {
  return (
    (['node', 'namespace', 'pod', 'container', 'process'] as const).every(
      (field) => a[field] === undefined || b[field] === undefined || a[field] === b[field],
    ) && mayBeOneRun(a.incarnation, b.incarnation)
  );
}

/** A number and a word may mean one run: which number the current one has is not known, or the word would be a number. */
function mayBeOneRun(a: Scope['incarnation'], b: Scope['incarnation']): boolean {
  return a === undefined || b === undefined || typeof a !== typeof b || a === b;
}
