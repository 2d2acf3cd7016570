import type { Key } from '../keys/key.ts';
import { focused } from '../store/focus.ts';
import type { Store } from '../store/store.ts';
import type { Parts } from './parts.ts';

/** For how long an escape may be the beginning of a key: over a slow line the rest of it comes later. */
export const ESCAPE_MS = 50;

/**
 * Gives the store what the bytes of the keyboard mean. Each key is looked up in the state that the key before it has left; the screen is told once for
 * all of them.
 */
export function connectKeyboard(store: Store, { decoder, actionFor }: Pick<Parts, 'decoder' | 'actionFor'>, quit: () => void) {
  let timer: NodeJS.Timeout | undefined;
  const press = (key: Key): void => {
    // Ends it wherever the user is.
    if (key.kind === 'char' && key.ctrl && key.char === 'c') return quit();
    const state = store.get();
    if (state.prompt !== undefined) return store.dispatch({ on: 'key', key });
    const action = actionFor(key, focused(state, store.lists).visit.target.view);
    if (action !== undefined) store.dispatch({ on: 'action', action });
  };
  const pressAll = (keys: readonly Key[]): void => store.batch(() => keys.forEach(press));
  // A long sequence may take its time; the decoder says when it gives up.
  const wait = (): void => {
    if (!decoder.waiting) return;
    timer = setTimeout(() => {
      pressAll(decoder.flush());
      wait();
    }, ESCAPE_MS);
  };
  return (bytes: Uint8Array): void => {
    clearTimeout(timer);
    pressAll(decoder.feed(bytes));
    wait();
  };
}
