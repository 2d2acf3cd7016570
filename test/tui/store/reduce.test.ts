import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Key } from '../../../src/tui/keys/key.ts';
import type { Action } from '../../../src/tui/store/action.ts';
import type { Event } from '../../../src/tui/store/event.ts';
import { atRoot, focused, front, visitIn } from '../../../src/tui/store/focus.ts';
import { layout } from '../../../src/tui/store/layout.ts';
import { Lists } from '../../../src/tui/store/lists.ts';
import { reduce } from '../../../src/tui/store/reduce.ts';
import { type State, initialState } from '../../../src/tui/store/state.ts';
import type { ViewInput } from '../../../src/tui/view.ts';
import { trusted } from '../../../src/text/safe-text.ts';
import { fakeReport, fakeViews, groups } from '../fake-views.ts';

const size = { columns: 80, rows: 24 };

/** A user in front of the findings. */
function user(columns = 80, rows = 24, findings = 50) {
  const lists = new Lists(fakeViews);
  let state: State = initialState({ columns, rows });
  const apply = (event: Event) => {
    state = reduce(state, event, lists);
  };
  apply({ on: 'report', report: fakeReport(findings) });
  return {
    get state() {
      return state;
    },
    lists,
    apply,
    act: (...actions: Action[]) => actions.forEach((action) => apply({ on: 'action', action })),
    type: (text: string) => Array.from(text, (char) => apply({ on: 'key', key: { kind: 'char', char, ctrl: false, alt: false } })),
    press: (name: Extract<Key, { kind: 'named' }>['name']) => apply({ on: 'key', key: { kind: 'named', name } }),
    /** What stands under the cursor. */
    row: () => {
      const { list, row } = focused(state, lists);
      return row === undefined
        ? undefined
        : list.rows
            .line(row)
            .map(({ text }) => text)
            .join('')
            .trim();
    },
  };
}

describe('moving', () => {
  it('keeps the cursor on the screen, and the window still until it has to move', () => {
    const one = user();
    one.act({ do: 'move', by: 19 });
    expect(front(one.state)).toMatchObject({ cursor: 19, top: 0 });
    one.act({ do: 'move', by: 1 });
    expect(front(one.state)).toMatchObject({ cursor: 20, top: 1 });
    one.act({ do: 'move', by: -1 });
    expect(front(one.state)).toMatchObject({ cursor: 19, top: 1 });
  });

  it('closes the help whatever is searched for in it', () => {
    const one = user();
    one.act({ do: 'help' }, { do: 'filter' });
    one.type('key');
    one.press('enter');
    one.act({ do: 'help' });
    expect(front(one.state).target).toEqual({ view: 'findings' });
  });

  it('stops at the ends', () => {
    const one = user();
    one.act({ do: 'last' }, { do: 'move', by: 5 });
    expect(front(one.state)).toMatchObject({ cursor: 49, top: 30 });
    one.act({ do: 'first' }, { do: 'move', by: -5 });
    expect(front(one.state)).toMatchObject({ cursor: 0, top: 0 });
  });

  it('moves the window by pages, one line of the last page staying', () => {
    const one = user();
    one.act({ do: 'page', by: 1 });
    expect(front(one.state)).toMatchObject({ cursor: 19, top: 19 });
    one.act({ do: 'page', by: -0.5 });
    expect(front(one.state)).toMatchObject({ cursor: 9, top: 9 });
  });

  it('stands on no row that is not to be stood on, and shows what is above the first one', () => {
    const one = user();
    one.act({ do: 'help' });
    expect(front(one.state)).toMatchObject({ cursor: 1, top: 0 });
    one.act({ do: 'move', by: 2 });
    expect(one.row()).toBe('key 4');
    one.act({ do: 'move', by: -1 });
    expect(one.row()).toBe('key 2');
    one.act({ do: 'first' });
    expect(one.row()).toBe('key 1');
  });
});

