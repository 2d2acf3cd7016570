import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { examine } from '../../src/analyze.ts';
import type { CaseFile } from '../../src/evidence/case-file.ts';
import type { FactDraft } from '../../src/evidence/facts/index.ts';
import { compileSignature } from '../../src/matcher/compile.ts';
import { evaluate } from '../../src/matcher/evaluate.ts';
import { limitPenalty, match } from '../../src/matcher/match.ts';
import type { Signature } from '../../src/matcher/signature.ts';
import { loadSignatures } from '../../src/matcher/store.ts';
import { type CandidateTrace, type SelectionTrace, traceSignature } from '../../src/matcher/trace.ts';
import { sanitize } from '../../src/text/safe-text.ts';
import { caseFile, citation, crash, frame, group, page, signature } from './fixture.ts';

const INCIDENTS = join(import.meta.dirname, '..', '..', 'samples', 'incidents');

const traceOf = (of: Signature, ...facts: readonly FactDraft[]) => traceSignature(of, caseFile(...facts), []);

function only(of: Signature, ...facts: readonly FactDraft[]): CandidateTrace {
  const { candidates } = traceOf(of, ...facts);
  const [one] = candidates;
  if (one === undefined || candidates.length > 1) throw new Error(`${candidates.length} candidates`);
  return one;
}

const named = (selections: readonly SelectionTrace[], name: string) => selections.find(({ evidence }) => evidence === name);

const pool: Partial<Signature> = {
  id: 'pool',
  applies: { facts: ['goroutines'] },
  keywords: [],
  evidence: {
    group: {
      role: 'required',
      weight: 'strong',
      fact: 'goroutines',
      where: { stateClass: 'chan-receive', count: { gte: 20 }, 'owner.function': { startsWith: 'main.' } },
      says: '{group.count} wait',
    },
    many: { role: 'supporting', weight: 'moderate', of: 'group', where: { count: { gte: 100, lt: 1000 } }, says: 'they are many' },
    idle: { role: 'contradicting', weight: 'decisive', of: 'group', where: { perProcess: true }, says: 'it looks like a pool' },
  },
  condition: 'group and (many or not idle)',
  distinct: ['group.key'],
  inconclusive: [{ when: 'group and not many', missing: 'a second dump, to see whether {group.count} grows' }],
};
const owned = { owner: { ...frame('main.work'), library: false } };

describe('how far it came', () => {
  test('without facts of its types', () => {
    const trace = traceOf(signature(pool), crash());
    expect(trace.applies).toEqual({ holds: false, facts: [{ type: 'goroutines', count: 0 }] });
    expect([trace.keywords, trace.anchors, trace.candidates]).toEqual([undefined, [], []]);
  });

  test('a page without a rule', () => {
    expect(traceOf(page(), crash()).applies).toEqual({ holds: false, facts: [], pageOnly: 'No bundle shows how it was collected.' });
  });

  test('without any of its words', () => {
    const trace = traceOf(signature({ keywords: ['no such word', 'nor this'] }), crash());
    expect(trace.keywords).toEqual({ holds: false, wanted: ['no such word', 'nor this'], found: [] });
    expect(trace.anchors).toEqual([]);
  });

  test('the words that stand there', () => {
    const trace = traceOf(signature({ keywords: ['no such word', 'closed channel'] }), crash());
    expect(trace.keywords).toEqual({ holds: true, wanted: ['no such word', 'closed channel'], found: ['closed channel'] });
  });

  test('without a candidate: the nearest fact, and the first field that is in its way', () => {
    const trace = traceOf(
      signature(pool),
      group({ stateClass: 'sleep', count: 5 }),
      group({ count: 5, citations: [citation(40)], ...owned }),
      group({ count: 50, stateClass: 'select' }),
    );
    expect(trace.candidates).toEqual([]);
    expect(trace.anchors).toMatchObject([
      {
        evidence: 'group',
        lookedAt: 3,
        matched: 0,
        nearest: { fact: 'goroutines:2', field: 'count', found: '5', wanted: 'at least 20', passed: 2, tests: 3, citation: citation(40) },
      },
    ]);
  });

  test('only with facts of other releases', () => {
    const old = signature({ applies: { facts: ['crash'], go: '<1.14' } });
    const one = only(old, crash({ goVersions: { min: '1.20', reasons: [] } }));
    expect(one).toMatchObject({ cameTo: 'other-release', goVersions: { min: '1.20' }, scoring: [] });
  });
});

