import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';

const PANIC = 'panic: send on closed channel\n\ngoroutine 7 [running]:\nmain.produce(...)\n\t/src/app/main.go:12\n';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'goroner-main-'));
  writeFileSync(join(folder, 'panic.log'), PANIC);
  mkdirSync(join(folder, 'empty'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a command in this process. `{}` in an argument is the folder. */
async function run(args: readonly string[], { input, env = {} }: { input?: string; env?: Record<string, string> } = {}) {
  let stdout = '';
  let stderr = '';
  const code = await main(
    args.map((one) => one.replaceAll('{}', folder)),
    {
      stdout: { write: (text) => (stdout += text) },
      stderr: { write: (text) => (stderr += text) },
      stdin: async function* () {
        yield Buffer.from(input ?? '');
      },
      stdinHasData: () => input !== undefined,
      env,
    },
  );
  return { code, stdout, stderr: stderr.replaceAll(folder, '{}') };
}

describe('a command line that cannot run is one line: what, where, what to do', () => {
  test.each([
    [['{}/missing'], '{}/missing: no such file or directory; give a file, a directory, or - for standard input'],
    [['{}/panic.log/x'], '{}/panic.log/x: a part of the path is not a directory; give a file, a directory, or - for standard input'],
    [['{}/panic.log', '{}/missing'], '{}/missing: no such file or directory; give a file, a directory, or - for standard input'],
    [['{}/a\nb\u001b[2J'], '{}/a\\x0ab\\x1b[2J: no such file or directory; give a file, a directory, or - for standard input'],
    [['caf\ufffd'], 'caf\ufffd: no such file or directory; the name is not UTF-8: give the directory that it stands in'],
    [['analyze'], 'no path given; give a file, a directory, or - for standard input'],
    [['inspect'], 'no path given; give a file, a directory, or - for standard input'],
    [['--formt', 'json', '{}'], "unknown option '--formt'; did you mean --format?"],
    [['--\u001b]0;x\u0007', '{}'], "unknown option '--\\x1b]0;x\\x07'; goroner --help shows what there is"],
    [['--output'], "option '--output <file>' argument missing; goroner --help shows what there is"],
    [['--limit-line', '0', '{}'], "option '--limit-line <n>' argument '0' is invalid: give a size such as 512MiB or 4G"],
    [['--limit-seconds', 'soon', '{}'], "option '--limit-seconds <n>' argument 'soon' is invalid: give a whole number from 1"],
    [['explain'], "missing required argument 'id'; goroner --help shows what there is"],
    [
      ['explain', 'send-on-close-channel'],
      'there is no root cause "send-on-close-channel"; did you mean send-on-closed-channel or close-of-closed-channel? goroner signatures list shows all',
    ],
    [['schema', 'x'], "too many arguments for 'schema'. Expected 0 arguments but got 1; goroner --help shows what there is"],
    [['--output', '{}/none/x', '{}'], '{}/none/x: cannot be written: no such file or directory; give another file after --output'],
    [['--output', '{}/empty', '{}'], '{}/empty: cannot be written: it is a directory; give another file after --output'],
    [['--output', '{}/panic.log', '{}/panic.log'], '{}/panic.log: is to be read and written at once; write the report to another file'],
    [['--signatures', '{}/none', '{}'], '{}/none: cannot be read: no such file or directory; give a directory of signature files'],
    [['--signatures', '{}/panic.log', '{}'], '{}/panic.log: cannot be read: not a directory; give a directory of signature files'],
    [['--signatures', '{}/empty', '{}'], '{}/empty: has no signature files; put them there as <family>/<id>.yaml'],
    [['signatures', 'check', '{}/none'], '{}/none: cannot be read: no such file or directory; give a directory of signature files'],
    [['signatures', 'test', '{}/empty'], '{}/empty: has no signature files; put them there as <family>/<id>.yaml'],
    [['signatures', 'chek'], "unknown command 'chek'; did you mean check?"],
  ])('%j', async (args, line) => {
    expect(await run(args)).toEqual({ code: 2, stdout: '', stderr: `goroner: ${line}\n` });
  });

  test.each(['html', 'sarif'])('--format %s is refused as not there yet, not as a spelling mistake', async (format) => {
    const { code, stdout, stderr } = await run(['--format', format, '{}']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`${format} is planned, but this version cannot write it yet; use text, json or markdown`);
  });

  test('a signature file that is no YAML is named with its line', async () => {
    mkdirSync(join(folder, 'signatures'));
    writeFileSync(join(folder, 'signatures/x.yaml'), 'id: [open\n\u001b[31m: x');
    const { code, stderr } = await run(['--signatures', '{}/signatures', '{}/panic.log']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^goroner: \{\}\/signatures\/x\.yaml:2:1: is not valid YAML: .*; correct the line.*\n$/);
    expect(stderr).not.toContain('\u001b');
  });

  test('a mistake of ours is said to be one; GORONER_DEBUG shows where', async () => {
    const io = { input: PANIC, env: { GORONER_DEBUG: '1' } };
    const broken = {
      stdout: { write: () => undefined },
      stderr: { write: () => undefined },
      stdin: () => {
        throw new Error('unused');
      },
      stdinHasData: (): boolean => {
        throw new Error('broken\nstate');
      },
    };
    let plain = '';
    expect(await main([], { ...broken, env: {}, stderr: { write: (text) => (plain += text) } })).toBe(2);
    expect(plain).toBe('goroner: internal error: broken\\x0astate; please report it (GORONER_DEBUG=1 shows where)\n');
    let debug = '';
    await main([], { ...broken, env: io.env, stderr: { write: (text) => (debug += text) } });
    expect(debug).toMatch(/internal error: Error: broken\nstate\n +at /);
  });
});

describe('output', () => {
  test('--output writes the same report to a file, and prints nothing', async () => {
    const printed = await run(['--json', '{}/panic.log']);
    const written = await run(['--json', '--output', '{}/report.json', '{}/panic.log']);
    expect(written).toEqual({ code: 1, stdout: '', stderr: '' });
    expect(readFileSync(join(folder, 'report.json'), 'utf8')).toBe(printed.stdout);
  });

  test('--format markdown writes the postmortem, redacted where it leaves the terminal', async () => {
    const input = PANIC.replace('send on closed channel', 'dial postgres://app:hunter2@db/x');
    const { code, stdout } = await run(['--format', 'markdown', '-'], { input });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^# Postmortem: /);
    expect(stdout).toContain('<secret-1>');
    expect(stdout).not.toContain('hunter2');
  });

  test('--output - is standard output', async () => {
    expect((await run(['--output', '-', '{}/panic.log'])).stdout).toContain('VERDICT: Send on a closed channel');
  });

  test('inspect takes what is piped in, and hides secrets in what it pipes on', async () => {
    const input = `panic: dial postgres://app:hunter2@db/x from 10.1.2.3\n${'a log line\n'.repeat(200)}`;
    const hidden = await run(['inspect', '--json'], { input });
    expect(hidden.code).toBe(0);
    expect(hidden.stdout).toContain('<secret-1>@db');
    expect(hidden.stdout).not.toMatch(/hunter2|10\.1\.2\.3/);
    expect((await run(['inspect', '--json', '--no-redact'], { input })).stdout).toContain('hunter2');
  });

  test('every command has a help with its options', async () => {
    for (const args of [
      ['--help'],
      ['analyze', '--help'],
      ['inspect', '--help'],
      ['goroutines', '--help'],
      ['explain', '--help'],
      ['signatures', '--help'],
      ['schema', '--help'],
    ]) {
      const { code, stdout, stderr } = await run(args);
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(/^Usage: goroner/);
      for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
    }
  });
});
