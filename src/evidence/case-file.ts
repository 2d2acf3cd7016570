import type { Fact, FactDraft, FactOf, FactType } from './facts/index.ts';
import type { Scope } from './scope.ts';

/** Every fact of a bundle, in the order of reading, and by type. */
export class CaseFile {
  readonly #facts: Fact[] = [];
  readonly #byType = new Map<FactType, Fact[]>();

  /** Files a fact and gives it its id. */
  add(draft: FactDraft): string {
    const siblings = this.#byType.get(draft.type) ?? [];
    if (siblings.length === 0) this.#byType.set(draft.type, siblings);
    const id = `${draft.type}:${siblings.length + 1}`;
    // The draft's union member is kept: only the id is added.
    const fact = { ...draft, id } as Fact;
    siblings.push(fact);
    this.#facts.push(fact);
    return id;
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

  /** A copy without the facts of these ids; the others keep theirs. */
  without(ids: ReadonlySet<string>): CaseFile {
    const copy = new CaseFile();
    for (const fact of this.#facts) {
      if (ids.has(fact.id)) continue;
      copy.#facts.push(fact);
      const siblings = copy.#byType.get(fact.type);
      if (siblings === undefined) copy.#byType.set(fact.type, [fact]);
      else siblings.push(fact);
    }
    return copy;
  }
}

/** Whether two facts can be of one process: no field that both know differs. */
export function sameScope(a: Scope, b: Scope): boolean {
  return (['node', 'namespace', 'pod', 'container', 'incarnation'] as const).every(
    (field) => a[field] === undefined || b[field] === undefined || a[field] === b[field],
  );
}
