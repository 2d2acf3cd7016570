import type { Key } from '../keys/key.ts';
import { focused } from '../store/focus.ts';
import type { Store } from '../store/store.ts';
import { keyReader } from '../terminal/read-keys.ts';
import type { Parts } from './parts.ts';

/**
 * Gives the store what the bytes of the keyboard mean. Each key is looked up in the state that the key before it has left; the screen is told once for
 * all of them.
 */
export function connectKeyboard(store: Store, { decoder, actionFor }: Pick<Parts, 'decoder' | 'actionFor'>, quit: () => void) {
  const press = (key: Key): void => {
    // Ends it wherever the user is.
    if (key.kind === 'char' && key.ctrl && key.char === 'c') return quit();
    const state = store.get();
    if (state.prompt !== undefined) return store.dispatch({ on: 'key', key });
    const action = actionFor(key, focused(state, store.lists).visit.target.view);
    if (action !== undefined) store.dispatch({ on: 'action', action });
  };
  return keyReader(decoder, (keys) => store.batch(() => keys.forEach(press)));
}