describe('the way', () => {
  it('opens what is behind a row, and comes back to the row', () => {
    const one = user();
    one.act({ do: 'move', by: 3 }, { do: 'open' });
    expect(one.state.stack.map(({ target }) => target)).toEqual([{ view: 'findings' }, { view: 'finding', id: 'cause-3#1' }]);
    one.act({ do: 'back' });
    expect(one.row()).toBe('!!   Cause 3');
  });

  it('opens a file at the line that is cited', () => {
    const one = user();
    one.act({ do: 'open' }, { do: 'last' }, { do: 'open' });
    expect(one.row()).toBe('5 line of log-0.txt');
  });

  it('goes no further back than the findings, and leaves with quit', () => {
    const one = user();
    one.act({ do: 'open' }, { do: 'back' }, { do: 'back' });
    expect(one.state.effects).toEqual([]);
    expect(one.state.stack).toHaveLength(1);
    one.act({ do: 'quit' });
    expect(one.state.effects).toEqual([{ do: 'quit' }]);
  });

  it('has the views of the number row one step from the findings', () => {
    const one = user();
    one.act({ do: 'open' }, { do: 'view', view: 'goroutines' });
    expect(one.state.stack.map(({ target }) => target.view)).toEqual(['findings', 'goroutines']);
    one.act({ do: 'view', view: 'findings' });
    expect(one.state.stack).toHaveLength(1);
  });

  it('comes back by the number row to a view as it was left: its filter, its order, the row under the cursor', () => {
    const goroutines = {
      ...fakeViews.goroutines!,
      sorts: ['count', 'name'],
      // Above the groups of a narrow screen there is more text.
      rows: (_: unknown, { width }: ViewInput) => {
        const [made, first] = [groups(60), width < 60 ? 5 : 0];
        return {
          ...made,
          count: 60 + first,
          key: (row: number) => String(row - first),
          line: (row: number) => made.line(row - first),
          haystack: (row: number) => made.haystack?.(row - first) ?? '',
        };
      },
    };
    const files = { name: 'files', reading: 'list', title: () => 'files', rows: () => groups(3) } as const;
    const lists = new Lists({ ...fakeViews, goroutines, files });
    let state = reduce(initialState(size), { on: 'report', report: fakeReport(3) }, lists);
    const act = (...all: Action[]) => {
      for (const action of all) state = reduce(state, { on: 'action', action }, lists);
    };
    const row = () => {
      const { list, row = -1 } = focused(state, lists);
      return list.rows.key(row);
    };
    act({ do: 'view', view: 'goroutines' }, { do: 'sort' }, { do: 'filter' });
    for (const char of 'worker4') state = reduce(state, { on: 'key', key: { kind: 'char', char, ctrl: false, alt: false } }, lists);
    state = reduce(state, { on: 'key', key: { kind: 'named', name: 'enter' } }, lists);
    act({ do: 'move', by: 3 });
    expect(row()).toBe('42');
    act({ do: 'view', view: 'files' }, { do: 'move', by: 1 }, { do: 'view', view: 'goroutines' });
    expect(front(state)).toMatchObject({ filter: 'worker4', sort: 'name' });
    expect(row()).toBe('42');
    // By way of the findings, a step back, a page and another size, too.
    act({ do: 'open' }, { do: 'view', view: 'findings' });
    state = reduce(state, { on: 'resize', size: { columns: 50, rows: 24 } }, lists);
    act({ do: 'view', view: 'goroutines' });
    expect(row()).toBe('42');
    act({ do: 'back' }, { do: 'back' }, { do: 'view', view: 'files' });
    expect(row()).toBe('1');
    act({ do: 'view', view: 'goroutines' });
    expect(front(state)).toMatchObject({ filter: '', sort: 'name' });
    expect(row()).toBe('42');
  });

  it('goes from finding to finding', () => {
    const one = user();
    one.act({ do: 'open' }, { do: 'next-finding', by: 1 }, { do: 'next-finding', by: 1 });
    expect(front(one.state).target).toEqual({ view: 'finding', id: 'cause-2#1' });
    one.act({ do: 'next-finding', by: -1 }, { do: 'next-finding', by: -1 }, { do: 'next-finding', by: -1 });
    expect(front(one.state).target).toEqual({ view: 'finding', id: 'cause-0#1' });
    expect(one.state.message?.text).toBe('no finding before this');
  });

  it('goes to the next finding from the page beside the list: the cursor of the list goes there, and the page follows', () => {
    const one = user(120, 40, 2);
    one.act({ do: 'next-pane', by: 1 }, { do: 'next-finding', by: 1 });
    expect(one.state).toMatchObject({ focus: 1, preview: { target: { id: 'cause-1#1' } } });
    expect(front(one.state)).toMatchObject({ target: { view: 'findings' }, cursor: 1 });
    expect(one.state.message).toBeUndefined();
    one.act({ do: 'next-finding', by: 1 });
    expect(one.state.message?.text).toBe('no finding after this');
    one.act({ do: 'next-finding', by: -1 });
    expect(one.state).toMatchObject({ focus: 1, preview: { target: { id: 'cause-0#1' } } });
  });

  it('says where to go where the list has no row of the next finding', () => {
    const one = user(120, 40);
    one.act({ do: 'filter' });
    one.type('cause 7');
    one.press('enter');
    one.act({ do: 'next-pane', by: 1 }, { do: 'next-finding', by: 1 });
    expect(one.state.message?.text).toBe('cause-8#1 is not in the list beside: tab goes there');
    expect(one.state.preview?.target).toEqual({ view: 'finding', id: 'cause-7#1' });
  });

  it('goes in a file to where citations begin, forwards and backwards', () => {
    const one = user();
    one.act({ do: 'open' }, { do: 'last' }, { do: 'open' }, { do: 'first' });
    const rows = (by: -1 | 1) =>
      [1, 2, 3].map(() => {
        one.act({ do: 'next-finding', by });
        return one.row();
      });
    // Lines 1 and 2 are one citation, 4 and 5 the next one.
    expect(rows(1)).toEqual(['4 line of log-0.txt', '7 line of log-0.txt', '10 line of log-0.txt']);
    one.act({ do: 'last' });
    expect(rows(-1)).toEqual(['49 line of log-0.txt', '46 line of log-0.txt', '43 line of log-0.txt']);
  });

  it('goes in a list to what begins where a citation begins, and not to what only holds one', () => {
    const at = (firstLine: number, lastLine: number) => ({ path: trusted('log-0.txt'), firstLine, lastLine, excerpt: trusted('') });
    // The first is a whole dump; the third has its lines among those of a citation.
    const places = [at(3, 60), at(4, 5), at(5, 6), at(8, 9), at(10, 11), at(10, 11)];
    const goroutines = {
      ...fakeViews.goroutines!,
      rows: () => ({
        ...groups(places.length),
        key: (row: number) => (row < 4 ? String(row) : 'two lines'),
        place: (row: number) => places[row],
      }),
    };
    const lists = new Lists({ ...fakeViews, goroutines });
    let state = reduce(initialState(size), { on: 'report', report: fakeReport(20) }, lists);
    const stops: number[] = [];
    for (const action of [
      { do: 'view', view: 'goroutines' },
      ...([1, 1, 1, -1] as const).map((by) => ({ do: 'next-finding', by }) as const),
    ] as const) {
      state = reduce(state, { on: 'action', action }, lists);
      stops.push(front(state).cursor);
    }
    expect(stops).toEqual([0, 1, 4, 4, 1]);
    expect(state.message).toBeUndefined();
  });
});

