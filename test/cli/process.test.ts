import { spawn, spawnSync } from 'node:child_process';
import { openSync, closeSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const BIN = join(import.meta.dirname, '..', '..', 'bin', 'goroner.js');
const PANIC =
  'panic: send on closed channel\n\ngoroutine 7 [running]:\nmain.produce(...)\n\t/src/app/main.go:12\nmain.main()\n\t/src/app/main.go:30 +0x1d\nexit status 2\n';
const OUR_STACK = /\bat .*\.(?:js|ts):\d+|node:internal/;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'goroner-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function goroner(args: readonly string[], input: string | Buffer = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], { input, encoding: 'utf8', maxBuffer: 1 << 28 });
  return { status, stdout, stderr };
}

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('exit codes', () => {
  it('is 1 with findings, and names the cause', () => {
    const result = goroner([file('panic.log', PANIC)]);
    expect(result.stderr).toBe('');
    expect(result.stdout).toContain('send-on-closed-channel');
    expect(result.status).toBe(1);
  });

  it('reads standard input, with and without -', () => {
    for (const args of [['-'], []]) {
      const result = goroner(args, PANIC);
      expect(result.status).toBe(1);
      expect(result.stdout).toContain('<stdin>');
    }
  });

  it('is 0 where nothing is found, and says what was looked at', () => {
    const result = goroner([file('plain.log', 'listening on :8080\nready\n')]);
    expect(result.status).toBe(0);
    expect(result.stdout).toMatch(/1 file/);
  });

  it('gives JSON that parses', () => {
    const { status, stdout } = goroner(['--json', file('panic2.log', PANIC)]);
    expect(status).toBe(1);
    const report = JSON.parse(stdout) as {
      verdict: { finding: string };
      facts: { dumps: { goroutines: number; unparsedLines: number }[] };
    };
    expect(report.verdict.finding).toBe('send-on-closed-channel#1');
    expect(report.facts.dumps.map(({ goroutines, unparsedLines }) => [goroutines, unparsedLines])).toEqual([[1, 0]]);
  });

  it('gives the same bytes for the same bundle', () => {
    const path = file('panic3.log', PANIC);
    expect(goroner(['--json', path]).stdout).toBe(goroner(['--json', path]).stdout);
  });
});

describe('bad input is one clear line, or a report', () => {
  it.each([
    ['a missing path', () => [join(folder, 'missing.txt')], /^goroner: .*missing\.txt.*\n$/],
    ['an unknown option', () => ['--frmat', 'json', folder], /^goroner: unknown option '--frmat'/],
    ['a format that is none', () => ['--format', 'xml', folder], /^goroner: .*xml/],
    ['an unknown root cause', () => ['explain', 'send-on-close-channel'], /^goroner: .*did you mean send-on-closed-channel/],
  ] as const)('%s', (_, args, expected) => {
    const result = goroner(args());
    expect(result.status).toBe(2);
    expect(result.stderr).toMatch(expected);
    expect(result.stderr).not.toMatch(OUR_STACK);
  });

  it('an empty directory', () => {
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    const result = goroner([empty]);
    expect(`${result.stdout}${result.stderr}`).toMatch(/empty|no files|nothing/i);
    expect(result.status).not.toBe(1);
  });

  it('random bytes', () => {
    for (let i = 0; i < 5; i++) {
      const result = goroner([file(`random-${i}.bin`, randomBytes(100_000))]);
      expect(`${result.stdout}${result.stderr}`).not.toMatch(OUR_STACK);
      expect(result.status).toBe(0);
      expect(result.stdout).toContain(`random-${i}.bin`);
    }
  });

  it('a line that is longer than the limit', () => {
    const result = goroner(['--limit-line', '4096', file('long.log', `${'x'.repeat(3_000_000)}\n${PANIC}`)]);
    expect(result.status).toBe(1);
    expect(result.stdout.replaceAll(/\s+/g, ' ')).toContain('line 1 has 3000000 bytes: its middle was not read');
  });

  it.skipIf(process.getuid?.() === 0)('an unreadable file', () => {
    const path = file('secret.log', PANIC);
    spawnSync('chmod', ['000', path]);
    const result = goroner([path]);
    expect(result).toEqual({ status: 2, stdout: '', stderr: `goroner: ${path}: permission denied; check its permissions\n` });
    const both = goroner([path, file('good.log', PANIC)]);
    expect(both.status).toBe(1);
    expect(both.stdout).toMatch(/Errors\n {2}- .*secret\.log: permission denied/);
  });

  it('a reader that has seen enough', () => {
    const path = file('many.log', PANIC.repeat(2000));
    const { status, stderr } = spawnSync('sh', ['-c', `"${process.execPath}" "${BIN}" --json "${path}" | head -c 100 >/dev/null`], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });
});

describe('what comes through pipes', () => {
  /** Feeds a command with pieces as they are asked for, and gives what it printed. */
  function feed(args: readonly string[], pieces: Iterable<string | Buffer>): Promise<{ status: number | null; stdout: string }> {
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [BIN, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
      let stdout = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
      child.on('error', reject).on('close', (status) => resolve({ status, stdout }));
      Readable.from(pieces).pipe(child.stdin);
    });
  }

  it('a line without an end, with a panic before and after it', async () => {
    const piece = Buffer.alloc(1 << 20, 0x78);
    function* pieces() {
      yield PANIC;
      for (let i = 0; i < 64; i++) yield piece;
      yield `\n${PANIC.replace('main.go:12', 'main.go:99')}`;
    }
    const { status, stdout } = await feed(['--json', '-'], pieces());
    const report = JSON.parse(stdout) as { facts: { crashes: unknown[] }; bundle: { limits: { what: string; detail: string }[] } };
    expect(report.facts.crashes).toHaveLength(2);
    expect(report.bundle.limits).toMatchObject([{ what: 'line-length', detail: `line 9 has ${64 << 20} bytes: its middle was not read` }]);
    expect(status).toBe(1);
  });

  it('a log that is mostly other lines, with the line of the panic in the file', async () => {
    function* pieces() {
      for (let i = 0; i < 200; i++) yield '2026-01-02 03:04:05 INFO nothing to see here\n'.repeat(1000);
      yield PANIC;
      yield '2026-01-02 03:04:05 INFO started again\n';
    }
    const { stdout } = await feed(['-'], pieces());
    expect(stdout).toContain('<stdin>:200001-200007');
  });
});

