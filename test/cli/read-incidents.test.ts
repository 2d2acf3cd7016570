import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readIncidents } from '../../src/cli/read-incidents.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'goroner-incidents-'));
});
afterEach(() => rm(directory, { recursive: true }));

test('healthy folders and those with an expectation, by name', async () => {
  for (const name of ['b', 'healthy-a', 'c']) await mkdir(join(directory, name));
  await writeFile(join(directory, 'b.expected.json'), '{ "note": "x", "expect": ["y"] }');
  expect(await readIncidents(directory)).toEqual([
    { name: 'b', expected: { expect: ['y'], also: [], mustNot: [], refuted: [] } },
    { name: 'healthy-a' },
  ]);
});

test('no directory has none', async () => expect(await readIncidents(join(directory, 'nowhere'))).toEqual([]));

test('an expectation file that is wrong is named', async () => {
  await mkdir(join(directory, 'b'));
  await writeFile(join(directory, 'b.expected.json'), '{ "expect": "y" }');
  await expect(readIncidents(directory)).rejects.toThrow(/b\.expected\.json: is no expectation/);
});
