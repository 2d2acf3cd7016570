import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { GoroutinesFact } from '../../../src/evidence/facts/dump.ts';
import type { Frame } from '../../../src/evidence/frame.ts';
import type { Report, ReportDump } from '../../../src/report/report.ts';
import { sanitize } from '../../../src/text/safe-text.ts';
import { bucketsOf, functionOf } from '../../../src/tui/views/bucket.ts';
import { goroutinesView } from '../../../src/tui/views/goroutines.ts';
import { groupView } from '../../../src/tui/views/group.ts';
import { citation } from '../../matcher/fixture.ts';
import { report as empty } from '../../report/fixture.ts';
import { render, text } from './render.ts';

const GROUPS = 100_000;
const CREATORS = 300;
const GOLDENS = join(import.meta.dirname, '..', '..', 'goldens', 'tui');

interface Synthetic {
  readonly report: Report;
  /** Groups whose stacks were looked at. */
  readonly formatted: Set<number>;
}

/** A report of one dump with very many groups. It notes whose stack was asked for: who formats a group needs it. */
function synthetic(): Synthetic {
  const formatted = new Set<number>();
  const groups = Array.from({ length: GROUPS }, (_, i): GoroutinesFact => {
    const owner: Frame = {
      function: sanitize(`example.com/shop/part${i % 997}.(*Worker).step${i}`),
      file: sanitize('/src/part.go'),
      line: 10 + (i % 90),
      origin: 'app',
    };
    const minutes = (i * 7) % 600;
    return {
      type: 'goroutines',
      id: `goroutines:${i + 1}`,
      certainty: 'stated',
      citations: [citation(i * 6 + 1)],
      scope: {},
      dump: 'dump:1',
      dumpKind: 'debug2',
      key: `key${i}`,
      count: GROUPS - i,
      share: 0,
      state: sanitize(i % 3 === 0 ? 'select' : 'chan receive'),
      stateClass: i % 3 === 0 ? 'select' : 'chan-receive',
      wait: i % 5 === 0 ? { unknown: GROUPS - i } : { minMinutes: 2, maxMinutes: minutes + 2, unknown: 0 },
      get frames() {
        formatted.add(i);
        return [owner];
      },
      owner,
      creator: { function: sanitize(`example.com/shop.start${i % CREATORS}`), origin: 'app' },
      functions: [owner.function],
      leaked: 0,
      locked: 0,
      ...(i % 1000 === 999 ? { idle: 'accept-loop' as const } : {}),
      perRequest: false,
      perProcess: false,
      ids: [i],
      newest: [i],
      elided: false,
    };
  });
  const dump: ReportDump = {
    type: 'dump',
    id: 'dump:1',
    certainty: 'stated',
    citations: [citation()],
    scope: {},
    artifact: sanitize('app.log'),
    kind: 'debug2',
    goroutines: (GROUPS * (GROUPS + 1)) / 2,
    byState: [],
    unparsedLines: 0,
    unparsedSample: [],
    defects: [],
    integrity: 'whole',
    groups,
  };
  const base = empty();
  return { report: { ...base, facts: { ...base.facts, dumps: [dump] } }, formatted };
}

const none = new Map<string, never>();
const view = goroutinesView;