describe('leaving', () => {
  it('goes one step back at a time, and quits where none is left', () => {
    const one = user(120, 40);
    one.act({ do: 'view', view: 'goroutines' }, { do: 'filter' });
    one.type('worker1');
    one.press('enter');
    one.act({ do: 'next-pane', by: 1 }, { do: 'zoom' });
    const left: string[] = [];
    for (let step = 0; step < 9 && one.state.effects.length === 0; step++) {
      const { zoom, focus, stack } = one.state;
      left.push(`${zoom ? 'zoom ' : ''}pane ${focus} of ${front(one.state).target.view} ${stack.at(-1)?.filter ?? ''}`.trim());
      one.act({ do: 'leave' });
    }
    expect(left).toEqual([
      'zoom pane 1 of goroutines worker1',
      'pane 1 of goroutines worker1',
      'pane 0 of goroutines worker1',
      'pane 0 of goroutines',
      'pane 0 of findings',
    ]);
    expect(one.state.effects).toEqual([{ do: 'quit' }]);
  });

  it('takes the filter of the findings away first, and escape never quits', () => {
    const one = user();
    one.act({ do: 'filter' });
    one.type('cause 7');
    one.press('enter');
    expect(atRoot(one.state, one.lists)).toBe(false);
    one.act({ do: 'leave' });
    expect(one.state).toMatchObject({ effects: [] });
    expect(front(one.state).filter).toBe('');
    expect(one.row()).toContain('Cause 7');
    expect(atRoot(one.state, one.lists)).toBe(true);
    one.act({ do: 'back' });
    expect(one.state.effects).toEqual([]);
  });
});

describe('the level exact', () => {
  it('has the dumps read again, once, and again only where that has failed', () => {
    const one = user();
    one.act({ do: 'level' });
    expect(one.state).toMatchObject({ level: 'creator', effects: [] });
    one.act({ do: 'level' });
    expect(one.state).toMatchObject({ level: 'exact', exact: { kind: 'reading' }, effects: [{ do: 'read-exact' }] });
    one.apply({ on: 'exact', exact: { kind: 'failed', why: 'gone' } });
    one.act({ do: 'level' }, { do: 'level' }, { do: 'level' });
    expect(one.state.effects).toHaveLength(2);
    one.apply({ on: 'exact', exact: { kind: 'read', dumps: [] } });
    one.act({ do: 'level' }, { do: 'level' }, { do: 'level' });
    expect(one.state.effects).toHaveLength(2);
    expect(one.state.exact).toEqual({ kind: 'read', dumps: [] });
  });
});

describe('goroutines that are folded away', () => {
  it('are shown by enter', () => {
    const one = user();
    one.act({ do: 'view', view: 'goroutines' }, { do: 'open' }, { do: 'back' });
    expect(one.state.idle).toBe(false);
    one.act({ do: 'last' }, { do: 'open' });
    expect(one.state).toMatchObject({ idle: true, message: { text: 'idle goroutines shown; i folds them' } });
    expect(front(one.state).target.view).toBe('goroutines');
  });
});

describe('help', () => {
  it('is for the view that the keys went to', () => {
    const one = user(120, 40);
    one.act({ do: 'next-pane', by: 1 }, { do: 'help' });
    expect(front(one.state).target).toEqual({ view: 'help', of: 'finding' });
    one.act({ do: 'help' }, { do: 'help' });
    expect(front(one.state).target).toEqual({ view: 'help', of: 'findings' });
  });
});

describe('filters', () => {
  it('filter as one types, and come back to where one was', () => {
    const one = user();
    one.act({ do: 'move', by: 13 }, { do: 'filter' });
    one.type('cause 2');
    expect(focused(one.state, one.lists).list.count).toBe(11);
    expect(one.row()).toBe('!!   Cause 20');
    one.press('escape');
    expect(focused(one.state, one.lists).list.count).toBe(50);
    expect(one.row()).toBe('!!   Cause 13');
  });

  it('stay when they are taken, and go with back, the cursor on its row', () => {
    const one = user();
    one.act({ do: 'filter' });
    one.type('~cause 4\\d');
    one.press('enter');
    one.act({ do: 'move', by: 2 });
    expect(one.row()).toBe('!!   Cause 42');
    one.act({ do: 'back' });
    expect(front(one.state).filter).toBe('');
    expect(one.row()).toBe('!!   Cause 42');
  });

  it('turn round with !', () => {
    const one = user();
    one.act({ do: 'filter' });
    one.type('!cause 1');
    expect(focused(one.state, one.lists).list.count).toBe(39);
  });

  it('say what is wrong with a regular expression, and hide nothing then', () => {
    const one = user();
    one.act({ do: 'filter' });
    one.type('~(');
    const { list } = focused(one.state, one.lists);
    expect(list.count).toBe(50);
    expect(list.filter?.problem).toMatch(/missing closing \)/);
  });

  it('hide nothing of a text, and find in it, around its end', () => {
    const one = user();
    one.act({ do: 'open' }, { do: 'last' }, { do: 'open' }, { do: 'filter' });
    one.type('9 line');
    one.press('enter');
    expect(focused(one.state, one.lists).list.count).toBe(200);
    expect(one.row()).toBe('9 line of log-0.txt');
    one.act({ do: 'next-hit', by: 1 });
    expect(one.row()).toBe('19 line of log-0.txt');
    one.act({ do: 'next-hit', by: -1 }, { do: 'next-hit', by: -1 });
    expect(one.row()).toBe('199 line of log-0.txt');
    expect(one.state.message?.text).toBe('went on at the end');
  });

  it('find in a text what stands only above the cursor, while one types', () => {
    const one = user();
    one.act({ do: 'open' }, { do: 'last' }, { do: 'open' }, { do: 'last' }, { do: 'filter' });
    one.type('186 line');
    expect(one.row()).toBe('186 line of log-0.txt');
    one.press('escape');
    expect(one.row()).toBe('200 line of log-0.txt');
    // What stands below comes first.
    one.act({ do: 'move', by: -50 }, { do: 'filter' });
    one.type('6 line');
    expect(one.row()).toBe('156 line of log-0.txt');
  });

  it('take pastes as text of one line, and nothing that acts', () => {
    const one = user();
    one.act({ do: 'filter' });
    one.apply({ on: 'key', key: { kind: 'paste', text: 'q\n\u001b[2Jx' } });
    expect(one.state.prompt).toMatchObject({ text: 'q \\x1b[2Jx' });
  });
});