describe('a candidate', () => {
  test('holds: the arithmetic, and what speaks against it', () => {
    const one = only(signature(pool), group({ count: 150, perProcess: true, ...owned }));
    expect(one).toMatchObject({
      cameTo: 'outweighed',
      scoring: [
        { evidence: 'group', points: 3, statement: '150 wait' },
        { evidence: 'many', points: 2 },
        { evidence: 'idle', points: -5 },
      ],
      score: 0,
    });
    expect(one.confidence).toBeUndefined();
    expect(only(signature(pool), group({ count: 150, ...owned }))).toMatchObject({ cameTo: 'holds', score: 5, confidence: 'strong' });
  });

  test('unread input takes its point here, too', () => {
    const [one] = traceSignature(signature(pool), caseFile(group({ count: 150, ...owned })), limitPenalty(2)).candidates;
    expect(one).toMatchObject({ score: 4, confidence: 'moderate' });
    expect(one?.scoring.at(-1)).toMatchObject({ evidence: 'limits', points: -1 });
  });

  test('does not hold: which clauses are so, and what a suspicion would need', () => {
    const one = only(signature(pool), group({ count: 30, perProcess: true, ...owned }));
    expect(one.cameTo).toBe('suspected');
    expect(one.condition).toEqual({
      text: 'group and (many or not idle)',
      operator: 'and',
      holds: false,
      parts: [
        { text: 'group', holds: true, parts: [] },
        {
          text: 'many or not idle',
          operator: 'or',
          holds: false,
          parts: [
            { text: 'many', holds: false, parts: [] },
            { text: 'not idle', operator: 'not', holds: false, parts: [{ text: 'idle', holds: true, parts: [] }] },
          ],
        },
      ],
    });
    expect(one.suspicions).toMatchObject([{ when: { holds: true }, missing: 'a second dump, to see whether 30 grows' }]);
    expect(named(one.selections, 'many')?.nearest).toMatchObject({
      field: 'count',
      found: '30',
      wanted: 'at least 100 and less than 1000',
    });
    expect(named(one.selections, 'idle')).toMatchObject({
      role: 'contradicting',
      points: -5,
      matched: 1,
      statement: 'it looks like a pool',
    });
  });

  const joined = signature({
    applies: { facts: ['crash'] },
    keywords: [],
    evidence: {
      panic: { role: 'required', weight: 'strong', fact: 'crash', says: 'it panicked' },
      peers: { role: 'required', weight: 'moderate', fact: 'goroutines', where: { dump: { same: 'panic.dump' } }, says: '{peers.count}' },
    },
    condition: 'panic and peers',
    distinct: [],
  });

  test('what a fact is compared with is said as it was', () => {
    const one = only(joined, crash({ dump: 'dump:7' }), group());
    expect(named(one.selections, 'peers')).toMatchObject({
      lookedAt: 1,
      matched: 0,
      statement: '<count>',
      nearest: { field: 'dump', found: '"dump:1"', wanted: 'the same as panic.dump ("dump:7")' },
    });
  });

  test('what is of another pod is counted, and said to be', () => {
    const one = only(joined, crash({ dump: 'dump:1', scope: { pod: sanitize('a') } }), group({ scope: { pod: sanitize('b') } }));
    expect(named(one.selections, 'peers')).toMatchObject({ matched: 1, elsewhere: 1, nearest: { found: 'of pod b', passed: 1, tests: 1 } });
    expect(named(one.selections, 'peers')?.nearest?.field).toBeUndefined();
  });

  test('lines in the wrong order', () => {
    const ordered = { ...joined, correlate: { order: ['peers', 'panic'] } };
    const facts = [crash({ dump: 'dump:1', citations: [citation(3)] }), group({ citations: [citation(9)] })];
    expect(only(ordered, ...facts)).toMatchObject({
      cameTo: 'fails',
      condition: { holds: true },
      order: { holds: false, names: ['peers', 'panic'] },
    });
  });

  test('of many the nearest are told, one a finding, and all are counted', () => {
    const several = [900, 30, 500, 40, 700].map((count, i) => group({ key: `k${i}`, count, ...owned }));
    const trace = traceOf(signature(pool), ...several, group({ key: 'k0', count: 901, ...owned }));
    expect(trace.counts).toEqual({ holds: 6 });
    expect(trace.candidates.map(({ distinct }) => distinct)).toEqual(['"k0"', '"k2"', '"k4"']);
    const asked = traceSignature(signature(pool), caseFile(...several), [], 'goroutines:4');
    expect(asked.candidates[0]?.anchor).toBe('goroutines:4');
  });
});

