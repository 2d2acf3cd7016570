import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/analyze.ts';

const INCIDENTS = join(import.meta.dirname, '..', '..', 'samples', 'incidents');

/** What is found and what is suspected in a bundle with these files. */
async function outcome(...files: readonly string[]): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'goroner-printed-'));
  try {
    for (const [i, text] of files.entries()) writeFileSync(join(folder, `${i}.txt`), text);
    const { findings, inconclusive } = await analyze([folder]);
    return [
      ...findings.map(({ signature, score, confidence }) => `${signature} ${score} ${confidence}`),
      ...inconclusive.map(({ signature }) => `${signature} suspected`),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const table = (...lines: readonly string[]) => `${lines.join('\n')}\n`;
const LEGEND = '      flat  flat%   sum%        cum   cum%';

describe('descriptors of goroutines', () => {
  const malg = (flat: string, share: string, ...more: readonly string[]) =>
    table(LEGEND, `${flat.padStart(10)} ${share} ${share} ${flat.padStart(10)} ${share}  runtime.malg`, ...more);

  test('in front of a heap, and nothing says what was printed: weak', async () => {
    expect(await outcome(malg('93.53MB', '42.10%'))).toEqual(['heap-growth 1 weak']);
  });

  test('of a small heap, or behind others, or of objects: nothing', async () => {
    expect(await outcome(malg('2.53MB', '82.10%'))).toEqual([]);
    expect(await outcome(malg('93.53MB', '12.10%'))).toEqual([]);
    expect(await outcome(malg('93.53MB', '42.10%', '  100.10MB 45.06% 87.16%   100.10MB 45.06%  main.load'))).toEqual([]);
    expect(await outcome(`Type: alloc_objects\n${malg('20000000', '42.10%')}`)).toEqual([]);
  });
});

describe('a pool of connections', () => {
  const listing = (count: number, code: string, head = '') =>
    table(
      ...(head === '' ? [] : [head]),
      'ROUTINE ======================== database/sql.(*DB).conn in /usr/local/go/src/database/sql/sql.go',
      `         0 ${String(count).padStart(10)} (flat, cum) 10.00% of Total`,
      `         . ${String(count).padStart(10)}   1369:${code}`,
    );

  test('waits for a connection, at the line of the select', async () => {
    expect(await outcome(listing(20, '\t\tselect {'))).toEqual(['sql-pool-exhaustion 3 weak']);
  });

  test('is moderate where it is said that these are goroutines', async () => {
    expect(await outcome(listing(20, '\t\tselect {', '$ go tool pprof -list conn http://127.0.0.1:6060/debug/pprof/goroutine'))).toEqual([
      'sql-pool-exhaustion 3 moderate',
    ]);
  });

  test('is not used up where few wait, or where they stand at another line', async () => {
    expect(await outcome(listing(9, '\t\tselect {'))).toEqual([]);
    expect(await outcome(listing(20, '\tci, err := db.connector.Connect(ctx)'))).toEqual([]);
  });

  test('is a suspicion where the line is not shown', async () => {
    const top = table('File: orders', 'Type: goroutine', LEGEND, '         0     0%     0%         40 40.00%  database/sql.(*DB).conn');
    expect(await outcome(top)).toEqual(['sql-pool-exhaustion suspected']);
  });
});

describe('the collector in a CPU profile', () => {
  const cpu = (name: string, share: string) =>
    table('File: app', 'Type: cpu', LEGEND, `         0     0%     0%      1.20s ${share}  ${name}`);

  test.each([
    ['gc-death-spiral', 'runtime.gcBgMarkWorker', '55.00%', '12.00%'],
    ['gc-assist-pressure', 'runtime.gcAssistAlloc', '25.00%', '2.00%'],
  ])('%s: %s adds to it, and is nothing by itself', async (id, name, much, little) => {
    const log = readFileSync(join(INCIDENTS, id, 'stderr.log'), 'utf8');
    const score = async (...files: readonly string[]) => {
      const found = (await outcome(log, ...files)).find((one) => one.startsWith(`${id} `));
      return Number(found?.split(' ')[1]);
    };
    const alone = await score();
    expect(alone).toBeGreaterThan(0);
    expect(await score(cpu(name, much))).toBe(alone + 1);
    expect(await score(cpu(name, little))).toBe(alone);
    expect(await outcome(cpu(name, much))).toEqual([]);
  });
});