describe('a dump of 100,000 groups', () => {
  const { report, formatted } = synthetic();

  test.each([40, 80, 120, 200])('reads as it did at %i columns', async (width) => {
    const rows = view.rows({ view: 'goroutines' }, { report, triage: none, width });
    const shown = `${render(rows, 0, 20)}\n${render(rows, rows.count - 3)}\n`;
    await expect(shown).toMatchFileSnapshot(join(GOLDENS, `many-groups-${width}.txt`));
  });

  test.each(view.sorts ?? [])('formats only what is asked for, by %s', (sort) => {
    formatted.clear();
    const rows = view.rows({ view: 'goroutines' }, { report, triage: none, width: 120, sort });
    expect(rows.count).toBe(2 + GROUPS - GROUPS / 1000 + 1);
    expect(new Set(Array.from({ length: rows.count }, (_, at) => rows.key(at))).size).toBe(rows.count);
    expect(formatted.size).toBe(0);
    for (let at = 50_000; at < 50_040; at++) {
      rows.line(at);
      rows.target?.(at);
      rows.place?.(at);
      rows.selectable?.(at);
    }
    expect(formatted.size).toBe(40);
  });

  test('a filter looks at a group without formatting it', () => {
    formatted.clear();
    const rows = view.rows({ view: 'goroutines' }, { report, triage: none, width: 120 });
    const hits = [];
    for (let at = 0; at < rows.count; at++) if (rows.haystack?.(at).includes('.step4711') === true) hits.push(text(rows.line(at)));
    expect(hits).toHaveLength(11);
    expect(formatted.size).toBeLessThanOrEqual(11);
  });

  test('the longest wait stands first, and what is not known last', () => {
    const rows = view.rows({ view: 'goroutines' }, { report, triage: none, width: 120, sort: 'wait' });
    expect(text(rows.line(2))).toContain('2-601 min');
    expect(text(rows.line(rows.count - 2))).toContain('unknown');
  });

  test('by creator there is one row for each, and it leads to its stacks', () => {
    const input = { report, triage: none, width: 120, level: 'creator' } as const;
    const rows = view.rows({ view: 'goroutines' }, input);
    expect(rows.count).toBe(2 + CREATORS + 1);
    const target = rows.target?.(2);
    expect(target).toEqual({ view: 'group', id: 'dump:1|creator|example.com/shop.start0' });
    if (target?.view !== 'group') return;
    const group = groupView.rows(target, input);
    const lines = Array.from({ length: group.count }, (_, at) => text(group.line(at)));
    expect(lines).toContain('Started by example.com/shop.start0');
    expect(lines.some((line) => line.startsWith('  100000 select in example.com/shop/part0.(*Worker).step0'))).toBe(true);
  });

  test('the sorts keep every group, largest first among equals', () => {
    const counts = (sort: string): number[] => {
      const rows = view.rows({ view: 'goroutines' }, { report, triage: none, width: 120, sort });
      return [2, 3, 4].map((at) => Number(/\d+/.exec(text(rows.line(at)))?.[0]));
    };
    expect(counts('count')).toEqual([100_000, 99_999, 99_998]);
    // `chan receive` before `select`.
    expect(counts('state')).toEqual([99_999, 99_998, 99_996]);
  });

  test.each(view.sorts ?? [])('a group is found by its key, by %s, without the making of its row', (sort) => {
    const rows = view.rows({ view: 'goroutines' }, { report, triage: none, width: 120, sort });
    formatted.clear();
    for (const at of [0, 2, 4711, rows.count - 1]) expect(rows.rowOf?.(rows.key(at))).toBe(at);
    expect(rows.rowOf?.('dump:1|functions|nothing')).toBeUndefined();
    expect(rows.rowOf?.('dump:2|functions|key3')).toBeUndefined();
    expect(formatted.size).toBe(0);
  });
});

describe('buckets by a text', () => {
  const { report } = synthetic();
  const [dump] = report.facts.dumps;
  const facts = dump?.groups ?? [];

  test.each([
    ['each its own', facts],
    ['few of them', facts.map((fact) => ({ ...fact, owner: facts[Number(fact.id.split(':')[1]) % 50]?.owner })) as GoroutinesFact[]],
  ])('stand in its order, and as before where it is the same: %s', (_, some) => {
    const buckets = bucketsOf('dump:1', some, 'functions', 'function');
    const order = Array.from({ length: buckets.count }, (__, i) => buckets.parts(i)[0]);
    const wrong = order.filter((fact, i) => {
      const before = order[i - 1];
      if (before === undefined || fact === undefined) return false;
      const [a, b] = [functionOf(before), functionOf(fact)];
      return a > b || (a === b && before.count < fact.count);
    });
    expect(wrong).toEqual([]);
    expect(new Set(order).size).toBe(some.length);
  });
});
