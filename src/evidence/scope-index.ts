import type { Scope } from './scope.ts';

interface Numbered<T> {
  readonly at: number;
  readonly one: T;
}

/**
 * Things by the pod and the container that they are of, so that those beside one of them are found without a look at all: a cluster has tens
 * of thousands.
 */
export class ScopeIndex<T> {
  readonly #all: readonly T[];
  readonly #byPod = new Map<string | undefined, Numbered<T>[]>();
  readonly #byContainer = new Map<string, Numbered<T>[]>();

  constructor(all: readonly T[], scopeOf: (one: T) => Scope) {
    this.#all = all;
    for (const [at, one] of all.entries()) {
      const { pod, container } = scopeOf(one);
      const numbered = { at, one };
      put(this.#byPod, pod, numbered);
      put(this.#byContainer, key(pod, container), numbered);
    }
  }

  /** Those that can be of the same pod and container, in their order; what else of their scopes differs is for the caller to see (`sameScope`). */
  near({ pod, container }: Scope): readonly T[] {
    if (pod === undefined) return this.#all;
    const found =
      container === undefined
        ? [this.#byPod.get(pod), this.#byPod.get(undefined)]
        : [key(pod, container), key(pod, undefined), key(undefined, container), key(undefined, undefined)].map((one) =>
            this.#byContainer.get(one),
          );
    return found
      .flatMap((one) => one ?? [])
      .toSorted((a, b) => a.at - b.at)
      .map(({ one }) => one);
  }
}

const key = (pod: string | undefined, container: string | undefined): string => JSON.stringify([pod, container]);

function put<K, V>(map: Map<K, V[]>, at: K, value: V): void {
  const known = map.get(at);
  if (known === undefined) map.set(at, [value]);
  else known.push(value);
}
