import type { Effect } from './effect.ts';
import type { Event } from './event.ts';
import type { Lists } from './lists.ts';
import { reduce } from './reduce.ts';
import { type Size, type State, initialState } from './state.ts';

/** The state outside React. Events are applied one by one to the state as it is then; whoever draws is told once for all of them. */
export class Store {
  readonly lists: Lists;
  readonly #run: (effect: Effect) => void;
  readonly #listeners = new Set<() => void>();
  #state: State;
  #told: State;
  #depth = 0;

  /** @param run Does what the reducer wants done outside. */
  constructor(lists: Lists, size: Size, run: (effect: Effect) => void) {
    this.lists = lists;
    this.#state = initialState(size);
    this.#told = this.#state;
    this.#run = run;
  }

  /** The state now. */
  readonly get = (): State => this.#state;

  /** For `useSyncExternalStore`; gives what ends it. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Applies an event and does what follows from it outside. */
  readonly dispatch = (event: Event): void => {
    this.batch(() => {
      const next = reduce(this.#state, event, this.lists);
      this.#state = next.effects.length === 0 ? next : { ...next, effects: [] };
      for (const effect of next.effects) this.#run(effect);
    });
  };

  /** Tells the listeners once, for all that is dispatched within. */
  readonly batch = (within: () => void): void => {
    this.#depth++;
    try {
      within();
    } finally {
      this.#depth--;
      if (this.#depth === 0 && this.#told !== this.#state) {
        this.#told = this.#state;
        for (const listener of this.#listeners) listener();
      }
    }
  };
}
