import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { textWidth } from '../../src/text/width.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const INCIDENTS = join(ROOT, 'samples', 'incidents');
const GOLDENS = join(ROOT, 'test', 'goldens', 'why');

async function run(args: readonly string[], terminal?: { readonly columns: number }, input = '') {
  let stdout = '';
  let stderr = '';
  const code = await main(['explain', ...args], {
    stdout: { write: (text) => (stdout += text), ...(terminal === undefined ? {} : { isTTY: true, ...terminal }) },
    stderr: { write: (text) => (stderr += text) },
    stdin: async function* () {
      yield Buffer.from(input);
    },
    stdinHasData: () => input !== '',
    env: {},
  });
  return { code, stdout, stderr };
}

describe('the text', () => {
  test.each([
    ['matched', 'exec-signal-killed', 'oom-kill', 1],
    ['matched-with-a-chain', 'ticker-leak', 'ticker-leak-range', 1],
    ['inconclusive', 'goroutine-leak-select', 'healthy-deadlines', 0],
    ['refuted', 'gc-sweep-wait', 'healthy-idle', 0],
    ['cleared', 'explicit-panic', 'nil-pointer-recovered', 0],
    ['cleared-by-its-words', 'goroutine-leak-chan-send', 'clonebot', 0],
    ['not-applicable', 'data-race', 'clonebot', 0],
    ['page-only', 'leak-repro-recipe', 'clonebot', 0],
  ])('%s: %s over %s', async (name, id, incident, code) => {
    const path = join(INCIDENTS, incident);
    const told = await run([id, '--why', path]);
    expect([told.code, told.stderr]).toEqual([code, '']);
    const text = told.stdout.replaceAll(`${INCIDENTS}/`, '');
    await expect(text).toMatchFileSnapshot(join(GOLDENS, `${name}.txt`));
    // Only what must stay whole stands out: an expression, a path.
    for (const line of text.split('\n')) if (line.trim().includes(' ')) expect(textWidth(line), line).toBeLessThanOrEqual(80);
    expect((await run([id, '--why', path])).stdout).toBe(told.stdout);
  });

  test('is as wide as the terminal is, and never wider than the report', async () => {
    const args = ['send-on-closed-channel', '--why', join(INCIDENTS, 'send-on-closed-channel')];
    const prose = ({ stdout }: { readonly stdout: string }) => stdout.split('\n').filter((line) => !/\/|samples/.test(line));
    const narrow = prose(await run(args, { columns: 50 }));
    expect(Math.max(...narrow.map(textWidth))).toBeLessThanOrEqual(50);
    expect(narrow.join('').length).toBeGreaterThan(500);
    expect((await run(args, { columns: 200 })).stdout).toBe((await run(args)).stdout);
  });
});

describe('which candidate', () => {
  const two = (name: string) =>
    `panic: send on closed channel\n\ngoroutine 7 [running]:\nmain.${name}(0xc000012345)\n\t/src/${name}.go:20 +0x1d\ncreated by main.main\n\t/src/main.go:9 +0x2b\nexit status 2\n\n`;
  const input = `${two('first')}${two('second')}`;

  test('the id of a finding asks for its own', async () => {
    const { stdout } = await run(['send-on-closed-channel#2', '--why', '-'], undefined, input);
    expect(stdout).toContain('MATCHED: send-on-closed-channel#2 (strong');
    expect(stdout).toContain('Rank of send-on-closed-channel#2\n  2 of 2 findings.\n');
    expect(stdout).toMatch(/the\s+same root cause with the same score: send-on-closed-channel#1 stands earlier\s+in the files/);
    expect(stdout).toMatch(/Candidate 1 holds: crash:2/);
  });
});

describe('the JSON', () => {
  test('has the documented shape, and is redacted unless it is asked not to be', async () => {
    const input = 'panic: send on closed channel: 10.1.2.3\n\ngoroutine 1 [running]:\nmain.f()\n\t/src/main.go:3 +0x1d\n';
    const view = JSON.parse((await run(['explicit-panic', '--json', '--why', '-'], undefined, input)).stdout) as Record<string, unknown>;
    expect(Object.keys(view)).toEqual([
      'schemaVersion',
      'tool',
      'signature',
      'title',
      'role',
      'severity',
      'status',
      'outcome',
      'findings',
      'suspicions',
      'trace',
      'limits',
    ]);
    expect(Object.keys(view['trace'] as object)).toEqual(['applies', 'anchors', 'candidates', 'counts', 'keywords']);
    expect(JSON.stringify(view)).toContain('<ip-1>');
    expect((await run(['explicit-panic', '--json', '--no-redact', '--why', '-'], undefined, input)).stdout).toContain('10.1.2.3');
  });
});

describe('what cannot be', () => {
  test.each([
    [
      ['send-on-closed-chanel', '--why', '.'],
      'there is no root cause "send-on-closed-chanel"; did you mean send-on-closed-channel or close-of-closed-channel?',
    ],
    [['send-on-closed-channel', '--why', join(INCIDENTS, 'none-such')], 'no such file'],
    [['send-on-closed-channel', '--json'], '--json is for a trace; give --why and the bundle, too'],
  ])('%j', async (args, message) => {
    const { code, stdout, stderr } = await run(args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr.split('\n')).toHaveLength(2);
  });
});
