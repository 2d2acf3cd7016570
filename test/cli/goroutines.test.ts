import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { textWidth } from '../../src/text/width.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const BIN = join(ROOT, 'bin', 'goroner.js');
const CLONEBOT = join(ROOT, 'samples', 'incidents', 'clonebot');
const GOLDENS = join(ROOT, 'test', 'goldens', 'goroutines');

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'goroner-goroutines-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(args: readonly string[], input?: string) {
  let stdout = '';
  let stderr = '';
  const code = await main(['goroutines', ...args], {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    stdin: async function* () {
      yield Buffer.from(input ?? '');
    },
    stdinHasData: () => input !== undefined,
    env: {},
  });
  return { code, stdout, stderr };
}

describe('the text of a sample', () => {
  test.each([
    ['functions', []],
    ['exact', ['--by', 'exact', '--all']],
    ['creator', ['--by', 'creator']],
    ['filtered', ['--min-wait', '2', '--package', 'main', '--state', 'chan-receive']],
  ])('%s', async (name, args) => {
    const { code, stdout, stderr } = await run([...args, CLONEBOT]);
    expect([code, stderr]).toEqual([1, '']);
    await expect(stdout).toMatchFileSnapshot(join(GOLDENS, `clonebot-${name}.txt`));
    for (const line of stdout.split('\n')) expect(textWidth(line)).toBeLessThanOrEqual(80);
    expect((await run([...args, CLONEBOT])).stdout).toBe(stdout);
  });
});

describe('the JSON', () => {
  test('has the documented shape', async () => {
    const { code, stdout } = await run(['--json', '--min-wait', '2', '--function', 'filePage', join(CLONEBOT, 'stderr.log')]);
    expect(code).toBe(1);
    const view = JSON.parse(stdout) as { dumps: { groups: object[] }[] };
    expect(Object.keys(view)).toEqual(['schemaVersion', 'tool', 'by', 'all', 'filters', 'files', 'dumps', 'limits', 'warnings', 'errors']);
    expect(view).toMatchObject({
      schemaVersion: '1.0',
      by: 'functions',
      all: false,
      filters: { minWait: 2, function: ['filePage'] },
      files: 1,
      dumps: [
        {
          firstLine: 419,
          lastLine: 3283,
          kind: 'crash',
          integrity: 'whole',
          goroutines: 174,
          listed: 105,
          idle: { count: 0, kinds: [] },
          filtered: { count: 69, unknownWait: 48, unknownState: 0 },
          ungrouped: 0,
          warnings: [],
        },
      ],
    });
    expect(view.dumps[0]?.groups).toMatchObject([
      {
        count: 105,
        states: [{ state: 'chan receive', class: 'chan-receive', count: 105 }],
        wait: { minMinutes: 2, maxMinutes: 2, unknown: 0 },
        owner: { function: 'main.(*bot).filePage', line: 83 },
        creator: { function: 'main.(*bot).handleClone', line: 75 },
        stacks: 1,
        leaked: 0,
        locked: 0,
        idle: [],
        elided: false,
      },
    ]);
    expect(Object.keys(view.dumps[0]?.groups[0] ?? {})).toEqual([
      'key',
      'count',
      'share',
      'states',
      'wait',
      'frames',
      'owner',
      'creator',
      'stacks',
      'leaked',
      'locked',
      'idle',
      'ids',
      'elided',
      'citation',
    ]);
  });

  test('hides secrets in what is piped, unless told not to', async () => {
    const log = join(folder, 'secret.log');
    writeFileSync(log, 'goroutine 1 [running]:\nmain.main()\n\t/app/main.go:3\npassword=hunter2hunter2\n\ngoroutine 7 [select]:\nmain.work()\n\t/app/main.go:9\n'); // prettier-ignore
    const raw = (await run(['--json', '--no-redact', '--all', log])).stdout;
    expect(raw).toContain('hunter2');
    expect((await run(['--json', '--all', log])).stdout).not.toContain('hunter2');
  });
});

describe('exit codes', () => {
  const DUMP = 'goroutine 1 [running]:\nmain.main()\n\t/app/main.go:3\n\ngoroutine 7 [select]:\nmain.work()\n\t/app/main.go:9\ncreated by main.main\n\t/app/main.go:2\n'; // prettier-ignore

  test.each([
    ['a group is listed', [], DUMP, 1],
    ['none meets the filters', ['--function', 'nobody'], DUMP, 0],
    ['there are no goroutines', [], 'listening\n', 0],
  ])('%s', async (_, args, input, code) => {
    expect(await run([...args, '-'], input)).toMatchObject({ code, stderr: '' });
  });

  test('all of them are idle by design', async () => {
    const idle = DUMP.replace('[select]', '[IO wait]').replace('main.work()', 'internal/poll.(*FD).Accept(0x1)');
    expect(await run(['-'], idle)).toMatchObject({ code: 0 });
    expect(await run(['--all', '-'], idle)).toMatchObject({ code: 1 });
  });

  test.each([
    [['--by', 'funktions', 'x'], 'option \'--by <level>\' argument \'funktions\' is invalid: there is no level "funktions"; did you mean functions?'],
    [['--by', 'zzzzzzzzzzzzzz', 'x'], 'option \'--by <level>\' argument \'zzzzzzzzzzzzzz\' is invalid: there is no level "zzzzzzzzzzzzzz"; use exact, functions, creator'],
    [['--min-wait', '0', 'x'], "option '--min-wait <minutes>' argument '0' is invalid: give whole minutes from 1"],
    [['--state', ' ', 'x'], "option '--state <state>' argument ' ' is invalid: it is empty; give a text, or leave the option out"],
    [['--function', '/(?=x)/', 'x'], '--function /(?=x)/: error parsing regexp: invalid or unsupported Perl syntax: `(?=`; give an RE2 expression, or leave the slashes around it out'],
    [['no-such-file'], 'no-such-file: no such file or directory; give a file, a directory, or - for standard input'],
    [[], 'no path given; give a file, a directory, or - for standard input'],
  ])('%j is one line: what, where, what to do', async (args, line) => {
    expect(await run(args)).toEqual({ code: 2, stdout: '', stderr: `goroner: ${line}\n` });
  }); // prettier-ignore
});

test('a reader that has seen enough is success', () => {
  const dump = Array.from({ length: 4000 }, (_, i) => `goroutine ${i + 1} [select]:\nmain.f${i}()\n\t/app/main.go:9\n`).join('\n');
  const path = join(folder, 'many.txt');
  writeFileSync(path, dump);
  for (const form of ['', '--json']) {
    const { status, stderr } = spawnSync('bash', ['-c', `"${process.execPath}" "${BIN}" goroutines ${form} "${path}" | head -c 100 >/dev/null; exit \${PIPESTATUS[0]}`], { encoding: 'utf8' }); // prettier-ignore
    expect([status, stderr]).toEqual([0, '']);
  }
});
