import { describe, expect, test } from 'vitest';
import type { Inconclusive, LookedFor } from '../../src/matcher/finding.ts';
import { notFound } from '../../src/report/against.ts';
import { nextBest } from '../../src/report/next-best.ts';
import { renderFindingMarkdown, renderMarkdown } from '../../src/report/render/markdown.ts';
import { NO_COLOUR } from '../../src/report/render/text/palette.ts';
import { renderText } from '../../src/report/render/text.ts';
import { sanitize } from '../../src/text/safe-text.ts';
import { citation } from '../matcher/fixture.ts';
import { finding, report, result } from './fixture.ts';

function suspicion(signature: string, over: Partial<Inconclusive> = {}): Inconclusive {
  return {
    signature,
    title: sanitize(`It may be ${signature}`),
    severity: 'high',
    summary: sanitize('they wait'),
    evidence: [],
    missing: [sanitize('a second dump')],
    collect: [],
    ...over,
  };
}

const evidence = (role: 'required' | 'supporting' | 'contradicting') =>
  ({ evidence: role, role, statement: sanitize(`it is ${role}`), certainty: 'stated', citation: citation(), more: [] }) as const;

const named = (id: string, over: Parameters<typeof finding>[0] = {}) =>
  finding({ id, signature: id.slice(0, -2), title: sanitize(`Title of ${id}`), ...over });

describe('nextBest', () => {
  test('is the first finding outside the chain that is more than information', () => {
    const head = named('a#1', { causes: ['b#1'] });
    const findings = [
      head,
      named('b#1', { causedBy: ['a#1'], causes: ['c#1'] }),
      named('c#1', { causedBy: ['b#1'] }),
      named('d#1', { severity: 'info' }),
      named('e#1', { confidence: 'moderate', severity: 'medium', score: 3 }),
      named('f#1'),
    ];
    expect(nextBest(head, { findings, inconclusive: [suspicion('s')] })).toEqual({
      finding: 'e#1',
      title: 'Title of e#1',
      why: 'moderate evidence, medium severity, score 3; a#1 has 5',
    });
    // Of the end of the chain its causes are no other candidates.
    const [, , end] = findings;
    expect(end && nextBest(end, { findings, inconclusive: [] })?.finding).toBe('e#1');
  });

  test('else the suspicion with most for it, then the gravest', () => {
    const head = named('a#1');
    const inconclusive = [
      suspicion('against', { severity: 'critical', evidence: [evidence('required'), evidence('contradicting')] }),
      suspicion('little', { evidence: [evidence('required')], severity: 'medium' }),
      suspicion('graver', { evidence: [evidence('required')] }),
    ];
    expect(nextBest(head, { findings: [head], inconclusive })).toEqual({
      suspicion: 'graver',
      title: 'It may be graver',
      why: 'not settled; missing: a second dump',
    });
  });

  test('circles of causes end', () => {
    const findings = [named('a#1', { causes: ['b#1'], causedBy: ['b#1'] }), named('b#1', { causes: ['a#1'], causedBy: ['a#1'] })];
    const [head] = findings;
    expect(head && nextBest(head, { findings, inconclusive: [] })).toBeUndefined();
  });
});

describe('notFound', () => {
  const looked = (statement: string, points: number, inBundle = true): LookedFor => ({
    evidence: statement,
    points,
    statement: sanitize(statement),
    inBundle,
  });

  test('says what was looked for, the weightiest first, and what could not be', () => {
    const lookedFor = [looked('a', -1), looked('b', -5), looked('c', -2), looked('d', -2), looked('e', -3), looked('gone', -5, false)];
    expect(notFound({ evidence: [evidence('required')], lookedFor })).toEqual([
      { lead: 'Nothing that speaks against it was found; looked for:', statements: ['b', 'e', 'c', 'd'], left: 1 },
      { lead: 'Not looked for, since the bundle has nothing that would show it:', statements: ['gone'], left: 0 },
    ]);
  });

  test('what was found stands beside', () => {
    expect(notFound({ evidence: [evidence('contradicting')], lookedFor: [looked('a', -1)] })).toEqual([
      { lead: 'Looked for besides, and not found:', statements: ['a'], left: 0 },
    ]);
    expect(notFound({ evidence: [evidence('contradicting')], lookedFor: [] })).toEqual([]);
  });

  test('nothing could be looked for, or nothing is known to look for', () => {
    expect(notFound({ evidence: [], lookedFor: [looked('gone', -1, false)] }).map(({ lead }) => lead)).toEqual([
      'Nothing that speaks against it was found.',
      'Not looked for, since the bundle has nothing that would show it:',
    ]);
    expect(notFound({ evidence: [], lookedFor: [] }).map(({ lead }) => lead)).toEqual([
      'Nothing that speaks against it was found: this root cause names nothing of the kind.',
    ]);
  });
});

describe('every rendering has them', () => {
  const against: LookedFor = { evidence: 'pool', points: -3, statement: sanitize('it is a pool'), inBundle: true };
  const head = named('a#1', { lookedFor: [against], suspectedElsewhere: [suspicion('a', { summary: sanitize('40 wait in b') })] });
  const alone = report([], { result: result({ findings: [head] }) });
  const two = report([], { result: result({ findings: [head, named('b#1')], inconclusive: [suspicion('s')] }) });
  const open = report([], { result: result({ findings: [head], inconclusive: [suspicion('s')] }) });
  const none = 'None: nothing outside its chain was found, and no suspicion is open.';

  test('the report', () => {
    expect([alone, two, open].map(({ verdict }) => [verdict.next?.finding, verdict.next?.suspicion])).toEqual([
      [undefined, undefined],
      ['b#1', undefined],
      [undefined, 's'],
    ]);
  });

  test('text', () => {
    const text = (of: typeof alone) => renderText(of, { palette: NO_COLOUR });
    expect(text(alone)).toContain('\n  Nothing that speaks against it was found; looked for:\n  - it is a pool\n');
    expect(text(alone)).toContain(`\nNext best candidate\n  ${none}\n`);
    expect(text(alone)).toContain('\nCannot be settled from this bundle\n  It may be a (a)\n    40 wait in b\n');
    expect(text(two)).toContain('\nNext best candidate\n  Title of b#1 (b#1): strong evidence, critical severity, score 5; a#1 has 5\n');
    expect(text(open)).toContain('\nNext best candidate\n  It may be s (s): not settled; missing: a second dump\n');
  });

  test('Markdown, of which a dismissed finding is no candidate', () => {
    for (const text of [renderMarkdown(alone), renderFindingMarkdown(head, alone)]) {
      expect(text).toContain('\nNothing that speaks against it was found; looked for:\n\n- it is a pool\n');
      expect(text).toContain(`\n## Next best candidate\n\n${none}\n`);
    }
    expect(renderMarkdown(alone)).toContain('\n## Open questions\n\n**It may be a** (`a`): 40 wait in b\n');
    expect(renderMarkdown(two)).toContain('\n## Next best candidate\n\nTitle of `b#1` (`b#1`): strong evidence');
    const dismissed = named('b#1', { triage: { mark: 'dismissed', note: sanitize('') } });
    expect(renderMarkdown({ ...two, findings: [head, dismissed] })).toContain('## Next best candidate\n\nIt may be s (s): not settled');
  });
});
