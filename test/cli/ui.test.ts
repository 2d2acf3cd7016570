import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PseudoTerminal, whyNone } from '../pseudo-terminal.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const BIN = join(ROOT, 'bin', 'goroner.js');
const COMMAND = join(ROOT, 'dist', 'src', 'command');

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'goroner-ui-'));
  cpSync(join(ROOT, 'samples', 'incidents', 'clonebot'), join(folder, 'clonebot'), { recursive: true });
  writeFileSync(join(folder, 'plain.log'), 'listening on :8080\nready\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('what is loaded', () => {
  /** The files that a file of the built command loads before it runs. */
  function loadedBy(name: string, seen = new Set<string>()): Set<string> {
    if (seen.has(name)) return seen;
    seen.add(name);
    const text = readFileSync(join(COMMAND, name), 'utf8');
    for (const [, other] of text.matchAll(/(?:from|import)"\.\/([\w.-]+\.js)"/g)) if (other !== undefined) loadedBy(other, seen);
    return seen;
  }
  const isReact = (name: string) => readFileSync(join(COMMAND, name), 'utf8').includes('react.transitional.element');
  const chunk = (start: string) => readdirSync(COMMAND).find((name) => name.startsWith(start) && name.endsWith('.js')) ?? `no ${start}`;

  it('has React and Ink for the UI alone', () => {
    expect([...loadedBy(chunk('start-'))].some(isReact)).toBe(true);
    expect(isReact('goroner.cjs')).toBe(false);
    for (const start of ['ui.js', 'analysis-worker.js', 'read-bundle-']) expect([...loadedBy(chunk(start))].filter(isReact)).toEqual([]);
  });
});

describe.skipIf(whyNone !== '')('on a terminal', () => {
  const running: PseudoTerminal[] = [];
  afterAll(() => running.forEach((one) => one.kill()));

  /** A user who types a text each time that the screen says something. */
  async function use(command: string, steps: readonly (readonly [says: RegExp, types: string])[], env: Record<string, string> = {}) {
    const terminal = new PseudoTerminal(`stty cols 80 rows 24; ${command}; echo "rc=$?"`, { cwd: folder, env });
    running.push(terminal);
    for (const [says, types] of steps) {
      await terminal.seen(says);
      terminal.type(types);
    }
    await terminal.seen(/rc=\d+/);
    terminal.kill();
    return terminal.output;
  }
  const NODE = `${process.execPath} ${BIN}`;
  const ALTERNATE = '\u001b[?1049h';

  it('opens the UI, and leaves one line and the exit code of the report', async () => {
    const output = await use(`${NODE} clonebot`, [[/findings \(3\)/, 'q']]);
    const left = output.slice(output.lastIndexOf('\u001b[?1049l'));
    expect(left).toContain('goroutine-leak-chan-receive#1: Goroutine leak: receivers without a sender');
    expect(left).toContain('rc=1');
    expect(await use(`${NODE} plain.log`, [[/findings \(0\)|VERDICT|Nothing/i, 'q']])).toContain('rc=0');
  });

  it('opens with what changed where bundles are compared, and leaves one line and the exit code of the comparison', async () => {
    const sides = 'clonebot/goroutines-1.txt clonebot/goroutines-2.txt';
    const output = await use(`${NODE} compare ${sides}`, [
      [/goroutines-1\.txt → goroutines-2\.txt.*findings of B.*changes/s, 'q'],
      [/VERDICT/, 'q'],
    ]);
    const left = output.slice(output.lastIndexOf('\u001b[?1049l'));
    expect(left).toMatch(/changed: (?:\d+ findings?, )?\d+ groups? of goroutines/);
    expect(left).toContain('rc=1');
    for (const command of [
      `${NODE} compare --no-tui ${sides}`,
      `${NODE} compare --json ${sides}`,
      `${NODE} compare ${sides} | cat`,
      `${NODE} compare clonebot`,
    ])
      expect(await use(command, [])).not.toContain(ALTERNATE);
    expect(await use(`${NODE} compare ${sides} nowhere`, [])).toMatch(/goroner: nowhere: no such file.*rc=2/s);
  });

  it('reads keys from the terminal where the bundle is piped in', async () => {
    const output = await use(`cat clonebot/stderr.log | ${NODE}`, [[/<stdin>.*findings \(2\)/s, 'q']]);
    expect(output).toContain('rc=1');
  });

  it('gives the screen back before it says what is wrong', async () => {
    const output = await use(`${NODE} nowhere`, []);
    expect(output.slice(output.lastIndexOf('\u001b[?1049l'))).toMatch(/goroner: nowhere: no such file.*rc=2/s);
  });

  it('is not opened where the report is asked for, or the terminal or the place is none for it', async () => {
    for (const [command, env] of [
      [`${NODE} --no-tui plain.log`, {}],
      [`${NODE} analyze plain.log`, {}],
      [`${NODE} --json plain.log`, {}],
      [`${NODE} --format text plain.log`, {}],
      [`${NODE} plain.log | cat`, {}],
      [`${NODE} plain.log`, { TERM: 'dumb' }],
      [`${NODE} plain.log`, { CI: 'true' }],
    ] as const) {
      const output = await use(command, [], env);
      expect(output).not.toContain(ALTERNATE);
      expect(output).toContain('rc=0');
    }
  });
});
