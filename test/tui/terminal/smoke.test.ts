import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ENTER_SCREEN, LEAVE_SCREEN } from '../../../src/tui/terminal/sequences.ts';
import { type PseudoTerminal, whyNone } from '../../pseudo-terminal.ts';
import { ShellSession } from '../../shell-session.ts';

const E = '\u001b';

describe.skipIf(whyNone !== '')('in a pseudo-terminal', () => {
  let folder = '';
  let session: ShellSession;
  let shell: PseudoTerminal;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'terminal-'));
    await build({
      entryPoints: [join(import.meta.dirname, 'smoke-program.ts')],
      outdir: folder,
      outExtension: { '.js': '.mjs' },
      entryNames: 'program',
      bundle: true,
      splitting: true,
      banner: { js: "import { createRequire as makeRequire } from 'node:module'; globalThis.require ??= makeRequire(import.meta.url);" },
      external: ['react-devtools-core'],
      platform: 'node',
      format: 'esm',
      logLevel: 'error',
    });
  });
  afterEach(() => shell?.kill());
  // A process that was killed may still be writing there.
  afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }));

  /** Starts a shell and in it the program, and waits until that has the terminal. */
  async function start(command = 'node $OUT/program.mjs'): Promise<void> {
    session = await ShellSession.open(folder);
    ({ shell } = session);
    session.run(command);
    await seen(/READY pid=/);
  }

  const type = (text: string): void => shell.type(text);
  const seen = (what: RegExp, from = 0): Promise<RegExpExecArray> => shell.seen(what, from);
  const stty = (name: string): string => session.stty(name);
  const pid = (): number => Number(/pid=(\d+)/.exec(shell.output)?.[1]);

  /** The terminal is as it was, and nothing of the program is on the screen. */
  async function isRestored(from = 0): Promise<void> {
    await session.expectRestored({ from });
    expect((await (await shell.screen()).rows()).join('\n')).not.toContain('READY');
  }

  test.each<[string, () => void, number]>([
    ['an error is thrown', () => type('t'), 2],
    ['a promise is rejected', () => type('r'), 2],
    ['the process exits', () => type('x'), 7],
    ['the UI is closed', () => type('q'), 0],
    ['SIGTERM comes', () => process.kill(pid(), 'SIGTERM'), 143],
    ['SIGHUP comes', () => process.kill(pid(), 'SIGHUP'), 129],
    ['SIGINT comes', () => process.kill(pid(), 'SIGINT'), 130],
  ])('the terminal is as it was after %s', async (_, end, code) => {
    await start();
    expect(shell.output).toContain(ENTER_SCREEN);
    end();
    expect(Number((await seen(/rc=(\d+)/))[1])).toBe(code);
    await isRestored();
    expect(shell.output.split(LEAVE_SCREEN)).toHaveLength(2);
    // What is said about it stands on the screen that stays.
    if (code === 2) expect(shell.output.indexOf('on purpose')).toBeGreaterThan(shell.output.indexOf(LEAVE_SCREEN));
  });

  test.each<[string, () => void]>([
    ['ctrl-z', () => type('\u001a')],
    ['SIGTSTP', () => process.kill(pid(), 'SIGTSTP')],
  ])('%s suspends and fg comes back', async (_, stop) => {
    await start();
    stop();
    await seen(/Stopped/);
    type('stty -a > $OUT/stopped; echo sto""pped\n');
    await seen(/stopped\r\n/);
    expect(stty('stopped')).toBe(stty('before'));
    const from = shell.output.length;
    type('fg; echo rc=$? && stty -a > $OUT/after && echo do""ne\n');
    await seen(/READY pid=/, from);
    // It is drawn whole, in raw mode, and keys work.
    expect(shell.output.slice(from)).toContain(ENTER_SCREEN);
    type(`${E}[A`);
    await seen(/NAMED up/, from);
    type('q');
    expect((await seen(/rc=(\d+)/, from))[1]).toBe('0');
    await isRestored(from);
  });

  test('a process that was stopped without notice takes the terminal again', async () => {
    await start();
    process.kill(pid(), 'SIGSTOP');
    await seen(/Stopped/);
    const from = shell.output.length;
    type('fg; echo rc=$? && stty -a > $OUT/after && echo do""ne\n');
    await seen(/READY pid=/, from);
    type(`${E}[B`);
    await seen(/NAMED down/, from);
    type('q');
    await seen(/rc=0/, from);
    await seen(/done\r\n/, from);
    expect(stty('after')).toBe(stty('before'));
  });

  test('keys typed ahead do not reach the shell', async () => {
    await start();
    type('qecho LEAKED\n');
    await seen(/rc=0/);
    await isRestored();
    expect(shell.output).not.toContain('LEAKED');
  });

  test('a program gets the terminal as it was, and gives it back', async () => {
    await start();
    type('c');
    await seen(/CHILD2/);
    expect(stty('child')).toBe(stty('before'));
    type('hello\n');
    await seen(/GOT hello/);
    await seen(/RAN \{"kind":"ended","code":0\} pid=/);
    type('n');
    await seen(/RAN \{"kind":"not-started","code":"ENOENT"\} pid=/);
    type(`${E}[200~pas${E}`);
    type('[201~');
    await seen(/PASTE pas/);
    type('q');
    await seen(/rc=0/);
    await isRestored();
    // The program wrote on the screen of the shell.
    expect(shell.output.lastIndexOf(ENTER_SCREEN)).toBeGreaterThan(shell.output.indexOf('GOT hello'));
  });

  test('ctrl-c in a program is its own; a signal to us ends both', async () => {
    await start();
    type('c');
    await seen(/CHILD2/);
    type('\u0003');
    await seen(/RAN \{"kind":"ended"\} pid=/);
    const from = shell.output.length;
    type('c');
    await seen(/CHILD2/, from);
    process.kill(pid(), 'SIGTERM');
    expect((await seen(/rc=(\d+)/))[1]).toBe('143');
    await isRestored();
  });

  test('keys come from the terminal where standard input is a pipe', async () => {
    await start('echo data | node $OUT/program.mjs');
    type(`${E}[A`);
    await seen(/NAMED up/);
    type('q');
    await seen(/rc=0/);
    await isRestored();
  });

  test('a lone ESC is a key after a while', async () => {
    await start();
    type(E);
    await seen(/NAMED escape/);
    type('q');
    await seen(/rc=0/);
    await isRestored();
  });

  test('another size is drawn anew', async () => {
    await start();
    const from = shell.output.length;
    // From outside, as a terminal does it.
    const tty = readFileSync(`/proc/${pid()}/stat`, 'utf8').length > 0 ? `/proc/${pid()}/fd/1` : '';
    expect(spawnSync('stty', ['-F', tty, 'cols', '60', 'rows', '10']).status).toBe(0);
    await seen(/\[2J.*READY pid=/s, from);
    spawnSync('stty', ['-F', tty, 'cols', '80', 'rows', '24']);
    type('q');
    await seen(/rc=0/);
    await isRestored();
  });

  test('without a terminal it says so', () => {
    const { status, stderr } = spawnSync('setsid', ['node', join(folder, 'program.mjs')], { encoding: 'utf8' });
    expect(stderr).toBe('no terminal: standard output is no terminal\n');
    expect(status).toBe(3);
  });
});
