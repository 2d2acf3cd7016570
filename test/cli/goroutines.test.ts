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
      schemaVersion: '1.1',
      by: 'functions',
      all: false,
      filters: { minWait: 2, function: ['filePage'] },
      files: 1,
      dumps: [
        {
          firstLine: 419,
          lastLine: 3283,
          kind: 'crash',
          integrity: 'unknown',
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

describe('--label', () => {
  const LABELS = join(ROOT, 'samples', 'incidents', 'healthy-labels-go1.27');
  const listed = async (...args: string[]) => {
    const { stdout, code } = await run(['--json', ...args, LABELS]);
    const view = JSON.parse(stdout) as { dumps: { path: string; listed: number; idle: { count: number }; filtered: { count: number } }[] };
    return { code, counts: view.dumps.map((dump) => [dump.listed, dump.idle.count, dump.filtered.count]) };
  };

  test.each([
    [
      ['--label', 'tenant=t1'],
      [3, 0, 8],
    ],
    [
      ['--label', 'tenant=t1', '--label', 'tenant=t2'],
      [6, 0, 5],
    ],
    [
      ['--label', 'tenant'],
      [9, 0, 2],
    ],
    [
      ['--label', 'tenant=t1', '--label', 'queue name=in: {"a"]:}'],
      [3, 0, 8],
    ],
    [
      ['--label', 'tenant=t1', '--label', 'queue name=out'],
      [0, 0, 11],
    ],
    [
      ['--label', 'tenant=T1'],
      [0, 0, 11],
    ],
    [
      ['--label', 'tenant', '--function', 'runtime/pprof'],
      [0, 0, 11],
    ],
  ])('%j, in a dump and in both forms of a profile', async (args, expected) => {
    const { code, counts } = await listed(...args);
    expect(counts).toEqual([expected, expected, expected]);
    expect(code).toBe(expected[0] === 0 ? 0 : 1);
  });

  test('the groups keep their keys, and show the labels of what is listed', async () => {
    const groups = async (...args: string[]) => {
      const view = JSON.parse((await run(['--json', ...args, join(LABELS, 'goroutine.txt')])).stdout) as {
        dumps: { groups: { key: string; count: number; labels?: object }[] }[];
      };
      return view.dumps[0]?.groups ?? [];
    };
    const [all] = await groups();
    const [some] = await groups('--label', 'tenant=t0');
    expect(some?.key).toBe(all?.key);
    expect(all?.labels).toMatchObject({ sets: [{ count: 3 }, { count: 3 }, { count: 3 }], others: 0, none: 1 });
    expect(some?.labels).toEqual({
      sets: [
        {
          labels: [
            { name: 'queue name', value: 'in: {"a"]:}' },
            { name: 'tenant', value: 't0' },
          ],
          count: 3,
        },
      ],
      others: 0,
      none: 0,
    });
  });

  test('the text', async () => {
    const { stdout } = await run(['--label', 'tenant', LABELS]);
    await expect(stdout).toMatchFileSnapshot(join(GOLDENS, 'labels.txt'));
    for (const line of stdout.split('\n')) expect(textWidth(line)).toBeLessThanOrEqual(80);
  });

  test('what is no label is refused', async () => {
    expect(await run(['--label', '=t1', LABELS])).toMatchObject({ code: 2, stderr: expect.stringContaining('key=value') });
  });

  test('secrets among the labels are hidden', async () => {
    const dump = 'goroutine 7 [select] {"auth token": hunter2, tenant: acme}:\nmain.work()\n\t/src/app/main.go:20 +0x1d\n';
    const shown = await run(['-'], dump);
    expect(shown.stdout).toContain('"auth token"=<secret-1> tenant=acme');
    expect(shown.stdout).not.toContain('hunter2');
    expect((await run(['--no-redact', '-'], dump)).stdout).toContain('"auth token"=hunter2');
    expect((await run(['--json', '-'], dump)).stdout).not.toContain('hunter2');
  });
});
