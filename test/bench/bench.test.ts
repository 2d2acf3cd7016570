import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { examine } from '../../src/analyze.ts';

const RUN = join(import.meta.dirname, 'run.mjs');
const SMALL = ['--goroutines', '300', '--stacks', '20', '--distinct', '100', '--log', '1', '--samples', '200', '--rounds', '1'];

test('the bench makes inputs that are what they should be, and measures each in every way', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'goroner-bench-test-'));
  try {
    const { status, stdout, stderr } = spawnSync(process.execPath, [RUN, ...SMALL, '--dir', folder], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
    for (const name of readdirSync(folder)) expect(stdout.split('\n').filter((line) => line.startsWith(name))).toHaveLength(4);

    const { artifacts, caseFile } = await examine([folder]);
    expect(Object.fromEntries(artifacts.map(({ path, kinds, status: one }) => [path, `${kinds.join()} ${one}`]))).toEqual({
      'dump-100-all-distinct': 'goroutine-dump read',
      'dump-300-of-20': 'goroutine-dump read',
      'dump-600-of-40': 'goroutine-dump read',
      'heap-200.pb.gz': 'heap-profile read',
      'log-1-mib': 'crash read',
    });
    const dumps = caseFile.of('dump').filter(({ kind }) => kind !== 'crash');
    expect(dumps.map(({ goroutines, unparsedLines }) => [goroutines, unparsedLines])).toEqual([
      [100, 0],
      [300, 0],
      [600, 0],
    ]);
    expect(dumps.map(({ groups }) => groups)).toEqual([100, 20, 40]);
    expect(readFileSync(join(folder, 'dump-300-of-20'), 'utf8').match(/^goroutine /gm)).toHaveLength(300);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);
