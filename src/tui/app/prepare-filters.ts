import { focused } from '../store/focus.ts';
import type { Store } from '../store/store.ts';

/** How long keys may wait for it, in milliseconds. */
const SLICE_MS = 5;

/**
 * Makes what a filter looks at while the user looks at a list: for 100,000 rows that takes longer than a frame may. Keys come between the slices, and when
 * all is made there are no more of them. Gives what ends it.
 */
export function prepareFilters({ subscribe, get, lists }: Pick<Store, 'subscribe' | 'get' | 'lists'>): () => void {
  let next: NodeJS.Immediate | undefined;
  const slice = (): void => {
    next = undefined;
    const state = get();
    if (state.report === undefined) return;
    const { visit, pane } = focused(state, lists);
    const end = performance.now() + SLICE_MS;
    if (!lists.prepareFilter(state, visit, pane, () => performance.now() < end)) next = setImmediate(slice);
  };
  const unsubscribe = subscribe(() => {
    next ??= setImmediate(slice);
  });
  return () => {
    clearImmediate(next);
    unsubscribe();
  };
}