describe('the row under the cursor', () => {
  it('stays under it when the order changes', () => {
    const one = user();
    one.act({ do: 'move', by: 3 }, { do: 'sort' });
    expect(front(one.state).sort).toBe('name');
    expect(one.row()).toBe('!!   Cause 3');
    expect(front(one.state).cursor).toBe(46);
    one.act({ do: 'sort' });
    expect(front(one.state)).toMatchObject({ sort: 'rank', cursor: 3 });
  });

  it('stays under it when one kind is shown alone; a step back shows all again', () => {
    const kinds = ['even', 'odd'];
    const goroutines = {
      ...fakeViews.goroutines!,
      kinds: () => kinds,
      rows: (_: unknown, { kind }: ViewInput) => {
        const left = Array.from({ length: 60 }, (_, row) => row).filter((row) => kind === undefined || kinds[row % 2] === kind);
        const made = groups(60);
        const of = (row: number) => left[row] ?? 0;
        return { ...made, count: left.length, key: (row: number) => String(of(row)), line: (row: number) => made.line(of(row)) };
      },
    };
    const lists = new Lists({ ...fakeViews, goroutines });
    let state = reduce(initialState(size), { on: 'report', report: fakeReport(1) }, lists);
    const act = (...actions: Action[]) => {
      for (const action of actions) state = reduce(state, { on: 'action', action }, lists);
    };
    const row = () => focused(state, lists).list.rows.key(front(state).cursor);
    act({ do: 'view', view: 'goroutines' }, { do: 'move', by: 8 }, { do: 'kind', by: 1 });
    expect(front(state)).toMatchObject({ kind: 'even', cursor: 4 });
    expect(row()).toBe('8');
    act({ do: 'back' });
    expect(front(state).kind).toBeUndefined();
    expect(row()).toBe('8');
    act({ do: 'kind', by: -1 });
    expect(front(state).kind).toBe('odd');
    act({ do: 'kind', by: 1 });
    expect(front(state).kind).toBeUndefined();
    expect(state.message?.text).toBe('all kinds: even, odd');
    act({ do: 'view', view: 'findings' }, { do: 'kind', by: 1 });
    expect(state.message?.text).toBe('all rows are of one kind');
  });

  it('stays under it in a long list, of which few rows are made for that', () => {
    const rows = groups(100_000);
    let made = 0;
    const sorted = (reverse: boolean) => {
      const from = (row: number) => (reverse ? rows.count - 1 - row : row);
      const target = (row: number) => {
        made += 1;
        return rows.target?.(from(row));
      };
      return { ...rows, target, key: (row: number) => rows.key(from(row)), line: (row: number) => rows.line(from(row)) };
    };
    const goroutines = {
      ...fakeViews.goroutines!,
      sorts: ['count', 'function'],
      rows: (_: unknown, { sort }: ViewInput) => sorted(sort === 'function'),
    };
    const lists = new Lists({ ...fakeViews, goroutines });
    let state = reduce(initialState(size), { on: 'report', report: fakeReport(1) }, lists);
    for (const action of [{ do: 'view', view: 'goroutines' }, { do: 'move', by: 1234 }, { do: 'sort' }] as const)
      state = reduce(state, { on: 'action', action }, lists);
    expect(front(state).cursor).toBe(98_765);
    expect(made).toBeLessThan(20);
  });

  it('stays under it, and its mark on it, when the bundle has been read again', () => {
    const one = user();
    one.act({ do: 'move', by: 3 }, { do: 'mark' });
    const { findings, ...report } = fakeReport(50);
    const more = { ...report, findings: [...findings.slice(40), ...findings.slice(0, 40)] };
    one.apply({ on: 'report', report: more });
    expect(one.row()).toBe('!!   Cause 3 confirmed');
    expect(front(one.state).cursor).toBe(13);
    one.act({ do: 'move', by: 1 }, { do: 'open' });
    one.apply({ on: 'report', report: { ...report, findings } });
    one.act({ do: 'back' });
    expect(one.row()).toBe('!!   Cause 4');
    // What is there no more leaves its place to what is there now.
    one.apply({ on: 'report', report: { ...report, findings: findings.toSpliced(4, 1) } });
    expect(one.row()).toBe('!!   Cause 5');
  });

  it('stays under it when the marks of earlier runs come, while a filter is typed too', () => {
    const one = user();
    one.act({ do: 'move', by: 7 }, { do: 'filter' });
    one.type('cause');
    const { findings, ...report } = fakeReport(50);
    one.apply({ on: 'report', report: { ...report, findings: findings.toReversed() } });
    one.apply({ on: 'triage', triage: new Map() });
    expect(one.row()).toBe('!!   Cause 7');
    one.press('escape');
    expect(one.row()).toBe('!!   Cause 7');
    expect(front(one.state)).toMatchObject({ filter: '', cursor: 42 });
  });

  it('stays at its part of a paragraph that is folded otherwise', () => {
    const one = user();
    one.act({ do: 'open' }, { do: 'move', by: 3 });
    expect(front(one.state).cursor).toBe(3);
    const before = focused(one.state, one.lists).list.rows.count - 1;
    one.apply({ on: 'resize', size: { columns: 42, rows: 24 } });
    const after = focused(one.state, one.lists).list.rows.count - 1;
    expect(after).toBeGreaterThan(before + 5);
    expect(front(one.state).cursor).toBe(Math.round((3 * (after - 1)) / (before - 1)));
  });

  it('stays under it when the terminal changes its size, in the views behind too', () => {
    const one = user();
    one.act({ do: 'move', by: 30 }, { do: 'open' }, { do: 'last' });
    one.apply({ on: 'resize', size: { columns: 50, rows: 10 } });
    expect(one.row()).toBe('evidence');
    one.apply({ on: 'resize', size: { columns: 120, rows: 40 } });
    expect(one.row()).toBe('evidence');
    one.act({ do: 'back' });
    expect(one.row()).toBe('!!   Cause 30');
  });
});

