import { join, relative } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readComparison } from '../../../src/cli/read-comparison.ts';
import type { Comparison } from '../../../src/report/compare/comparison.ts';
import type { Report } from '../../../src/report/report.ts';
import { sanitize } from '../../../src/text/safe-text.ts';
import { textWidth } from '../../../src/text/width.ts';
import type { Rows, Target, ViewInput } from '../../../src/tui/view.ts';
import { views } from '../../../src/tui/views/all.ts';
import { report as emptyReport } from '../../report/fixture.ts';
import { render, text } from './render.ts';
import { rowsFor, viewOf } from './rows-for.ts';

const INCIDENT = join(import.meta.dirname, '..', '..', '..', 'samples', 'incidents', 'clonebot');
const GOLDENS = join(import.meta.dirname, '..', '..', 'goldens', 'tui');
const CHANGES = { view: 'changes' } as const satisfies Target;
const ALL = views({ linesOf: () => ({ count: 0, complete: true, line: () => undefined }), help: () => [] });

async function compare(by: Comparison['by'], ...names: string[]) {
  const paths = names.map((name) => relative(process.cwd(), join(INCIDENT, name)));
  const none = async function* (): AsyncGenerator<Uint8Array> {};
  const { comparison, report } = await readComparison({ paths, by, all: false, limits: {}, own: new Set() }, none, () => undefined);
  if (report === undefined) throw new Error('no report');
  return { comparison, report };
}

const show = (input: { readonly comparison: Comparison; readonly report: Report }, over: Partial<ViewInput> = {}): Rows =>
  rowsFor(ALL, CHANGES, { triage: new Map(), width: 80, ...input, ...over });
const lines = (rows: Rows) => Array.from({ length: rows.count }, (_, at) => text(rows.line(at)));
const keys = (rows: Rows) => Array.from({ length: rows.count }, (_, at) => rows.key(at));

describe('two bundles side by side', () => {
  let dumps: Awaited<ReturnType<typeof compare>>;
  let heaps: Awaited<ReturnType<typeof compare>>;
  beforeAll(async () => {
    dumps = await compare('functions', 'goroutines-1.txt', '.');
    heaps = await compare('functions', 'heap-1.pb.gz', 'heap-2.pb.gz');
  });

  test.each([40, 80, 120, 200])('at %i columns', async (width) => {
    const parts = [dumps, heaps].map((one) => {
      const rows = show(one, { width });
      for (const line of lines(rows)) expect(textWidth(line)).toBeLessThanOrEqual(width);
      return render(rows);
    });
    await expect(`${parts.join('\n\n')}\n`).toMatchFileSnapshot(join(GOLDENS, `comparison-${width}.txt`));
  });

  test('the cursor stands on what changed, and rows lead into the last side', () => {
    const rows = show(dumps);
    const first = Array.from({ length: rows.count }, (_, at) => at).find((at) => rows.selectable?.(at) === true) ?? -1;
    expect(rows.target?.(first)).toEqual({ view: 'finding', id: 'goroutine-leak-chan-receive#1' });
    const at = lines(rows).findIndex((line) => /^grew +75 +153 +\+78 +main\.\(\*bot\)\.filePage$/.test(line));
    const target = rows.target?.(at);
    expect(target?.view).toBe('group');
    const group = rowsFor(ALL, target ?? CHANGES, { triage: new Map(), width: 80, ...dumps });
    expect(text(group.line(0))).toBe('153 goroutines, chan receive');
    expect(rows.quote?.(at)).toMatch(/^grew: 75 → 153, chan receive.* in main\.\(\*bot\)\.filePage, created by main\./);
  });

  test('what is gone leads nowhere, what is not known is no number', () => {
    const [goroutines] = dumps.comparison.goroutines;
    const [group] = goroutines?.groups ?? [];
    if (goroutines === undefined || group === undefined) throw new Error('no group');
    const groups = [
      { ...group, key: 'gone', change: 'gone', counts: [7, 0], delta: -7 },
      { ...group, key: 'open', change: 'unknown', counts: [7, null], delta: 0 },
    ] as const;
    const rows = show({ ...dumps, comparison: { ...dumps.comparison, goroutines: [{ ...goroutines, groups }] } });
    const at = (start: string) => lines(rows).findIndex((line) => line.startsWith(start));
    expect(lines(rows)[at('gone')]).toMatch(/^gone +7 +0 +-7 /);
    expect(lines(rows)[at('unknown')]).toMatch(/^unknown +7 +\? +\? /);
    for (const start of ['gone', 'unknown']) expect(rows.target?.(at(start))).toBeUndefined();
  });

  test('a finding that is in the first side alone is said, and leads nowhere', () => {
    const [found] = dumps.comparison.findings;
    if (found === undefined) throw new Error('no finding');
    const gone = { ...found, change: 'gone', key: 'x/1', fingerprint: null, confidence: ['strong', null] } as const;
    const rows = show({ ...dumps, comparison: { ...dumps.comparison, findings: [gone] } });
    const at = lines(rows).findIndex((line) => line.startsWith('gone'));
    expect(lines(rows)[at]).toMatch(/^gone +strong +- +Goroutine leak/);
    expect(rows.target?.(at)).toBeUndefined();
  });

  test('by creator a row leads to the goroutines that the function has started', async () => {
    const made = await compare('creator', 'goroutines-1.txt', 'goroutines-2.txt');
    const rows = show(made);
    const target = Array.from({ length: rows.count }, (_, at) => rows.target?.(at)).find((one) => one?.view === 'group');
    expect(target).toBeDefined();
    const page = rowsFor(ALL, target ?? CHANGES, { triage: new Map(), width: 80, ...made });
    expect(text(page.line(0))).toMatch(/^\d+ goroutines/);
  });

  test('one kind alone, and in every order the same things', () => {
    const { kinds, sorts = [] } = viewOf(ALL, CHANGES);
    expect(kinds?.(CHANGES, { triage: new Map(), width: 80, ...dumps })).toEqual(['findings', 'goroutines']);
    expect(lines(show(dumps, { kind: 'findings' })).filter((line) => /^(?:grew|all goroutines)/.test(line))).toEqual([]);
    const things = new Set(keys(show(dumps)));
    for (const sort of sorts) expect(new Set(keys(show(dumps, { sort })))).toEqual(things);
    for (const width of [38, 118, 200]) expect(new Set(keys(show(dumps, { width })))).toEqual(things);
    const runs = keys(show(dumps)).filter((key, at, all) => key !== all[at - 1]);
    expect(runs.length).toBe(new Set(runs).size);
  });

  test('trouble of a side, and what is on one side only, is listed', () => {
    const [a, b] = dumps.comparison.sides;
    if (a === undefined || b === undefined) throw new Error('no sides');
    const damaged = { code: 'x', message: sanitize('it is cut'), path: sanitize('app.log') };
    const comparison: Comparison = {
      ...dumps.comparison,
      sides: [{ ...a, warnings: [damaged] }, b],
      apart: [{ side: 1, what: 'heap', scope: {}, path: sanitize('heap.pb.gz') }],
    };
    const shown = lines(show({ ...dumps, comparison }));
    expect(shown).toContain('  ! A app.log: it is cut');
    expect(shown).toContain('  B  heap of heap.pb.gz');
  });

  test('where nothing can be compared it says so', () => {
    const comparison = { ...dumps.comparison, findings: [], goroutines: [], heap: [], numbers: [] };
    expect(lines(show({ report: emptyReport(), comparison }))).toContain('There is nothing in them that could be compared.');
  });
});
