import type { Store } from '../store/store.ts';

/** The cursor rests where no key has moved it for so long, in milliseconds. Keys that are held come every 90 ms at the slowest. */
const REST_MS = 120;

/**
 * Lets the panes beside follow the cursor when it rests. There is a timer only while they are behind. Gives what ends it.
 */
export function followAtRest({ subscribe, get, dispatch }: Pick<Store, 'subscribe' | 'get' | 'dispatch'>): () => void {
  let timer: NodeJS.Timeout | undefined;
  const unsubscribe = subscribe(() => {
    clearTimeout(timer);
    timer = get().behind === true ? setTimeout(() => dispatch({ on: 'rest' }), REST_MS) : undefined;
  });
  return () => {
    clearTimeout(timer);
    unsubscribe();
  };
}