describe('a file that is still being loaded', () => {
  const lines = { loaded: 0 };
  const file = {
    ...fakeViews.file!,
    rows: (...input: Parameters<NonNullable<typeof fakeViews.file>['rows']>) => ({
      ...fakeViews.file!.rows(...input),
      count: lines.loaded,
    }),
  };
  const begin = () => {
    const lists = new Lists({ ...fakeViews, file });
    lines.loaded = 2;
    let state = reduce(initialState(size), { on: 'report', report: fakeReport(1) }, lists);
    const act = (...actions: Action[]) => {
      for (const action of actions) state = reduce(state, { on: 'action', action }, lists);
    };
    const load = (count: number) => {
      lines.loaded = count;
      lists.forgetFile('log-0.txt');
      state = reduce(state, { on: 'lines' }, lists);
    };
    act({ do: 'open' }, { do: 'last' }, { do: 'open' });
    return { act, load, cursor: () => front(state).cursor };
  };

  it('goes to the line as soon as that is there', () => {
    const { load, cursor } = begin();
    expect(cursor()).toBe(0);
    load(4);
    expect(cursor()).toBe(0);
    load(100);
    expect(cursor()).toBe(4);
    load(200);
    expect(cursor()).toBe(4);
  });

  it('stays where the user has gone meanwhile', () => {
    const { act, load, cursor } = begin();
    act({ do: 'move', by: 1 });
    load(100);
    expect(cursor()).toBe(1);
  });
});

