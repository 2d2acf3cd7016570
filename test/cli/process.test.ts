import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
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
    expect(result.stdout.replaceAll(/\s+/g, ' ')).toContain('line 1 has 3000000 bytes');
  });

  it.skipIf(process.getuid?.() === 0)('an unreadable file', () => {
    const path = file('secret.log', PANIC);
    spawnSync('chmod', ['000', path]);
    const result = goroner([path]);
    expect(`${result.stdout}${result.stderr}`).toMatch(/secret\.log.*permission/i);
    expect(result.status).not.toBe(1);
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
