import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { examine } from '../../../src/analyze.ts';
import type { CaseFile } from '../../../src/evidence/case-file.ts';
import type { FactOf } from '../../../src/evidence/facts/index.ts';

const INCIDENTS = join(import.meta.dirname, '..', '..', '..', 'samples', 'incidents');
const RELEASES = ['healthy-labels', 'healthy-labels-go1.27', 'healthy-labels-go1.21', 'healthy-labels-go1.19', 'healthy-labels-go1.13'];

/**
 * How many goroutines stand at each stack. A dump leaves the runtime's frames out but on top, a profile in text form above the first other one,
 * and one in protobuf form none: without them all have the same.
 */
function counts(facts: CaseFile, dump: FactOf<'dump'>): Record<string, number> {
  const stacks: Record<string, number> = {};
  for (const { functions, count } of facts.of('goroutines').filter((group) => group.dump === dump.id)) {
    const shown = functions.filter((name) => !name.startsWith('runtime.') && !name.startsWith('internal/runtime/'));
    // Each form is written by a goroutine of its own, at a place of its own.
    if (shown.some((name) => name.startsWith('runtime/pprof.'))) continue;
    const stack = shown.join(' < ');
    stacks[stack] = (stacks[stack] ?? 0) + count;
  }
  return stacks;
}

describe.each(RELEASES)('%s', (incident) => {
  it('the profile in both forms and the dump of one moment count the same goroutines at the same stacks', async () => {
    const files = ['goroutine.pb.gz', 'goroutine.txt', 'goroutine-3.txt'].map((name) => join(INCIDENTS, incident, name));
    const { caseFile } = await examine(files);
    const dumps = caseFile.of('dump');
    expect(dumps.map(({ kind }) => kind).toSorted()).toEqual(['debug2', 'profile', 'profile']);
    const [first, ...others] = dumps.map((dump) => counts(caseFile, dump));
    expect(Object.values(first ?? {}).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(8);
    for (const other of others) expect(other).toEqual(first);
  });
});