describe('panes', () => {
  it('are one, two and three, and one when zoomed', () => {
    const names = (columns: number) => layout({ ...initialState({ columns, rows: 24 }) }).map(({ name }) => name);
    expect([names(119), names(120), names(179), names(180)]).toEqual([
      ['main'],
      ['main', 'preview'],
      ['main', 'preview'],
      ['main', 'preview', 'raw'],
    ]);
    const one = user(180, 45);
    one.act({ do: 'next-pane', by: 1 }, { do: 'zoom' });
    expect(layout(one.state)).toMatchObject([{ name: 'preview', width: 180 }]);
    expect(layout({ ...one.state, zoom: false }).reduce((sum, { width }) => sum + width, 0)).toBe(180);
  });

  it('leave the view in front as many columns of text as it has at 80, but for the margin', () => {
    for (let columns = 80; columns <= 240; columns++) {
      const [main, ...beside] = layout(user(columns, 24).state);
      expect(main?.text, `at ${columns}`).toBeGreaterThanOrEqual(76);
      for (const { text } of beside) expect(text, `at ${columns}`).toBeGreaterThanOrEqual(38);
    }
  });

  it('come to the front, where the user is in one and the terminal has no room for it any more, zoomed or not', () => {
    for (const zoom of [true, false]) {
      const one = user(120, 40);
      one.act({ do: 'move', by: 2 }, { do: 'next-pane', by: 1 }, { do: 'move', by: 3 }, ...(zoom ? [{ do: 'zoom' } as const] : []));
      one.apply({ on: 'resize', size: { columns: 80, rows: 24 } });
      expect(one.state).toMatchObject({ zoom: false, focus: 0 });
      expect(one.state.stack.map(({ target }) => target)).toEqual([{ view: 'findings' }, { view: 'finding', id: 'cause-2#1' }]);
      // In the paragraph, where it was.
      expect(front(one.state).cursor).toBeGreaterThan(0);
      one.act({ do: 'back' });
      expect(one.row()).toBe('!!   Cause 2');
    }
    const lines = user(180, 45);
    lines.act({ do: 'next-pane', by: -1 });
    lines.apply({ on: 'resize', size: { columns: 120, rows: 40 } });
    expect(front(lines.state).target).toEqual({ view: 'file', path: 'log-0.txt', line: 1 });
  });

  it('stay zoomed while there is room for them', () => {
    const one = user(180, 45);
    one.act({ do: 'next-pane', by: 1 }, { do: 'zoom' });
    one.apply({ on: 'resize', size: { columns: 120, rows: 40 } });
    expect(one.state).toMatchObject({ zoom: true, focus: 1, stack: { length: 1 } });
    const list = user(120, 40);
    list.act({ do: 'zoom' });
    list.apply({ on: 'resize', size: { columns: 80, rows: 24 } });
    expect(list.state).toMatchObject({ zoom: false, stack: { length: 1 } });
  });

  it('show what enter would open, and the lines of the cited place', () => {
    const one = user(180, 45);
    one.act({ do: 'move', by: 4 });
    one.apply({ on: 'rest' });
    expect(one.state.preview?.target).toEqual({ view: 'finding', id: 'cause-4#1' });
    expect(one.state.raw).toMatchObject({ target: { view: 'file', path: 'log-1.txt', line: 5 }, cursor: 4 });
  });

  it('never show the same lines twice, and a file has all columns', () => {
    const one = user(180, 45);
    const shown = () => layout(one.state).map(({ name, width }) => [name, width, visitIn(one.state, name)?.target.view]);
    expect(shown()).toEqual([
      ['main', 79, 'findings'],
      ['preview', 53, 'finding'],
      ['raw', 48, 'file'],
    ]);
    one.act({ do: 'open' });
    expect(shown()).toEqual([
      ['main', 79, 'finding'],
      ['preview', 101, 'file'],
    ]);
    // Folded and cut for the columns that it has.
    expect(focused({ ...one.state, focus: 1 }, one.lists).list).toBe(one.lists.list(one.state, visitIn(one.state, 'preview')!, 'preview'));
    one.act({ do: 'next-pane', by: 1 }, { do: 'next-pane', by: 1 });
    expect(one.state.focus).toBe(0);
    one.act({ do: 'last' }, { do: 'open' });
    expect(shown()).toEqual([['main', 180, 'file']]);
    one.act({ do: 'help' });
    expect(shown()).toEqual([['main', 180, 'help']]);
  });

  it('have a margin before the line that parts them', () => {
    for (const columns of [80, 120, 160, 180, 200]) {
      const panes = layout(user(columns, 24).state);
      for (const [at, { width, text }] of panes.entries())
        expect(width - text, `${columns}, pane ${at}`).toBe(2 + (at === 0 ? 0 : 1) + (at === panes.length - 1 ? 0 : 1));
    }
  });

  it('stay as they are while the cursor moves, and follow it when it rests', () => {
    const one = user(180, 45);
    const { preview, raw } = one.state;
    one.act({ do: 'move', by: 4 }, { do: 'page', by: 1 }, { do: 'last' });
    expect(one.state).toMatchObject({ behind: true });
    expect([one.state.preview, one.state.raw]).toEqual([preview, raw]);
    one.apply({ on: 'rest' });
    expect(one.state.behind).toBeUndefined();
    expect(one.state.preview?.target).toEqual({ view: 'finding', id: 'cause-49#1' });
    const { state } = one;
    one.apply({ on: 'rest' });
    expect(one.state).toBe(state);
  });

  it('do not follow earlier because lines have been loaded, or a message has come', () => {
    const one = user(180, 45);
    const { preview, raw } = one.state;
    one.act({ do: 'move', by: 4 });
    one.apply({ on: 'lines' });
    one.apply({ on: 'message', message: { text: 'sent', tone: 'plain' } });
    expect(one.state).toMatchObject({ behind: true, message: { text: 'sent' } });
    expect([one.state.preview, one.state.raw]).toEqual([preview, raw]);
    one.apply({ on: 'rest' });
    expect(one.state.preview?.target).toEqual({ view: 'finding', id: 'cause-4#1' });
  });

  it('are not behind where the cursor stays, nor where there is none beside', () => {
    const one = user(180, 45);
    one.act({ do: 'move', by: -1 });
    expect(one.state.behind).toBeUndefined();
    const narrow = user(80, 24);
    narrow.act({ do: 'move', by: 1 });
    expect(narrow.state.behind).toBeUndefined();
  });

  it('follow before another key is taken: it means what they are to show', () => {
    const one = user(180, 45);
    one.act({ do: 'move', by: 3 }, { do: 'open' });
    expect(front(one.state).target).toEqual({ view: 'finding', id: 'cause-3#1' });
    const other = user(180, 45);
    other.act({ do: 'move', by: 3 }, { do: 'next-pane', by: 1 });
    expect(other.state.preview?.target).toEqual({ view: 'finding', id: 'cause-3#1' });
    other.act({ do: 'last' });
    expect(other.row()).toBe('evidence');
    expect(other.state).toMatchObject({ behind: true, raw: { target: { line: 4 } } });
    other.apply({ on: 'rest' });
    expect(other.state.behind).toBeUndefined();
  });

  it('follow a filter when it has been typed', () => {
    const one = user(180, 45);
    one.act({ do: 'filter' });
    one.type('cause 31');
    expect(one.row()).toContain('Cause 31');
    expect(one.state.preview?.target).toEqual({ view: 'finding', id: 'cause-0#1' });
    one.press('enter');
    one.apply({ on: 'rest' });
    expect(one.state.preview?.target).toEqual({ view: 'finding', id: 'cause-31#1' });
  });

  it('show what comes next on the screen where nothing is behind the row', () => {
    const one = user(180, 45);
    one.act({ do: 'open' });
    expect(focused(one.state, one.lists).target).toBeUndefined();
    expect(one.state.preview?.target).toEqual({ view: 'file', path: 'log-0.txt', line: 5 });
    one.act({ do: 'open' });
    expect(one.state.stack).toHaveLength(2);
    expect(one.state.message?.text).toBe('nothing behind this row');
  });

  it('are opened anew beside another view, and keep what was done in them beside one', () => {
    const findings = {
      ...fakeViews.findings!,
      rows: (...input: Parameters<NonNullable<typeof fakeViews.findings>['rows']>) => ({
        ...fakeViews.findings!.rows(...input),
        target: () => ({ view: 'goroutines' }) as const,
      }),
    };
    const files = {
      name: 'files',
      reading: 'list',
      title: () => 'files',
      rows: () => ({ ...groups(3), target: () => ({ view: 'goroutines' }) as const }),
    } as const;
    const lists = new Lists({ ...fakeViews, findings, files });
    let state = reduce(initialState({ columns: 120, rows: 40 }), { on: 'report', report: fakeReport(3) }, lists);
    const act = (action: Action) => {
      state = reduce(state, { on: 'action', action }, lists);
    };
    act({ do: 'next-pane', by: 1 });
    act({ do: 'filter' });
    for (const char of 'worker7') state = reduce(state, { on: 'key', key: { kind: 'char', char, ctrl: false, alt: false } }, lists);
    state = reduce(state, { on: 'key', key: { kind: 'named', name: 'enter' } }, lists);
    act({ do: 'next-pane', by: -1 });
    act({ do: 'move', by: 1 });
    state = reduce(state, { on: 'rest' }, lists);
    expect(state.preview).toMatchObject({ target: { view: 'goroutines' }, filter: 'worker7' });
    act({ do: 'view', view: 'files' });
    expect(state.preview).toMatchObject({ target: { view: 'goroutines' }, filter: '' });
    act({ do: 'open' });
    expect(front(state)).toMatchObject({ target: { view: 'goroutines' }, filter: '' });
  });

  it('open what they show as it stands', () => {
    const one = user(120, 40);
    one.act({ do: 'next-pane', by: 1 }, { do: 'last' }, { do: 'next-pane', by: -1 }, { do: 'open' });
    expect(one.row()).toBe('evidence');
    one.act({ do: 'back' }, { do: 'next-pane', by: 1 }, { do: 'last' }, { do: 'open' });
    expect(one.state.stack.map(({ target }) => target.view)).toEqual(['findings', 'finding', 'file']);
  });
});

