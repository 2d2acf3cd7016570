import { beforeAll, describe, expect, test } from 'vitest';
import { renderMarkdown } from '../../src/report/render/markdown.ts';
import { renderText } from '../../src/report/render/text.ts';
import { NO_COLOUR } from '../../src/report/render/text/palette.ts';
import type { Report } from '../../src/report/report.ts';
import type { WaitRootFact } from '../../src/evidence/facts/wait-root.ts';
import { rootWords, tellingRoots } from '../../src/report/waits.ts';
import { sanitize } from '../../src/text/safe-text.ts';
import { incident } from '../tui/views/incident.ts';

/** The lines of a section of the text report. */
function section(text: string, title: string): string[] {
  const lines = text.split('\n');
  const from = lines.findIndex((line) => line.replace(/^#+ /, '') === title);
  if (from < 0) return [];
  const rest = lines.slice(from + 1).filter((line, at) => at > 0 || line !== '');
  const to = rest.findIndex((line) => line === '' || line.startsWith('#'));
  return rest.slice(0, to < 0 ? rest.length : to);
}

describe('who waits for whom', () => {
  let report: Report;
  beforeAll(async () => {
    report = await incident('waits-behind-a-lock');
  });

  test('in the text report: the root first, then a tree of a few steps', () => {
    const lines = section(renderText(report, { palette: NO_COLOUR }), 'Who waits for whom');
    expect(lines.map((line) => line.replace(/:\d+-\d+$/, ':…'))).toEqual([
      '  1 goroutine in main.(*ledger).refresh: waits for a peer. 37 goroutines wait',
      '  for it, 32 of them directly (a guess).',
      '    stderr.log:…',
      '    - 32 in main.(*ledger).post: wait for a mutex (a guess)',
      '      - 4 in main.(*ledger).closeBranch: wait for a WaitGroup',
      '        - 1 in main.(*ledger).closeDay: waits for a WaitGroup',
    ]);
  });

  test('in the postmortem: a list within a list, names as code', () => {
    const lines = section(renderMarkdown(report), 'Who waits for whom');
    expect(lines.map((line) => line.replace(/:\d+-\d+/, ':…'))).toEqual([
      '- 1 goroutine in `main.(*ledger).refresh`: waits for a peer. 37 goroutines wait for it, 32 of them directly (a guess). (`stderr.log:…`)',
      '  - 32 in `main.(*ledger).post`: wait for a mutex (a guess)',
      '    - 4 in `main.(*ledger).closeBranch`: wait for a WaitGroup',
      '      - 1 in `main.(*ledger).closeDay`: waits for a WaitGroup',
    ]);
  });

  test('a healthy service has no such section', async () => {
    for (const name of ['healthy-load', 'healthy-idle', 'healthy-waitgroup-servers'])
      expect(section(renderText(await incident(name), { palette: NO_COLOUR }), 'Who waits for whom'), name).toEqual([]);
  });
});

describe('the roots that are named', () => {
  let root: WaitRootFact;
  let report: Report;
  beforeAll(async () => {
    report = await incident('waits-for-one-call');
    [root] = report.facts.waitRoots as [WaitRootFact];
  });
  const named = (over: Partial<WaitRootFact>) =>
    tellingRoots({ ...report, facts: { ...report.facts, waitRoots: [{ ...root, ...over }] } }).length;

  test.each<[string, number, Partial<WaitRootFact>]>([
    ['one that keeps many waiting', 1, {}],
    ['not of two that wait', 0, { blocks: 2 }],
    ['not one that runs', 0, { doing: 'running' }],
    ['a guess of many', 1, { certainty: 'guessed', blocks: 10 }],
    ['not a guess of few', 0, { certainty: 'guessed', blocks: 9 }],
    ['not a guess of a loop that is idle', 0, { certainty: 'guessed', blocks: 10, doing: 'receive' }],
    ['a ring of two', 1, { kind: 'ring', blocks: 2 }],
    ['not a ring that is a guess', 0, { kind: 'ring', certainty: 'guessed' }],
    ['that nobody is seen', 1, { kind: 'nobody' }],
    ['not where goroutines are missing', 0, { kind: 'nobody', integrity: 'partial' }],
  ])('%s', (_, count, over) => expect(named(over)).toBe(count));

  test('in words, with the age where one is printed', () => {
    expect(rootWords({ ...root, wait: { unknown: 0, minMinutes: 3, maxMinutes: 5 }, blocks: 1, direct: 1 })).toBe(
      '1 goroutine in main.(*rates).fetch: waits for a peer, for 5 minutes. 1 goroutine waits for it.',
    );
    const ring = (...functions: readonly string[]) =>
      rootWords({ ...root, kind: 'ring', certainty: 'derived', functions: functions.map(sanitize), blocks: 3, direct: 3 });
    expect(ring('a', 'b')).toBe('a and b wait for each other: 3 goroutines wait.');
    expect(ring('a', 'a')).toBe('Goroutines in a wait for each other: 3 goroutines wait.');
    expect(ring('a')).toBe('Goroutines in a wait for what they have themselves: 3 goroutines wait.');
    expect(rootWords({ ...root, kind: 'nobody' })).toBe('Nobody is seen who could go on: 24 goroutines wait in main.(*rates).fetch.');
  });
});
