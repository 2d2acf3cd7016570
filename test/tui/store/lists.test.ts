import { describe, expect, it } from 'vitest';
import { Lists } from '../../../src/tui/store/lists.ts';
import { reduce } from '../../../src/tui/store/reduce.ts';
import { type State, initialState } from '../../../src/tui/store/state.ts';
import { fakeReport, fakeViews, groups } from '../fake-views.ts';

const ROWS = 1000;

/** Lists whose rows note that somebody has looked at them, as a filter does. */
function begin() {
  const looked: number[] = [];
  let made = 0;
  const many = groups(ROWS);
  const rows = () => {
    made += 1;
    return {
      ...many,
      haystack: (row: number) => {
        looked.push(row);
        return `${row} main.worker`;
      },
    };
  };
  const lists = new Lists({ ...fakeViews, findings: { ...fakeViews.findings!, rows } });
  const state: State = reduce(initialState({ columns: 80, rows: 24 }), { on: 'report', report: fakeReport(50) }, lists);
  const [visit] = state.stack;
  return { lists, state, visit: visit!, looked, made: () => made };
}

describe('what a filter looks at', () => {
  it('is made in slices, each row once, and a filter finds it there', () => {
    const { lists, state, visit, looked } = begin();
    let asked = 0;
    const mayGoOn = () => ++asked % 3 !== 0;
    let slices = 1;
    while (!lists.prepareFilter(state, visit, 'main', mayGoOn)) slices += 1;
    expect(slices).toBeGreaterThan(3);
    expect(looked).toEqual(Array.from({ length: ROWS }, (_, row) => row));
    expect(lists.list(state, { ...visit, filter: '99' }, 'main').count).toBe(19);
    expect(looked).toHaveLength(ROWS);
  });

  it('is made by the filter where that comes first', () => {
    const { lists, state, visit, looked } = begin();
    lists.prepareFilter(state, visit, 'main', () => looked.length < 100);
    expect(lists.list(state, { ...visit, filter: '99' }, 'main').count).toBe(19);
    expect(looked).toHaveLength(ROWS);
    expect(lists.prepareFilter(state, visit, 'main', () => false)).toBe(true);
  });

  it('is not made ahead of a text, of which a filter hides nothing', () => {
    const { lists, state, looked } = begin();
    const page = { target: { view: 'finding', id: 'cause-0#1' }, cursor: 0, top: 0, filter: '' } as const;
    expect(lists.prepareFilter(state, page, 'main', () => false)).toBe(true);
    expect(looked).toEqual([]);
  });
});

describe('the rows of a list', () => {
  it('outlive those of the pages that are looked at beside it', () => {
    const { lists, state, visit, made } = begin();
    const before = lists.list(state, visit, 'main');
    for (let i = 0; i < 100; i++) {
      lists.list(state, { target: { view: 'finding', id: `cause-${i}#1` }, cursor: 0, top: 0, filter: '' }, 'preview');
      expect(lists.list(state, visit, 'main')).toBe(before);
    }
    expect(made()).toBe(1);
  });
});
