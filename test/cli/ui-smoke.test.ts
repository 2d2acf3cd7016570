import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ENTER_SCREEN, LEAVE_SCREEN } from '../../src/tui/terminal/sequences.ts';
import { whyNone } from '../pseudo-terminal.ts';
import { ShellSession } from '../shell-session.ts';
import { writeBundle } from '../tui/hostile/bundle.ts';
import { readOutput } from '../tui/hostile/output-stream.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const BIN = join(ROOT, 'bin', 'goroner.js');
const E = '\u001b';

/** Faults that come from within, loaded before the command: the file name says where. */
const FAULTS: Readonly<Record<string, string>> = {
  timer: `import { isMainThread } from 'node:worker_threads'; if (isMainThread) setTimeout(() => { throw new Error('boom \\u001b[2J'); }, 1500);`,
  promise: `import { isMainThread } from 'node:worker_threads'; if (isMainThread) setTimeout(() => void Promise.reject(new Error('boom')), 1500);`,
  // What components say numbers with, as soon as they have some.
  component: `import { isMainThread } from 'node:worker_threads'; if (isMainThread) Number.prototype.toLocaleString = () => { throw new Error('boom \\u001b[2J'); };`,
  // What ctrl-z does outside of the state.
  effect: `const kill = process.kill; process.kill = (pid, signal) => { if (signal === 'SIGTSTP') throw new Error('boom'); return kill.call(process, pid, signal); };`,
  worker: `import { isMainThread } from 'node:worker_threads'; if (!isMainThread) setTimeout(() => { throw new Error('boom'); }, 1);`,
  'worker-exit': `import { isMainThread } from 'node:worker_threads'; if (!isMainThread) process.exit(0);`,
};

