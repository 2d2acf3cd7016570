import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../../src/cli/main.ts';
import { CANARIES, canaryFiles } from './canaries.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'goroner-canaries-'));
  for (const [name, data] of canaryFiles()) {
    const path = join(folder, 'bundle', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, data);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** All that a command writes into a pipe. */
async function piped(args: readonly string[]): Promise<string> {
  let all = '';
  const stream = {
    write: (text: string | Uint8Array) => (all += typeof text === 'string' ? text : Buffer.from(text).toString('utf8')) !== '',
  };
  const code = await main([...args, join(folder, 'bundle')], {
    stdout: stream,
    stderr: stream,
    stdin: async function* () {},
    stdinHasData: () => false,
    env: {},
  });
  expect(code).toBeLessThan(2);
  return all;
}

const OUTPUTS: readonly (readonly [what: string, args: readonly string[]])[] = [
  ['text', ['analyze']],
  ['JSON', ['analyze', '--json']],
  ['Markdown', ['analyze', '--format', 'markdown']],
  ['list of files', ['inspect']],
  ['list of files as JSON', ['inspect', '--json']],
  ['goroutines', ['goroutines', '--all']],
  ['goroutines as JSON', ['goroutines', '--all', '--json']],
];

describe('secrets in every place where one may stand', () => {
  test.each(OUTPUTS)('are in no %s that is shared', async (_, args) => {
    const output = await piped(args);
    expect(CANARIES.filter(({ secret }) => output.includes(secret)).map(({ where }) => where)).toEqual([]);
  });

  test('are in no report that is written to a file', async () => {
    const file = join(folder, 'report.json');
    await piped(['analyze', '--json', '--output', file]);
    const output = readFileSync(file, 'utf8');
    expect(CANARIES.filter(({ secret }) => output.includes(secret)).map(({ where }) => where)).toEqual([]);
  });

  test('are there to be found: without redaction most of them are shown', async () => {
    const all = (await Promise.all(OUTPUTS.map(([, args]) => piped([...args, '--no-redact'])))).join('\n');
    const shown = CANARIES.filter(({ secret }) => all.includes(secret));
    expect(shown.length).toBeGreaterThan(CANARIES.length / 2);
  });
});