describe('the streams of the process', () => {
  const FULL = '/dev/full';

  it.skipIf(!existsSync(FULL))('a full disk behind standard output is one line', () => {
    const full = openSync(FULL, 'w');
    const { status, stderr } = spawnSync(process.execPath, [BIN, file('full.log', PANIC)], {
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    closeSync(full);
    expect([status, stderr]).toEqual([2, 'goroner: standard output: cannot be written: no space left on the device; send it elsewhere\n']);
  });

  it('nobody to tell of an error is no crash', () => {
    const result = spawnSync('sh', ['-c', `"${process.execPath}" "${BIN}" missing 2>&1 >/dev/null | true; echo done`], {
      encoding: 'utf8',
    });
    expect([result.stdout, result.stderr]).toEqual(['done\n', '']);
  });

  it('a directory as standard input is named as that', () => {
    const input = openSync(folder, 'r');
    const { status, stderr } = spawnSync(process.execPath, [BIN, '-'], { stdio: [input, 'pipe', 'pipe'], encoding: 'utf8' });
    closeSync(input);
    expect([status, stderr]).toEqual([2, 'goroner: <stdin>: it is a directory\n']);
  });

  it('no input at all is the help, and could not run', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [BIN], { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^Usage: goroner/);
  });

  it('the report that is sent into the bundle is no part of it', () => {
    const bundle = join(folder, 'bundle');
    mkdirSync(bundle);
    writeFileSync(join(bundle, 'panic.log'), PANIC);
    for (let i = 0; i < 2; i++) {
      const out = openSync(join(bundle, 'report.txt'), 'w');
      expect(spawnSync(process.execPath, [BIN, bundle], { stdio: ['ignore', out, 'pipe'] }).status).toBe(1);
      closeSync(out);
      expect(readFileSync(join(bundle, 'report.txt'), 'utf8')).toMatch(/report\.txt: the report itself is written to it/);
    }
  });
});

describe('nothing of the bundle acts on the terminal', () => {
  const EVIL = '\u001b]0;title\u0007\u001b[2J\u001b]52;c;aGk=\u0007\u009b31m\u202e\u200b\r\b\u0000\u007f\u2028\u2066';
  // Everything that a terminal acts on, but the line feed.
  // oxlint-disable-next-line no-control-regex -- finding control characters is the purpose
  const ACTING = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/u;

  it.each([['analyze'], ['analyze', '--json'], ['analyze', '--no-redact'], ['inspect'], ['inspect', '--json']])('%s %s', (...args) => {
    const bundle = mkdtempSync(join(folder, 'evil-'));
    const names = ['\u001b]0;x\u0007.log', 'a\rb\n\u202egol', 'c\u0085\u009b31m'];
    for (const name of names) writeFileSync(join(bundle, name), PANIC);
    writeFileSync(
      join(bundle, 'panic'),
      `panic: ${EVIL}boom\n\ngoroutine 1 [running]:\nmain.${EVIL}f(...)\n\t/src/${EVIL}/a.go:12\nexit status 2\n`,
    );
    writeFileSync(join(bundle, 'cut.gz'), Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0x9b, 0x1b]));
    writeFileSync(join(bundle, 'trace'), `SCHED 0ms: gomaxprocs=4 idleprocs=1 threads=6 ${EVIL}\n`);
    const { status, stdout, stderr } = goroner([...args, bundle, join(bundle, 'panic')]);
    expect(status).toBe(args[0] === 'analyze' ? 1 : 0);
    expect(`${stdout}${stderr}`).not.toMatch(ACTING);
  });
});
