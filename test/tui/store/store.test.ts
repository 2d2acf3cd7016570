import { describe, expect, it } from 'vitest';
import { Lists } from '../../../src/tui/store/lists.ts';
import { Store } from '../../../src/tui/store/store.ts';
import type { Effect } from '../../../src/tui/store/effect.ts';
import { fakeReport, fakeViews } from '../fake-views.ts';

function open() {
  const effects: Effect[] = [];
  let told = 0;
  const store = new Store(new Lists(fakeViews), { columns: 80, rows: 24 }, (effect) => effects.push(effect));
  store.subscribe(() => (told += 1));
  store.dispatch({ on: 'report', report: fakeReport(9) });
  return { store, effects, told: () => told };
}

describe('the store', () => {
  it('tells once for all that comes together, and not where nothing has changed', () => {
    const { store, told } = open();
    expect(told()).toBe(1);
    store.batch(() => {
      for (let i = 0; i < 5; i++) store.dispatch({ on: 'action', action: { do: 'move', by: 1 } });
      expect(store.get().stack[0]?.cursor).toBe(5);
    });
    expect(told()).toBe(2);
    store.dispatch({ on: 'resize', size: { columns: 80, rows: 24 } });
    expect(told()).toBe(2);
  });

  it('does what the state asks for outside once, and keeps nothing of it', () => {
    const { store, effects } = open();
    store.dispatch({ on: 'action', action: { do: 'redraw' } });
    store.dispatch({ on: 'action', action: { do: 'move', by: 1 } });
    expect(effects).toEqual([{ do: 'redraw' }]);
    expect(store.get().effects).toEqual([]);
  });

  it('tells after what is within has thrown, too, and no longer whom does not listen', () => {
    const { store, told } = open();
    const end = store.subscribe(() => {
      throw new Error('not to be called');
    });
    end();
    expect(() =>
      store.batch(() => {
        store.dispatch({ on: 'action', action: { do: 'last' } });
        throw new Error('within');
      }),
    ).toThrow('within');
    expect(told()).toBe(2);
  });
});
