import { describe, expect, it } from 'vitest';

import { decodeProfile } from '../../../parsers/pprof/decode.ts';
import { profileKind } from '../../../parsers/pprof/kinds.ts';
import { buildProfile } from './build-profile.ts';
import { GOROUTINE_PLAN, HEAP_PLAN, runParser } from './run-parser.ts';

const CASES = [
  ['goroutineleak', 'goroutineleak-profile', [['goroutineleak', 'count']]],
  [
    'cpu',
    'cpu-profile',
    [
      ['samples', 'count'],
      ['cpu', 'nanoseconds'],
    ],
  ],
  [
    'contention',
    'contention-profile',
    [
      ['contentions', 'count'],
      ['delay', 'nanoseconds'],
    ],
  ],
  ['threadcreate', 'threadcreate-profile', [['threadcreate', 'count']]],
  ['unknown', 'profile', [['wall', 'microseconds']]],
  [
    'unknown',
    'profile',
    [
      ['inuse_objects', 'count'],
      ['inuse_space', 'bytes'],
    ],
  ],
] as const;

const FACTS: Readonly<Record<string, readonly string[]>> = {
  contention: ['contention'],
  threadcreate: ['threads'],
  cpu: ['cpu-profile'],
  unknown: ['other-profile'],
};

describe('kinds of profiles', () => {
  for (const [kind, artefact, sampleTypes] of CASES)
    it(`${sampleTypes.map(([type]) => type).join(', ')} is ${kind}`, () => {
      const samples = [{ stack: ['park'], values: sampleTypes.map(() => 3) }];
      const bytes = buildProfile({ ...GOROUTINE_PLAN, sampleTypes, samples, duration: 1n });
      const decoded = decodeProfile(bytes);
      expect(decoded.kind === 'profile' && profileKind(decoded.profile)).toBe(kind);
      const { result, found, facts } = runParser(bytes);
      expect({ result, found }).toEqual({ result: { kind: 'ok' }, found: [artefact] });
      // A difference between two moments is no counter of the process, and no snapshot.
      expect(facts.all.map(({ type }) => type)).toEqual(FACTS[kind] ?? []);
      expect(runParser(bytes.subarray(0, bytes.length - 2)).result.kind).toBe('malformed');
    });

  it('knows allocs as a heap profile by its values, and keeps the default type', () => {
    const bytes = buildProfile({ ...HEAP_PLAN, defaultType: 'alloc_space' });
    const decoded = decodeProfile(bytes);
    expect(decoded).toMatchObject({ kind: 'profile', profile: { defaultSampleType: 'alloc_space', period: 524_288 } });
    expect(runParser(bytes).found).toEqual(['heap-profile']);
  });
});