describe.skipIf(whyNone !== '')('the command in a pseudo-terminal', () => {
  let folder = '';
  let session: ShellSession;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'goroner-smoke-'));
    cpSync(join(ROOT, 'samples', 'incidents', 'clonebot'), join(folder, 'clonebot'), { recursive: true });
    writeBundle(join(folder, 'hostile'), { hostile: true });
    for (const [name, text] of Object.entries(FAULTS)) writeFileSync(join(folder, `${name}.mjs`), text);
  });
  afterEach(() => session.shell.kill());
  // A process that was killed may still be writing there.
  afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }));

  /** Runs the command in a shell; its process is told before the screen is taken. */
  async function start(args: string, { env, settings = '' }: { env?: Record<string, string>; settings?: string } = {}): Promise<void> {
    session = await ShellSession.open(folder, env);
    session.run(`${settings} sh -c 'echo pid=$$; exec ${process.execPath} ${BIN} ${args}'`);
  }
  const type = (text: string): void => session.shell.type(text);
  const shows = (what: RegExp, columns?: number, rows?: number) => session.shell.shows(what, columns, rows);
  const pid = async (): Promise<number> => Number((await session.shell.seen(/pid=(\d+)/))[1]);
  const terminalOf = async (): Promise<string> => `/proc/${await pid()}/fd/1`;
  const resize = async (columns: number, rows: number): Promise<void> => {
    expect(spawnSync('stty', ['-F', await terminalOf(), 'cols', String(columns), 'rows', String(rows)]).status).toBe(0);
  };

  test('starts, moves, filters, opens, marks, exports and quits', async () => {
    await start('clonebot');
    const first = await shows(/findings \(3\)/);
    const cursor = (rows: readonly string[]): number => rows.findIndex((row) => row.startsWith('>'));
    type('G');
    const last = await shows(/^> Files/m);
    expect(cursor(last)).toBeGreaterThan(cursor(first));
    type('/gc-\r');
    await shows(/findings \(3\) {2}\/gc-\n[^]* filtered out/);
    type(`${E}[B`);
    type(E);
    await shows(/findings \(3\)\n/);
    type('g\r');
    await shows(/findings \(3\) › goroutine-leak-chan-receive#1\n/);
    type('m');
    await shows(/Triage: confirmed/);
    type('x');
    await shows(/j JSON of goroutine-leak-chan-receive#1 alone/);
    type('m');
    await shows(/goroutine-leak-chan-receive-1\.md written to \S/);
    expect(readFileSync(join(folder, 'goroutine-leak-chan-receive-1.md'), 'utf8')).toContain('**Confirmed in triage**');
    expect(existsSync(join(folder, 'clonebot', 'goroner-triage.json'))).toBe(true);
    type('\u0003');
    expect(await session.code()).toBe(1);
    await session.expectRestored();
    const after = (await (await session.shell.screen()).rows()).join('\n');
    expect(after).toContain('goroutine-leak-chan-receive#1: Goroutine leak: receivers without a sender');
    expect(after).not.toContain('VERDICT');
  });

  test.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGQUIT', 131],
  ] as const)('ends with %s, and leaves the terminal as it was', async (signal, code) => {
    await start('clonebot');
    await shows(/findings \(3\)/);
    process.kill(await pid(), signal);
    expect(await session.code()).toBe(code);
    await session.expectRestored();
    expect(session.shell.output.split(LEAVE_SCREEN)).toHaveLength(2);
  });

  test.each(Object.keys(FAULTS))('falls over a fault in a %s, and leaves the terminal as it was and one line', async (fault) => {
    await start('clonebot', { settings: `NODE_OPTIONS="--import ./${fault}.mjs"` });
    if (fault === 'effect') {
      await shows(/findings \(3\)/);
      type('\u001a');
    }
    expect(await session.code()).toBe(2);
    await session.expectRestored();
    const { output } = session.shell;
    const left = output.slice(output.lastIndexOf(LEAVE_SCREEN) + LEAVE_SCREEN.length);
    expect(left).toMatch(fault === 'worker-exit' ? /goroner: .*the reading ended early/ : /goroner: internal error: .*boom/);
    expect(left.split('goroner: ')).toHaveLength(2);
    expect(left).not.toContain('    at ');
    // Nor was anything else written while the screen was ours.
    readOutput(output.slice(output.indexOf(ENTER_SCREEN), output.lastIndexOf(LEAVE_SCREEN)));
  });

  test('goes with the terminal through sizes, and says where one is too small', async () => {
    await start('clonebot');
    await shows(/findings \(3\)/);
    await resize(160, 40);
    expect((await shows(/│.*│/, 160, 40))[0]).toContain('findings (3)');
    await resize(30, 5);
    expect((await shows(/terminal too small/, 30, 5)).slice(1).join('')).toBe('');
    await resize(40, 8);
    expect(await shows(/findings \(3\)/, 40, 8)).toHaveLength(8);
    await resize(80, 24);
    await shows(/findings \(3\)[^]*q quit/);
    type('q');
    expect(await session.code()).toBe(1);
    await session.shell.seen(/done\r\n/);
    expect(session.stty('after')).toBe(session.stty('before'));
  });

  test('stops with ctrl-z, and comes back with fg as it was', async () => {
    await start('clonebot');
    await shows(/findings \(3\)/);
    type('G');
    await shows(/^> Files/m);
    type('\u001a');
    await session.shell.seen(/Stopped/);
    type('stty -a > $OUT/stopped; echo sto""pped\n');
    await session.shell.seen(/stopped\r\n/);
    expect(session.stty('stopped')).toBe(session.stty('before'));
    expect((await session.shell.screen()).terminal.buffer.active.type).toBe('normal');
    const from = session.shell.output.length;
    session.run('fg');
    await session.shell.seen(/\[\?1049h/, from);
    await shows(/^> Files/m);
    type('k');
    await shows(/^> Waits/m);
    type('q');
    expect(await session.code(from)).toBe(1);
    await session.expectRestored({ from });
  });

  test('takes a bundle from standard input, and keys from the terminal', async () => {
    session = await ShellSession.open(folder);
    session.run(`cat clonebot/stderr.log | ${process.execPath} ${BIN}`);
    await shows(/<stdin>/);
    await shows(/VERDICT/);
    type('5');
    await shows(/files \(1\)/);
    type('\u0003');
    expect(await session.code()).toBe(1);
    await session.expectRestored();
  });

  test('sends the terminal only what it means to, whatever the bundle says', async () => {
    await start('hostile', { env: { TERM: 'xterm-256color' } });
    await shows(/findings \(\d/);
    for (const keys of ['\r', 'G', E, '2', 'jjj\r', E, '3', '4', '5', 'G\r', E, '6', ' ', ' ', '?', '1']) {
      type(keys);
      await new Promise((resolve) => setTimeout(resolve, 120));
    }
    type('\u0003');
    expect(await session.code()).toBe(1);
    await session.expectRestored();
    const { output } = session.shell;
    const sent = readOutput(output.slice(output.indexOf(ENTER_SCREEN), output.lastIndexOf(LEAVE_SCREEN) + LEAVE_SCREEN.length));
    expect(sent.length).toBeGreaterThan(500);
    expect(sent.filter(({ kind }) => kind === 'clipboard')).toEqual([]);
    // The line that is left is text as well.
    readOutput(output.slice(output.lastIndexOf(LEAVE_SCREEN) + LEAVE_SCREEN.length).replaceAll('\r', ''), { plain: true });
  });

  test.each([
    ['NO_COLOR=1', false],
    ['NO_COLOR=1 FORCE_COLOR=1', false],
    ['FORCE_COLOR=0', false],
    ['TERM=linux', true],
    ['TERM=vt100', true],
    ['NO_COLOR= CI=false', true],
  ])('with %s has colours: %s; bold, inverse and the cursor it always has', async (settings, colours) => {
    await start('clonebot', { settings });
    const shown = await shows(/findings \(3\)/);
    const row = shown.findIndex((one) => one.startsWith('>'));
    const screen = await session.shell.screen();
    expect(await screen.style(row, 0)).toMatchObject({ inverse: true });
    expect(await screen.style(row, 79)).toMatchObject({ inverse: true });
    expect(await screen.style(row, 4)).toMatchObject({ bold: true });
    type('q');
    expect(await session.code()).toBe(1);
    const { output } = session.shell;
    const styles = readOutput(output.slice(output.indexOf(ENTER_SCREEN), output.lastIndexOf(LEAVE_SCREEN))).flatMap((one) =>
      one.kind === 'sequence' && one.sequence.endsWith('m') ? one.sequence.slice(1, -1).split(';') : [],
    );
    expect(styles.some((one) => /^3[0-7]$/.test(one))).toBe(colours);
  });
});
