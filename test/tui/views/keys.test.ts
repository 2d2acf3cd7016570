import { beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../../src/report/report.ts';
import { sanitize } from '../../../src/text/safe-text.ts';
import type { Rows, Target, ViewInput } from '../../../src/tui/view.ts';
import { type Views, views } from '../../../src/tui/views/all.ts';
import { rowsFor, viewOf } from './rows-for.ts';
import { report as makeReport } from '../../report/fixture.ts';
import { incident, linesIn } from './incident.ts';
import { text } from './render.ts';

const keysOf = (rows: Rows): string[] => Array.from({ length: rows.count }, (_, at) => rows.key(at));

/** Keys in the order in which they first come; a thing of several rows has one. */
const thingsOf = (rows: Rows): string[] => [...new Set(keysOf(rows))];

/** What each thing says. */
function textsOf(rows: Rows): Map<string, string> {
  const texts = new Map<string, string>();
  for (let at = 0; at < rows.count; at++) texts.set(rows.key(at), `${texts.get(rows.key(at)) ?? ''}${text(rows.line(at))}\n`);
  return texts;
}

describe.each(['clonebot', 'gc-death-spiral', 'leak-profiles', 'data-race', 'healthy-idle', 'stack-overflow'])('rows of %s', (name) => {
  let report: Report;
  let all: Views;
  let targets: readonly Target[];
  const rows = (target: Target, over: Partial<ViewInput> = {}) => rowsFor(all, target, { report, triage: new Map(), width: 80, ...over });
  beforeAll(async () => {
    report = await incident(name);
    all = views({ linesOf: linesIn(name), help: () => [{ heading: 'Moving' }, { keys: 'j', does: 'the next row' }] });
    const [group] = report.facts.dumps[0]?.groups ?? [];
    targets = [
      { view: 'findings' },
      ...report.findings.map(({ id }): Target => ({ view: 'finding', id })),
      { view: 'goroutines' },
      ...(group === undefined ? [] : [{ view: 'group', id: `dump:1|functions|${group.key}` } as const]),
      { view: 'timeline' },
      { view: 'memory' },
      { view: 'changes' },
      { view: 'waits' },
      { view: 'files' },
      ...report.bundle.artifacts.map(({ path }): Target => ({ view: 'file', path })),
      { view: 'outcomes' },
      { view: 'exits' },
      { view: 'help' },
    ];
  });

  test('have one key for each thing, and its rows stand together', () => {
    for (const target of targets) {
      const keys = keysOf(rows(target));
      const runs = keys.filter((key, at) => key !== keys[at - 1]);
      expect(runs.toSorted(), JSON.stringify(target)).toEqual([...new Set(runs)].toSorted());
      expect(keys).not.toContain('');
    }
  });

  test('are the same things in any order and at any width', () => {
    for (const target of targets) {
      const { sorts = [] } = viewOf(all, target);
      const things = thingsOf(rows(target));
      for (const sort of sorts) expect(thingsOf(rows(target, { sort })).toSorted()).toEqual(things.toSorted());
      for (const width of [38, 60, 118, 200]) expect(thingsOf(rows(target, { width })), `${target.view} at ${width}`).toEqual(things);
    }
  });

  test('are known again when the same files have been read with others before them', () => {
    const more: Report = {
      ...report,
      bundle: { ...report.bundle, artifacts: [...report.bundle.artifacts].toReversed() },
      findings: report.findings.toReversed(),
      inconclusive: report.inconclusive.toReversed(),
      warnings: report.warnings.toReversed(),
      cleared: report.cleared.toReversed(),
    };
    for (const view of ['findings', 'goroutines', 'memory', 'changes', 'waits', 'files', 'outcomes', 'timeline'] as const) {
      const again = textsOf(rowsFor(all, { view }, { report: more, triage: new Map(), width: 80 }));
      expect(again, view).toEqual(textsOf(rows({ view })));
    }
  });
});

test('outcomes are known again by their signatures, whatever stands before them', () => {
  const place = { path: sanitize('app.log'), firstLine: 2, lastLine: 3, excerpt: sanitize('a line') };
  const evidence = [
    { evidence: 'e', role: 'required', statement: sanitize('they wait'), certainty: 'stated', citation: place, more: [] },
  ] as const;
  const suspicion = (signature: string) =>
    ({
      signature,
      title: sanitize(`Suspicion ${signature}`),
      severity: 'high',
      summary: sanitize(`It may be ${signature}.`),
      evidence,
      missing: [sanitize(`what ${signature} needs`)],
      collect: [],
    }) as const;
  const outcome = (signature: string) => ({ signature, title: sanitize(`Title ${signature}`), reason: sanitize(`not ${signature}`) });
  const made: Report = { ...makeReport([]), inconclusive: ['a', 'b'].map(suspicion), cleared: ['c', 'd'].map(outcome) };
  const shown = (one: Report) =>
    textsOf(
      rowsFor(views({ linesOf: linesIn('clonebot'), help: () => [] }), { view: 'outcomes' }, { report: one, triage: new Map(), width: 80 }),
    );
  const again = shown({ ...made, inconclusive: made.inconclusive.toReversed(), cleared: made.cleared.toReversed() });
  expect(again.size).toBeGreaterThan(8);
  expect(again).toEqual(shown(made));
});