describe('what is done outside', () => {
  it('copies the block that can be quoted, or the place', () => {
    const one = user();
    one.act({ do: 'copy', what: 'quote' }, { do: 'copy', what: 'place' });
    expect(one.state.effects).toEqual([
      { do: 'copy', text: 'quote of cause-0#1', what: 'the evidence' },
      { do: 'copy', text: 'log-0.txt:1', what: 'log-0.txt:1' },
    ]);
  });

  it('marks a finding and keeps its note', () => {
    const one = user();
    one.act({ do: 'note' });
    one.type('seen on Monday');
    one.press('enter');
    one.act({ do: 'mark' }, { do: 'mark' });
    expect(one.state.triage.get('print-0')).toEqual({ fingerprint: 'print-0', mark: 'dismissed', note: 'seen on Monday' });
    expect(one.state.effects.map((effect) => effect.do)).toEqual(['save-triage', 'save-triage', 'save-triage']);
    expect(one.state.effects[0]).toMatchObject({ saved: 'note saved' });
    expect(one.row()).toBe('!!   Cause 0 dismissed');
  });

  it('keeps a mark that could not be saved as one that was not, until it is said anew', () => {
    const one = user();
    one.act({ do: 'mark' });
    const [first] = one.state.effects;
    if (first?.do !== 'save-triage') throw new Error('not saved');
    one.act({ do: 'mark' });
    // The one before has failed: the one that holds has not.
    one.apply({ on: 'unsaved', entry: first.entry });
    expect(one.state.triage.get('print-0')?.unsaved).toBeUndefined();
    const last = one.state.effects.at(-1);
    if (last?.do !== 'save-triage') throw new Error('not saved');
    one.apply({ on: 'unsaved', entry: last.entry });
    expect(one.state.triage.get('print-0')).toEqual({ fingerprint: 'print-0', mark: 'dismissed', note: '', unsaved: true });
    one.act({ do: 'mark' });
    expect(one.state.triage.get('print-0')).toEqual({ fingerprint: 'print-0', mark: 'open', note: '' });
  });

  it('keeps a mark that was made before those of earlier runs had been read', () => {
    const one = user();
    one.act({ do: 'mark' });
    const old = (fingerprint: string) => [fingerprint, { fingerprint, mark: 'dismissed', note: 'old' }] as const;
    one.apply({ on: 'triage', triage: new Map([old('print-0'), old('print-1')]) });
    expect([...one.state.triage.values()].map(({ fingerprint, mark }) => [fingerprint, mark])).toEqual([
      ['print-0', 'confirmed'],
      ['print-1', 'dismissed'],
    ]);
  });

  it('keeps a note as it was typed, what joins its letters included, and no control of it', () => {
    const one = user();
    const kept = '\u{1f469}\u200d\u{1f692} \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645';
    one.act({ do: 'note' });
    one.type(kept);
    one.apply({ on: 'key', key: { kind: 'paste', text: '\n\u001b[2J\u202e\ud800x' } });
    one.press('enter');
    expect(one.state.triage.get('print-0')?.note).toBe(`${kept} [2Jx`);
  });

  it('leaves a note of another hand as it is when a mark is made, and takes the controls out of it when it is edited', () => {
    const one = user();
    const note = 'a\u001b[2J\nb\u200dc';
    one.apply({ on: 'triage', triage: new Map([['print-0', { fingerprint: 'print-0', mark: 'open', note }]]) });
    one.act({ do: 'mark' });
    expect(one.state.triage.get('print-0')?.note).toBe(note);
    one.act({ do: 'note' });
    expect(one.state.prompt).toMatchObject({ text: 'a[2J b\u200dc' });
  });

  it('says why there is no other pane', () => {
    const one = user(80);
    for (const action of [{ do: 'zoom' }, { do: 'next-pane', by: 1 }] as const) {
      one.act(action);
      expect(one.state.message?.text).toBe('one pane only: a wider terminal has more');
    }
    const wide = user(120);
    wide.act({ do: 'help' }, { do: 'zoom' });
    expect(wide.state.message?.text).toBe('this view has the whole screen');
  });

  it('stays at the row where a note was begun', () => {
    const one = user();
    one.act({ do: 'note' });
    one.press('down');
    one.press('escape');
    expect(one.row()).toContain('Cause 0');
    expect(one.state.prompt).toBeUndefined();
  });

  it('asks for the format of an export', () => {
    const one = user();
    one.act({ do: 'export' });
    one.type('j');
    one.act({ do: 'export' });
    one.type('a');
    one.act({ do: 'export' });
    one.type('q');
    expect(one.state.effects).toEqual([
      { do: 'export', id: 'cause-0#1', format: 'json' },
      { do: 'export', format: 'markdown' },
    ]);
    expect(one.state.message?.text).toBe('nothing exported');
  });
});