describe('over all samples', () => {
  const names = readdirSync(INCIDENTS).filter((name) => statSync(join(INCIDENTS, name)).isDirectory());

  /** What a trace says the outcome must be. */
  function outcomeOf(of: Signature, file: CaseFile): string {
    const { applies, keywords, anchors, candidates, counts } = traceSignature(of, file, []);
    if (!applies.holds) return 'not-applicable';
    if (keywords?.holds === false) return 'cleared';
    // What is told of a candidate is what it came to.
    for (const { condition, order, cameTo, selections, scoring, score } of candidates) {
      const holds = condition.holds && order?.holds !== false;
      expect(holds, of.id).toBe(cameTo === 'holds' || cameTo === 'outweighed');
      if (holds)
        expect(scoring.map(({ evidence }) => evidence)).toEqual(selections.filter((one) => one.citation).map((one) => one.evidence));
      expect(scoring.reduce((sum, { points }) => sum + points, 0)).toBe(score ?? 0);
      for (const one of selections) {
        expect(one.nearest === undefined || one.citation === undefined, of.id).toBe(true);
        expect(one.matched - one.elsewhere > 0, `${of.id} ${one.evidence}`).toBe(one.citation !== undefined);
      }
    }
    if (candidates.length === 0) expect(anchors.every(({ matched }) => matched === 0)).toBe(true);
    if ((counts.holds ?? 0) > 0) return 'matched';
    if ((counts.suspected ?? 0) > 0) return 'inconclusive';
    return counts['other-release'] !== undefined && Object.keys(counts).length === 1 ? 'not-applicable' : 'cleared';
  }

  test('the trace of every signature comes to what the evaluation comes to, and the report lists it once', async () => {
    const signatures = await loadSignatures();
    let matched = 0;
    for (const name of names) {
      const { caseFile: file, budget } = await examine([join(INCIDENTS, name)]);
      for (const one of signatures) {
        const outcome = one.pageOnly === undefined ? evaluate(compileSignature(one), file).kind : 'not-applicable';
        expect(outcomeOf(one, file), `${name}: ${one.id}`).toBe(outcome);
        if (outcome === 'matched') matched++;
      }
      const { findings, inconclusive, cleared, refuted, notApplicable, signatureErrors } = match(signatures, file, budget.hits.length);
      const lists = [findings, inconclusive, cleared, refuted, notApplicable, signatureErrors];
      const listed = lists.flatMap((list) => [...new Set(list.map(({ signature: id }) => id))]);
      expect(listed.toSorted(), name).toEqual(signatures.map(({ id }) => id).toSorted());
      for (const one of inconclusive) {
        expect(one.missing, `${name}: ${one.signature}`).not.toEqual([]);
        expect(one.collect, `${name}: ${one.signature}`).not.toEqual([]);
      }
      for (const { reason, needs, go, signature: id } of notApplicable)
        expect([
          reason.length > 0,
          needs.length > 0 || go !== undefined || signatures.find((one) => one.id === id)?.pageOnly !== undefined,
        ]).toEqual([true, true]);
    }
    expect(matched).toBeGreaterThan(100);
  }, 300_000);
});
