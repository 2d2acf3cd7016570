import { expect, test } from 'vitest';
import { candidates } from '../../src/matcher/candidate.ts';
import { compileSignature } from '../../src/matcher/compile.ts';
import { sanitize } from '../../src/text/safe-text.ts';
import { caseFile, crash, group, signature } from './fixture.ts';

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
