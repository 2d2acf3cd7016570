import { join } from 'node:path';
import { expect, test } from 'vitest';
import { examineTestInput } from '../../src/cli/signatures.ts';
import { match } from '../../src/matcher/match.ts';
import { loadSignatures, signatureSources } from '../../src/matcher/store.ts';

const signatures = await loadSignatures();
const examine = examineTestInput(join(signatureSources(), '..', 'samples', 'incidents'));

/** Lines of a trace whose collections leave so much live. */
const trace = (...live: readonly number[]): readonly string[] =>
  live.map(
    (mib, i) =>
      `gc ${i + 1} @0.${String(10 * (i + 1)).padStart(3, '0')}s 1%: 0.020+0.41+0.004 ms clock, 0.040+0.10/0.21/0.06+0.008 ms cpu, ` +
      `${mib}->${mib}->${mib} MB, ${i === 0 ? 4 : 2 * (live[i - 1] ?? 0)} MB goal, 0 MB stacks, 0 MB globals, 4 P`,
  );

async function found(...lines: readonly string[]): Promise<readonly string[]> {
  const { findings } = match(signatures, await examine({ text: `${lines.join('\n')}\n` }), 0);
  return findings.filter(({ family }) => family === 'memory').map(({ signature, confidence }) => `${signature} ${confidence}`);
}

const CLIMB = trace(6, 12, 24, 48, 94);

test('a trace that ends while the heap doubles is a weak sign', async () => {
  expect(await found(...CLIMB)).toEqual(['oom-gomemlimit-unset weak']);
});

test('it is none where the heap came to its size, is small, or climbed in few collections', async () => {
  expect(await found(...trace(6, 12, 24, 48, 94, 96))).toEqual([]);
  expect(await found(...trace(4, 6, 9, 14, 21))).toEqual([]);
  expect(await found(...trace(24, 48, 94))).toEqual([]);
});

test('it is none where GOMEMLIMIT is set, the limit was not hit, or several processes traced theirs', async () => {
  expect(await found('GOMEMLIMIT=200MiB', ...CLIMB)).toEqual([]);
  expect(await found(...CLIMB, ...trace(4, 8, 16, 32))).toEqual([]);
  const cgroup = ['==> /sys/fs/cgroup/memory.max <==', '1073741824', '==> /sys/fs/cgroup/memory.events <==', 'oom 0', 'oom_kill 0'];
  expect(await found(...CLIMB, '', ...cgroup)).toEqual([]);
});