describe('before there is a report', () => {
  it('keys but those of the program do nothing', () => {
    const lists = new Lists(fakeViews);
    let state = initialState(size);
    for (const action of [{ do: 'open' }, { do: 'filter' }, { do: 'help' }, { do: 'last' }, { do: 'quit' }] as const)
      state = reduce(state, { on: 'action', action }, lists);
    expect(state).toEqual({ ...initialState(size), effects: [{ do: 'quit' }] });
  });
});

const actions: fc.Arbitrary<Action> = fc.oneof(
  fc.integer({ min: -60, max: 60 }).map((by): Action => ({ do: 'move', by })),
  fc.constantFrom<Action>(
    ...([-1, -0.5, 0.5, 1] as const).map((by) => ({ do: 'page', by }) as const),
    ...(['findings', 'goroutines', 'files', 'finding', 'help'] as const).map((view) => ({ do: 'view', view }) as const),
    ...([-1, 1] as const).flatMap((by) => [
      { do: 'next-pane', by } as const,
      { do: 'next-hit', by } as const,
      { do: 'next-finding', by } as const,
    ]),
    ...(
      ['first', 'last', 'open', 'open', 'open', 'back', 'sort', 'level', 'idle', 'filter', 'filter', 'editor', 'pager', 'export'] as const
    ).map((one) => ({ do: one })),
    ...(['mark', 'note', 'zoom', 'help', 'redraw', 'suspend', 'quit'] as const).map((one) => ({ do: one })),
    { do: 'copy', what: 'quote' },
    { do: 'copy', what: 'place' },
  ),
);
const keys: fc.Arbitrary<Key> = fc.oneof(
  fc.constantFrom(...Array.from('cause 1!~(')).map((char): Key => ({ kind: 'char', char, ctrl: false, alt: false })),
  fc.constantFrom<Key>(
    ...(['enter', 'escape', 'backspace', 'up', 'down', 'tab'] as const).map((name) => ({ kind: 'named', name }) as const),
  ),
  fc.string({ unit: 'binary' }).map((text): Key => ({ kind: 'paste', text })),
);
const events: fc.Arbitrary<Event> = fc.oneof(
  { weight: 6, arbitrary: actions.map((action): Event => ({ on: 'action', action })) },
  { weight: 6, arbitrary: keys.map((key): Event => ({ on: 'key', key })) },
  {
    weight: 1,
    arbitrary: fc
      .record({ columns: fc.integer({ min: 1, max: 220 }), rows: fc.integer({ min: 1, max: 60 }) })
      .map((size): Event => ({ on: 'resize', size })),
  },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 60 }).map((count): Event => ({ on: 'report', report: fakeReport(count) })) },
);

describe('any sequence of events', () => {
  it('leaves every cursor on a row and on the screen', () => {
    fc.assert(
      fc.property(fc.array(events, { maxLength: 80 }), (sequence) => {
        const one = user();
        for (const event of sequence) {
          one.apply(event);
          expect(one.state.stack.length).toBeGreaterThan(0);
          for (const { name } of layout(one.state)) {
            const visit = visitIn(one.state, name);
            if (visit === undefined) continue;
            const { count } = one.lists.list(one.state, visit, name);
            const height = one.lists.height(one.state, visit, name);
            expect(visit.cursor).toBeGreaterThanOrEqual(0);
            expect(visit.cursor).toBeLessThan(Math.max(1, count));
            expect(visit.cursor).toBeGreaterThanOrEqual(visit.top);
            expect(visit.cursor).toBeLessThan(visit.top + height);
          }
        }
      }),
      { numRuns: 150 },
    );
  });
});
