import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../../src/cli/main.ts';
import { TerminalScreen } from '../terminal-screen.ts';
import { UNSAFE } from '../views/hostile.ts';
import { writeBundle } from './bundle.ts';
import { readOutput } from './output-stream.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'goroner-hostile-'));
  writeBundle(join(folder, 'bundle'), { hostile: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a command writes to a terminal. */
async function onTerminal(args: readonly string[], env: Record<string, string> = {}) {
  let stdout = '';
  let stderr = '';
  const code = await main([...args, join(folder, 'bundle')], {
    stdout: { write: (text) => (stdout += text), isTTY: true, columns: 100 },
    stderr: { write: (text) => (stderr += text), isTTY: true, columns: 100 },
    stdin: async function* () {},
    stdinHasData: () => false,
    env: { TERM: 'xterm', ...env },
    hasKeyboard: () => false,
  });
  return { code, stdout, stderr };
}

describe('of a bundle that wants to break the screen', () => {
  test.each([
    ['the text report', ['analyze']],
    ['the Markdown', ['analyze', '--format', 'markdown']],
    ['the JSON', ['analyze', '--json']],
    ['the list of files', ['inspect']],
    ['the goroutines', ['goroutines']],
  ])('%s acts on nothing but in its own colours', async (_, args) => {
    const { code, stdout, stderr } = await onTerminal(args);
    expect(code).toBeLessThan(2);
    expect(stdout.length).toBeGreaterThan(2000);
    const written = readOutput(stdout, { plain: true });
    for (const one of written) {
      if (one.kind === 'sequence') expect(one.sequence).toMatch(/^\[[\d;]*m$/);
      else expect(one.kind).toBe('text');
    }
    if (stderr !== '') expect(stderr.replaceAll(/[\r\n]/g, '').replaceAll('\u001b[K', '')).not.toMatch(UNSAFE);
    // On the screen as well: no title, nothing on the clipboard, and what was before it is where it was.
    const { terminal, write, settle } = new TerminalScreen(100, 40);
    const heard: string[] = [];
    terminal.onTitleChange((title) => heard.push(title));
    terminal.onBell(() => heard.push('bell'));
    terminal.parser.registerOscHandler(52, () => heard.push('clipboard') > 0);
    write('$ goroner\r\n');
    write(stdout.slice(0, 100_000).replaceAll('\n', '\r\n'));
    await settle();
    expect(heard).toEqual([]);
    expect(terminal.buffer.active.type).toBe('normal');
    expect(terminal.modes.wraparoundMode).toBe(true);
  });

  test('the text report has the colours of nobody where they are not wanted', async () => {
    const { stdout } = await onTerminal(['analyze'], { NO_COLOR: '1' });
    expect(stdout).not.toContain('\u001b');
    expect((await onTerminal(['analyze'], { TERM: 'dumb' })).stdout).toBe(stdout);
  });
});
