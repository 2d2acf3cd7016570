import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { TerminalScreen } from './tui/terminal-screen.ts';

/** What makes a pseudo-terminal without packages of native code: `script` of util-linux, or Python. */
const MAKERS: readonly {
  readonly name: string;
  readonly check: readonly string[];
  readonly run: (command: string) => readonly string[];
}[] = [
  // Those of BSD and macOS take other options, and know no --version.
  { name: 'script', check: ['--version'], run: (command) => ['-qec', command, '/dev/null'] },
  {
    name: 'python3',
    check: ['-c', 'import pty'],
    run: (command) => [
      '-c',
      'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(["/bin/sh", "-c", sys.argv[1]])))',
      command,
    ],
  },
];

const works = (name: string, args: readonly string[]) => spawnSync(name, args, { stdio: 'ignore' }).status === 0;
const wanted = process.env['GORONER_TEST_PTY'];
const maker = MAKERS.find(({ name, check }) => (wanted === undefined || wanted === name) && works(name, check));
// That of BSD and macOS takes other options as well.
const missing = ['bash', 'stty'].filter((name) => !works(name, ['--version']));

/** Why there is no pseudo-terminal here; empty where there is one. */
export const whyNone =
  process.platform === 'win32'
    ? 'Windows has none'
    : maker === undefined
      ? `there is neither ${MAKERS.map(({ name }) => name).join(' nor ')}`
      : missing.length > 0
        ? `there is no ${missing.join(', ')} that is GNU's`
        : '';
if (whyNone !== '') console.log(`tests in a pseudo-terminal are skipped: ${whyNone}`);

export interface PtyOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A program in a pseudo-terminal, and a user who reads and types. */
export class PseudoTerminal {
  /** All that the terminal was sent. */
  output = '';
  readonly #child: ChildProcess;
  readonly #decoder = new TextDecoder('utf-8');

  /** @param command What `sh` is given. */
  constructor(command: string, { cwd, env = {} }: PtyOptions) {
    if (maker === undefined) throw new Error(whyNone);
    const all = { PATH: process.env['PATH'], HOME: cwd, TERM: 'xterm', LANG: 'C.UTF-8', HISTFILE: '', ...env };
    this.#child = spawn(maker.name, maker.run(command), { cwd, env: all });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (bytes: Uint8Array) => {
        this.output += this.#decoder.decode(bytes, { stream: true });
      });
  }

  /** An interactive shell with job control, whose commands are not echoed in colours; it stands at its first prompt. */
  static async shell(options: PtyOptions): Promise<PseudoTerminal> {
    // Given to the shell itself: the one in between may keep it.
    const shell = new PseudoTerminal("PS1='$ ' bash --norc --noprofile --noediting -i", options);
    await shell.seen(/\$ $/);
    return shell;
  }

  type(text: string): void {
    this.#child.stdin?.write(text);
  }

  /** Until something was written, from a place of the output on. */
  async seen(what: RegExp, from = 0): Promise<RegExpExecArray> {
    for (let i = 0; i < 1000; i++) {
      const match = what.exec(this.output.slice(from));
      if (match !== null) return match;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`not seen: ${String(what)} in ${JSON.stringify(this.output.slice(from))}`);
  }

  /** The terminal as the user sees it now. */
  async screen(columns = 80, rows = 24): Promise<TerminalScreen> {
    const screen = new TerminalScreen(columns, rows);
    screen.write(this.output);
    await screen.settle();
    return screen;
  }

  /** Until something is on the screen. */
  async shows(what: RegExp, columns = 80, rows = 24): Promise<readonly string[]> {
    for (let i = 0; i < 300; i++) {
      const shown = await (await this.screen(columns, rows)).rows();
      if (what.test(shown.join('\n'))) return shown;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`never on the screen: ${String(what)}\n${(await (await this.screen(columns, rows)).rows()).join('\n')}`);
  }

  kill(): void {
    this.#child.kill();
  }
}
