import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CATALOGUE } from './catalogue.ts';
import { MIB } from './hostile-case.ts';
import { MOST_SECONDS, type Outcome, runCase } from './run-case.ts';

/** `all` runs the big cases as well (minutes, gigabytes of disk), `big` those alone; another text the cases whose names have it in them. */
const WANTED = process.env['GORONER_HOSTILE'];
const cases = CATALOGUE.filter(({ name, big }) =>
  WANTED === undefined ? big !== true : WANTED === 'all' || (WANTED === 'big' ? big === true : name.includes(WANTED)),
);
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'goroner-hostile-corpus-'));
  if (WANTED === undefined) console.log(`${CATALOGUE.length - cases.length} big hostile cases are skipped: GORONER_HOSTILE=all runs them`);
  if (process.platform !== 'linux') console.log('the memory of the hostile cases is not measured: only Linux says it');
});
afterAll(() => {
  // rmSync does not get down as deep as some of these trees are.
  spawnSync('rm', ['-rf', folder]);
});

// The big ones take the memory that they may, one after another.
(WANTED === undefined ? describe.concurrent : describe)('the built command on hostile input', () => {
  test.each(cases.map((one) => [one.name, one] as const))(
    '%s',
    async (name, one) => {
      const place = join(folder, name.replaceAll(/[^\w-]/g, '_'));
      const bundle = join(place, 'bundle');
      mkdirSync(bundle, { recursive: true });
      const skipped = await one.write(bundle);
      if (typeof skipped === 'string') {
        console.log(`${name} is skipped: ${skipped}`);
        return;
      }
      const outcome = await runCase(one, bundle, place);
      if (WANTED !== undefined) console.log(row(name, outcome));
      spawnSync('rm', ['-rf', place]);
      expect(outcome.problems).toEqual([]);
    },
    15 * MOST_SECONDS * 1000,
  );
});

test('the catalogue has no name twice, and more than sixty cases that always run', () => {
  expect(new Set(CATALOGUE.map(({ name }) => name)).size).toBe(CATALOGUE.length);
  expect(CATALOGUE.filter(({ big }) => big !== true).length).toBeGreaterThan(60);
});

/** A line of the table: the case, its time, its memory, what came of it. */
function row(name: string, { problems, seconds, peak, result }: Outcome): string {
  const memory = peak === undefined ? '?' : String(Math.round(peak / MIB));
  return `${name.padEnd(80)} ${seconds.toFixed(1).padStart(6)} s ${memory.padStart(5)} MiB  ${problems.length === 0 ? result : `FAILED ${problems.join('; ')}`}`;
}
