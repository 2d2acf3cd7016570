import { expect, test } from 'vitest';
import { candidates } from '../../src/matcher/candidate.ts';
import { compileSignature } from '../../src/matcher/compile.ts';
import { match } from '../../src/matcher/match.ts';
import { sanitize } from '../../src/text/safe-text.ts';
import { caseFile, citation, crash, group, signature } from './fixture.ts';

const joined = signature({
  applies: { facts: ['crash'] },
  evidence: {
    panic: { role: 'required', weight: 'decisive', fact: 'crash', says: 'it panicked' },
    beside: { role: 'supporting', weight: 'weak', fact: 'goroutines', where: { dump: { same: 'panic.dump' } }, says: 'others were there' },
    named: { role: 'supporting', weight: 'weak', fact: 'goroutines', where: { key: { same: 'beside.key' } }, says: 'the first of them' },
  },
});

function only(...groups: ReturnType<typeof group>[]) {
  const [one] = candidates(compileSignature(joined), caseFile(crash({ dump: 'dump:1' }), ...groups));
  if (one === undefined) throw new Error('there is no candidate');
  return one;
}

test('a selection binds the facts that it selects, in the order of reading, and later ones may refer to the first', () => {
  const { bound } = only(group({ key: 'a', dump: 'dump:2' }), group({ key: 'b' }), group({ key: 'c' }));
  const keys = (name: string) => (bound.get(name) ?? []).map(({ fact }) => ('key' in fact ? fact.key : ''));
  expect(keys('beside')).toEqual(['b', 'c']);
  expect(keys('named')).toEqual(['b']);
});

test('a selection binds the first hundred facts: each anchor asks every group of a dump anew', () => {
  const elsewhere = Array.from({ length: 150 }, () => group({ scope: { pod: sanitize('other') } }));
  const here = Array.from({ length: 150 }, (_, i) => group({ key: `k${i}` }));
  const [one] = candidates(
    compileSignature(joined),
    caseFile(crash({ dump: 'dump:1', scope: { pod: sanitize('this') } }), ...elsewhere, ...here),
  );
  const beside = one?.bound.get('beside') ?? [];
  expect(beside).toHaveLength(100);
  expect(beside[0]?.fact).toMatchObject({ key: 'k0' });
});

test('values that must be the same are told by type: a number is not the text of it, and what is absent is nothing', () => {
  const like = compileSignature(
    signature({
      applies: { facts: ['crash'] },
      evidence: {
        panic: { role: 'required', weight: 'decisive', fact: 'crash', says: 'it panicked' },
        twin: {
          role: 'supporting',
          weight: 'weak',
          fact: 'goroutines',
          where: { dump: { same: 'panic.dump' }, key: { same: 'panic.message' }, state: { same: 'panic.pod' } },
          says: 'the same',
        },
        older: {
          role: 'supporting',
          weight: 'weak',
          fact: 'goroutines',
          where: { count: { atLeast: { of: 'panic.exitStatus', times: 2 } } },
          says: 'twice as many',
        },
      },
    }),
  );
  const crashes = [crash({ exitStatus: 2, dump: 'dump:1' }), crash({ exitStatus: 4, dump: 'dump:1', citations: [citation(9)] })];
  const groups = [group({ count: 5 }), group({ count: 8 })];
  const found = [...candidates(like, caseFile(...crashes, ...groups))].map(({ bound }) => [
    bound.get('twin'),
    (bound.get('older') ?? []).map(({ value }) => (value as { count: number }).count),
  ]);
  expect(found).toEqual([
    [undefined, [5, 8]],
    [undefined, [8]],
  ]);
});

test('what would take hours to compare is compared in part, which is said and costs a point', () => {
  const pairs = signature({
    id: 'pairs',
    keywords: [],
    applies: { facts: ['goroutines'] },
    evidence: {
      one: { role: 'required', weight: 'strong', fact: 'goroutines', says: 'one' },
      other: {
        role: 'contradicting',
        weight: 'weak',
        fact: 'goroutines',
        where: { count: { atLeast: { of: 'one.count', times: 2 } } },
        says: 'x',
      },
    },
    condition: 'one and not other',
    distinct: ['one.key'],
  });
  const many = caseFile(...Array.from({ length: 3000 }, (_, i) => group({ key: `k${i}` })));
  const { findings, partial } = match([pairs], many, 0);
  expect(partial).toEqual(['pairs']);
  expect(findings.length).toBeGreaterThan(0);
  expect(findings[0]?.scoring).toContainEqual(expect.objectContaining({ evidence: 'limits', points: -1 }));
});
