import { join } from 'node:path';
import { expect, test } from 'vitest';
import { logParser } from '../../../parsers/log/index.ts';
import { readWith } from '../read-parser.ts';
import { LINES } from './lines.ts';

test('a log with every topic in it, some of them twice', async () => {
  const lines = LINES.flatMap(({ line }, i) => [
    `2026-01-02T03:04:${String(i % 60).padStart(2, '0')}Z ${line}`,
    'served',
    ...(i % 3 === 0 ? [line] : []),
  ]);
  const { caseFile, skipped } = readWith([logParser], lines);
  await expect(`${JSON.stringify({ facts: caseFile.all, skipped }, undefined, 2)}\n`).toMatchFileSnapshot(
    join(import.meta.dirname, '../../goldens/log/topics.json'),
  );
});
