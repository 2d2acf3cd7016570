import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { examine } from '../../src/analyze.ts';

const RUN = join(import.meta.dirname, 'run.mjs');
const SMALL = ['--goroutines', '300', '--stacks', '20', '--distinct', '100', '--log', '1', '--samples', '200', '--rounds', '1'];

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'goroner-bench-test-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function bench(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [RUN, ...SMALL, ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  return { status, stdout, stderr, lines: stdout.split('\n') };
}

test('the bench makes inputs that are what they should be, and measures each in every way', async () => {
  const inputs = join(folder, 'inputs');
  const { status, stderr, lines } = bench(['--peers', 'none', '--dir', inputs]);
  expect([status, stderr]).toEqual([0, '']);
  const measured = Object.fromEntries(
    readdirSync(inputs).map((name) => [name, lines.filter((line) => line.startsWith(`${name} `) && / MiB\/s/.test(line)).length]),
  );
  expect(measured).toEqual({
    'dump-100-all-distinct': 4,
    'dump-12-of-6': 0,
    'dump-2000-of-40': 1,
    'dump-300-of-20': 4,
    'dump-300-of-20-cri': 1,
    'dump-300-of-20-damaged': 1,
    'dump-300-of-20-sigquit': 1,
    'dump-600-of-40': 0,
    'heap-200.pb.gz': 5,
    'log-1-mib': 4,
  });
  const times = lines.slice(0, lines.indexOf('')).filter((line) => line.startsWith('(start)'));
  expect(times.map((line) => line.split(/ {2,}/)[1])).toEqual([
    'node -e 0',
    'command --version',
    'command --json dump-600-of-40',
    'command --json dump-12-of-6',
  ]);

  const { artifacts, caseFile } = await examine([inputs]);
  expect(Object.fromEntries(artifacts.map(({ path, kinds, status: one }) => [path, `${kinds.join()} ${one}`]))).toEqual({
    'dump-100-all-distinct': 'goroutine-dump read',
    'dump-12-of-6': 'goroutine-dump read',
    'dump-2000-of-40': 'goroutine-dump read',
    'dump-300-of-20': 'goroutine-dump read',
    'dump-300-of-20-cri': 'goroutine-dump read',
    'dump-300-of-20-damaged': 'goroutine-dump,log read',
    'dump-300-of-20-sigquit': 'crash,goroutine-dump read',
    'dump-600-of-40': 'goroutine-dump read',
    'heap-200.pb.gz': 'heap-profile read',
    'log-1-mib': 'crash,log read',
  });
  const foreign = readFileSync(join(inputs, 'dump-300-of-20-damaged'), 'utf8').match(/^2026.*TLS handshake error/gm)?.length ?? 0;
  expect(foreign).toBeGreaterThan(20);
  const dumps = caseFile.of('dump').filter(({ kind }) => kind !== 'crash');
  expect(dumps.map(({ kind, goroutines, groups, unparsedLines }) => [kind, goroutines, groups, unparsedLines])).toEqual([
    ['debug2', 12, 6, 0],
    ['debug2', 100, 100, 0],
    ['debug2', 300, 20, 0],
    ['debug2', 300, 20, 0],
    ['debug2', 300, 20, foreign],
    // Goroutine 0 is there as well.
    ['sigquit', 301, 21, 0],
    ['debug2', 600, 40, 0],
    ['debug2', 2000, 40, 0],
  ]);
  expect(readFileSync(join(inputs, 'dump-300-of-20'), 'utf8').match(/^goroutine /gm)).toHaveLength(300);
  expect(
    readFileSync(join(inputs, 'dump-300-of-20-sigquit'), 'utf8').match(/^goroutine \d+ gp=0x[0-9a-f]+ m=(?:nil|0 mp=0x[0-9a-f]+) \[/gm),
  ).toHaveLength(301);
}, 120_000);

describe.skipIf(process.platform === 'win32')('peers', () => {
  /** A program that answers `--version` as ripgrep does, and is then what the test needs. */
  const peer = (body: string) => {
    const path = join(folder, 'rg');
    writeFileSync(path, `#!${process.execPath}\nif (process.argv.includes('--version')) console.log('ripgrep 0.0.0');\nelse ${body}\n`, {
      mode: 0o755,
    });
    return path;
  };
  const log = (body: string, args: readonly string[] = []) =>
    bench(['--only', 'log', '--dir', join(folder, 'log'), '--rg', peer(body), ...args], { PATH: folder });
  const rowOf = (lines: readonly string[]) =>
    lines.filter((line) => /^log-1-mib +command +rg -c /.test(line)).map((line) => line.split(/ {2,}/).slice(3));

  test('what cannot be had is named with the reason, and the others run', () => {
    const { status, stderr, lines } = log(
      `require('node:fs').writeFileSync(${JSON.stringify(join(folder, 'args'))}, process.argv.join('\\n'))`,
    );
    expect([status, stderr]).toEqual([0, '']);
    expect(lines).toEqual(expect.arrayContaining(['skipped: gostackparse, panicparse: no go', 'skipped: pprof: no go', 'ripgrep 0.0.0']));
    expect(rowOf(lines)).toEqual([
      [expect.stringMatching(/^\d+\.\d{3}$/), expect.stringMatching(/^\d.* to \d/), '≤ 6.00', expect.stringMatching(/MiB$/), '≤ 200 MiB'],
    ]);
    // It looks for what our own parsers look for, in the same file.
    expect(readFileSync(join(folder, 'args'), 'utf8').split('\n')).toEqual(
      expect.arrayContaining(['-c', 'goroutine ', 'fatal error: ', 'SCHED ', join(folder, 'log', 'log-1-mib')]),
    );
  }, 60_000);

  test('a peer that fails has no ratio and a reason', () => {
    const { status, lines } = log(`{ console.error('no such flag'); process.exit(2); }`);
    expect(status).toBe(0);
    expect(rowOf(lines)).toEqual([['none', 'ended with 2: no such flag', '≤ 6.00', expect.stringMatching(/MiB$/), '≤ 200 MiB']]);
  }, 60_000);

  test('a peer that is stopped at its bound gives a bound, not a time', () => {
    const { status, lines } = log('setTimeout(() => {}, 60_000)', ['--bound', '1']);
    expect(status).toBe(0);
    expect(lines.find((line) => /^log-1-mib +rg -c /.test(line))).toMatch(/ > 1\.\d\d s /);
    expect(rowOf(lines)[0]?.[0]).toMatch(/^< 0\.\d{3}$/);
  }, 60_000);

  test('without ripgrep, grep runs under its own name', () => {
    const { lines } = bench(['--only', 'log', '--peers', 'rg', '--dir', join(folder, 'log'), '--rg', join(folder, 'none')]);
    expect(lines.some((line) => /^rg: no .*; in its place .*grep.* \(LC_ALL=C\)/.test(line))).toBe(true);
    expect(lines.some((line) => /^log-1-mib +command +grep -c -F +\d/.test(line))).toBe(true);
  }, 60_000);
});

const hasGo = spawnSync('go', ['version']).status === 0;

test.skipIf(!hasGo)(
  'the peers in Go read all goroutines, or one line says why they were not built',
  () => {
    const { status, stderr, lines } = bench(['--peers', 'gostackparse,panicparse', '--only', 'dump-']);
    expect([status, stderr]).toEqual([0, '']);
    if (lines.some((line) => line.startsWith('skipped: gostackparse, panicparse: not built: '))) return;
    for (const row of [
      /^dump-300-of-20 +command +gostackparse +\d/,
      /^dump-300-of-20-cri +command +gostackparse, clean dump +\d/,
      /^dump-2000-of-40 +command +panicparse +\d/,
    ])
      expect(lines.filter((line) => row.test(line))).toHaveLength(1);
  },
  240_000,
);

test.each([
  [['--rounds', '0'], '--rounds takes a whole number from 1, not 0'],
  [['--peers', 'rg,perl'], '--peers knows all, none, gostackparse, panicparse, rg, pprof, not perl'],
])('options that make no sense are refused: %j', (args, message) => {
  const { status, stderr } = bench(args);
  expect(status).toBe(1);
  expect(stderr).toContain(message);
});

test('the bench of the terminal UI measures its frames', () => {
  const args = ['--groups', '300', '--moves', '3', '--only', 'frames', '--size', '120x40'];
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, 'tui.mjs'), ...args], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  // Milliseconds, a percentile, processor time, bytes: of a move, and of one that scrolls; between them bytes with the preview, at the end those without keys.
  expect(stdout).toMatch(/^120x40(?: +\d+\.\d){3} +\d+ +\d+(?: +\d+\.\d){3} +\d+ +0$/m);
  expect(stdout).toMatch(/^120x40 {2,}\d+(?: \d+){3} {2,}\d+(?: \d+){3} {2,}\d+ {2,}\d+(?: \d+){7}$/m);
});
