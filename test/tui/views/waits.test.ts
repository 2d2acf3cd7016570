import { beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../../src/report/report.ts';
import type { Rows, ViewInput } from '../../../src/tui/view.ts';
import { views } from '../../../src/tui/views/all.ts';
import { textWidth } from '../../../src/text/width.ts';
import { report } from '../../report/fixture.ts';
import { incident } from './incident.ts';
import { rowsFor } from './rows-for.ts';
import { text } from './render.ts';

const all = views({ linesOf: () => ({ count: 0, complete: true, line: () => undefined }), help: () => [] });

function show(made: Report, over: Partial<ViewInput> = {}): Rows {
  return rowsFor(all, { view: 'waits' }, { report: made, triage: new Map(), width: 80, ...over });
}

/** The rows of a screen of 80 columns and 24 lines, without its heading. */
function lines(rows: Rows): string[] {
  return Array.from({ length: Math.min(rows.count, 24 - rows.head.length) }, (_, at) => text(rows.line(at)).trimEnd());
}

describe('a chain of waits', () => {
  let rows: Rows;
  let made: Report;
  beforeAll(async () => {
    made = await incident('waits-behind-a-lock');
    rows = show(made);
  });

  test('the root stands first, and below it who waits, set in by how far they are from it', () => {
    expect(rows.head.map(text).map((line) => line.trimEnd())).toEqual([
      'who keeps others waiting, those that block most first',
      'blocked  sure     who, and who waits for it',
    ]);
    expect(lines(rows).slice(2)).toEqual([
      '     37  a guess  1 in main.(*ledger).refresh, waits for a peer',
      '     37  a guess    32 in main.(*ledger).post, for a mutex',
      '      5  derived      4 in main.(*ledger).closeBranch, for a WaitGroup',
      '      1  derived        1 in main.(*ledger).closeDay, for a WaitGroup',
    ]);
  });

  test('enter opens the group, and what is copied has its place', () => {
    const [dump] = made.facts.dumps;
    const keyOf = (name: string) => dump?.groups.find(({ functions }) => functions.some((one) => one === name))?.key ?? 'none';
    expect(rows.target?.(2)).toEqual({ view: 'group', id: `${dump?.id ?? ''}|functions|${keyOf('main.(*ledger).refresh')}` });
    expect(rows.target?.(3)).toEqual({ view: 'group', id: `${dump?.id ?? ''}|functions|${keyOf('main.(*ledger).post')}` });
    expect(rows.place?.(2)).toMatchObject({ path: 'stderr.log' });
    expect(rows.quote?.(2)).toMatch(
      /^1 goroutine in main\.\(\*ledger\)\.refresh: waits for a peer\. 37 goroutines wait for it, 32 of them directly/,
    );
    expect(rows.haystack?.(3)).toContain('main.(*ledger).post');
  });

  test.each([38, 60, 80, 200])('no row is wider than a pane of %i columns', (width) => {
    const narrow = show(made, { width });
    for (let at = 0; at < narrow.count; at++) expect(textWidth(text(narrow.line(at)))).toBeLessThanOrEqual(width);
  });
});

test('a ring has nobody who is first', async () => {
  expect(lines(show(await incident('waits-in-a-ring'))).slice(2)).toEqual([
    '      7  derived  in a ring: main.read and main.gather',
    '      7  derived    6 in main.read, for somebody who receives from a channel',
    '      7  derived    1 in main.gather, for a WaitGroup',
  ]);
});

test('what waits for servers stands below, without a root', async () => {
  const rows = lines(show(await incident('healthy-waitgroup-servers')));
  expect(rows.find((line) => line.includes('main.report.func1'))).toContain('4 in main.report.func1, sleeps');
});

test('where nobody waits it says what would count', () => {
  expect(lines(show(report())).join(' ')).toContain('No goroutine of the bundle is seen to wait for another one');
});
