import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { LEAVE_SCREEN } from '../src/tui/terminal/sequences.ts';
import { PseudoTerminal } from './pseudo-terminal.ts';

const E = '\u001b';
/** Lines that scrolled away before the command: they are the user's, and stay. */
const HISTORY = 60;

/** A user's shell in which a full-screen program is run, and what can be said of the terminal before and after. */
export class ShellSession {
  readonly shell: PseudoTerminal;
  readonly #folder: string;

  private constructor(shell: PseudoTerminal, folder: string) {
    this.shell = shell;
    this.#folder = folder;
  }

  /** A shell that has something on its screen and above it. What the terminal is asked for is kept in the folder. */
  static async open(folder: string, env: Readonly<Record<string, string>> = {}): Promise<ShellSession> {
    const shell = await PseudoTerminal.shell({ cwd: folder, env: { OUT: folder, ...env } });
    shell.type(`stty cols 80 rows 24; stty -a > $OUT/before; seq -f 'old line %g' ${HISTORY}; echo shell says $((40 + 2))\n`);
    await shell.seen(/says 42/);
    return new ShellSession(shell, folder);
  }

  /** Runs a command; what it ended with and the modes after it are asked for at once. */
  run(command: string): void {
    this.shell.type(`${command}; echo rc=$? && stty -a > $OUT/after && echo do""ne\n`);
  }

  /** The modes of the terminal's driver: `before`, `after`, or as a program in it has kept them. */
  stty(name: string): string {
    return readFileSync(join(this.#folder, name), 'utf8');
  }

  /** The exit code of the command, once it has ended. */
  async code(from = 0): Promise<number> {
    return Number((await this.shell.seen(/rc=(\d+)/, from))[1]);
  }

  /** The modes of the terminal and of its driver are those of before, the screen is the shell's again, and so is what scrolled away. */
  async expectRestored({ from = 0, columns = 80, rows = 24 } = {}): Promise<void> {
    await this.shell.seen(/done\r\n/, from);
    expect(this.stty('after')).toBe(this.stty('before'));
    const { output } = this.shell;
    const screen = await this.shell.screen(columns, rows);
    const { active } = screen.terminal.buffer;
    expect(active.type).toBe('normal');
    expect(screen.terminal.modes).toMatchObject({
      wraparoundMode: true,
      bracketedPasteMode: false,
      mouseTrackingMode: 'none',
      applicationCursorKeysMode: false,
    });
    const lines = Array.from({ length: active.length }, (_, at) => active.getLine(at)?.translateToString(true) ?? '');
    const first = lines.indexOf('old line 1');
    expect(lines.slice(first, first + HISTORY + 1)).toEqual([
      ...Array.from({ length: HISTORY }, (_, at) => `old line ${at + 1}`),
      'shell says 42',
    ]);
    expect(output.lastIndexOf(`${E}[?25h`)).toBeGreaterThan(output.lastIndexOf(`${E}[?25l`));
    expect(output).not.toContain(`${E}[3J`);
    expect(output).not.toMatch(/\[\?(?:9|100[0-6]|1015)h/);
    // Nobody else has written to the terminal after it was given back.
    expect(output.slice(output.lastIndexOf(LEAVE_SCREEN) + LEAVE_SCREEN.length)).not.toContain(E);
  }
}
