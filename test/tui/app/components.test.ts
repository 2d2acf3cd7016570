import { trusted } from '../../../src/text/safe-text.ts';
import { progressText } from '../../../src/tui/app/status.ts';
import { createElement } from 'react';
import { render } from 'ink-testing-library';
import { describe, expect, it } from 'vitest';
import { breadcrumbs } from '../../../src/tui/app/breadcrumbs.ts';
import { Line } from '../../../src/tui/app/line.tsx';
import { makeLook } from '../../../src/tui/app/look.ts';
import { Pane } from '../../../src/tui/app/pane.tsx';
import { rowText } from '../../../src/tui/app/row-text.ts';
import { TooSmall } from '../../../src/tui/app/too-small.tsx';
import { front } from '../../../src/tui/store/focus.ts';
import { layout } from '../../../src/tui/store/layout.ts';
import { lineText } from '../../../src/tui/store/line-text.ts';
import { Lists } from '../../../src/tui/store/lists.ts';
import { reduce } from '../../../src/tui/store/reduce.ts';
import { initialState } from '../../../src/tui/store/state.ts';
import { fakeReport, fakeViews, groups } from '../fake-views.ts';

const look = makeLook({ colour: false });

function stateAt(columns: number, rows: number, views = fakeViews) {
  const lists = new Lists(views);
  return { lists, state: reduce(initialState({ columns, rows }), { on: 'report', report: fakeReport(5) }, lists) };
}

describe('a pane', () => {
  it('has one line a row, and asks for no row that is not on the screen', () => {
    const asked = new Set<number>();
    const rows = groups(100_000);
    const line = (row: number) => {
      asked.add(row);
      return rows.line(row);
    };
    const views = { ...fakeViews, findings: { ...fakeViews.findings!, rows: () => ({ ...rows, line }) } };
    const { lists, state } = stateAt(60, 10, views);
    const [pane] = layout(state);
    if (pane === undefined) throw new Error('there is no pane');
    const { lastFrame } = render(createElement(Pane, { state, lists, look, pane, visit: front(state), parted: false }));
    expect(lastFrame()?.split('\n')).toHaveLength(7);
    expect(lastFrame()).toContain('main.worker5');
    expect([...asked]).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('is parted from the one before by a line, down to its end', () => {
    const { lists, state } = stateAt(120, 10);
    const pane = layout(state)[1];
    if (pane === undefined) throw new Error('there is one pane only');
    const { lastFrame } = render(createElement(Pane, { state, lists, look, pane, visit: undefined, parted: true }));
    expect(lastFrame()?.replaceAll(/[^│\n]/g, '')).toBe(Array(7).fill('│').join('\n'));
  });
});

describe('a row', () => {
  const line = [{ text: 'a ' }, { text: 'Panic', role: 'critical' }, { text: ' in main' }] as const;
  // oxlint-disable-next-line no-control-regex -- sequences are the subject
  const plain = (text: string) => text.replaceAll(/\u001b\[[\d;]*m/g, '');

  it('is cut to the pane, and filled up where the cursor is', () => {
    expect(plain(rowText(line, { width: 9, look }))).toBe('  a Panic …');
    expect(plain(rowText(line, { width: 20, look, cursor: 'here' }))).toBe('> a Panic in main'.padEnd(22));
    expect(rowText(line, { width: 20, look, cursor: 'here' })).toContain('\u001b[7m> ');
    expect(rowText(line, { width: 20, look, cursor: 'dim' })).not.toContain('\u001b[7m');
  });

  it('lights up what a filter found, whatever the case and wherever spans end', () => {
    const marks = { paint: (text: string, role?: string) => (role === 'hit' ? `[${text}]` : text), inverse: (text: string) => text };
    expect(rowText(line, { width: 40, look: marks, words: 'panic in' })).toBe('  a [Panic][ in] main');
    expect(rowText(line, { width: 40, look: marks, words: 'a' })).toBe('  [a] P[a]nic in m[a]in');
    expect(rowText(line, { width: 40, look: marks, words: 'nowhere' })).toBe('  a Panic in main');
  });
});

it('the breadcrumbs leave out the first steps where there is no room', () => {
  const { lists, state } = stateAt(80, 24);
  expect(lineText(breadcrumbs(state, lists, 'pod.log'))).toBe('goroner › pod.log › findings (5)');
  expect(lineText(breadcrumbs({ ...state, size: { columns: 26, rows: 24 } }, lists, 'pod.log'))).toBe('… › pod.log › findings (5)');
  expect(lineText(breadcrumbs({ ...state, size: { columns: 20, rows: 24 } }, lists, 'pod.log'))).toBe('… › findings (5)');
});

it('the breadcrumbs say the filters of the panes that are on the screen', () => {
  const { lists, state } = stateAt(120, 24);
  const [main] = state.stack;
  if (main === undefined || state.preview === undefined) throw new Error('a pane is empty');
  const filtered = { ...state, stack: [{ ...main, filter: 'cause' }], preview: { ...state.preview, filter: 'why' } };
  const crumbs = (of: typeof state) => lineText(breadcrumbs(of, lists, 'pod.log'));
  expect(crumbs(filtered)).toBe('goroner › pod.log › findings (5)  /cause  │ /why');
  expect(crumbs({ ...filtered, zoom: true, focus: 1 })).toBe('goroner › pod.log › findings (5)  │ /why');
  expect(crumbs({ ...filtered, size: { columns: 80, rows: 24 } })).toBe('goroner › pod.log › findings (5)  /cause');
});

it('a line is cut to the screen', () => {
  expect(render(createElement(Line, { line: [{ text: 'x'.repeat(30) }], width: 10, look })).lastFrame()).toBe('xxxxxxxxx…');
});

it('the sentence of a screen that is too small is cut to it', () => {
  expect(render(createElement(TooSmall, { size: { columns: 12, rows: 3 } })).lastFrame()).toMatch(/^terminal to…/);
});

describe('the progress', () => {
  it('says how far a file is read, and that it is read', () => {
    const path = trusted('app.log');
    expect(progressText(undefined)).toBe('reading …');
    expect(progressText({ path, index: 2, read: 1024, of: 4096 })).toBe('reading file 2 (1.0 KiB, 25 %): app.log');
    expect(progressText({ path, index: 2, read: 1024 })).toBe('reading file 2 (1.0 KiB): app.log');
    expect(progressText({ path, index: 2, read: 4096, of: 4096 })).toBe('file 2 is read (4.0 KiB): app.log; looking for causes …');
  });
});
