import { EventEmitter } from 'node:events';
import { readBundle, readExact } from '../../../src/cli/read-bundle.ts';
import { readComparison } from '../../../src/cli/read-comparison.ts';
import { whatToShow } from '../../../src/cli/ui.ts';
import type { Report } from '../../../src/report/report.ts';
import { startOn } from '../../../src/tui/app/start.ts';
import { Terminal } from '../../../src/tui/terminal/terminal.ts';
import { TerminalScreen, type ScreenOptions } from '../terminal-screen.ts';

export interface RealOptions extends ScreenOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Record<string, string>;
  /** Bundles that are laid side by side, the last one that of the paths. */
  readonly compare?: readonly string[];
  /** Signals and errors of the process are told here. */
  readonly events?: EventEmitter;
}

/** The whole UI as the command line puts it together, on a terminal without a window: its modes, its keys, its views, the files of the bundle. */
export function startReal(
  paths: readonly string[],
  { columns = 80, rows = 24, env = {}, compare, events = new EventEmitter(), ...options }: RealOptions = {},
) {
  const screen = new TerminalScreen(columns, rows, options);
  const keys = Object.assign(new EventEmitter(), {
    raw: false,
    setRawMode: (raw: boolean) => {
      keys.raw = raw;
    },
    pause: () => undefined,
    resume: () => undefined,
  });
  const output = Object.assign(new EventEmitter(), { fd: -1, columns, rows });
  const log: string[] = [];
  const before = { TERM: 'xterm-256color', LANG: 'C.UTF-8', ...env };
  const terminal = new Terminal({
    process: {
      kill: (pid, signal) => {
        log.push(`kill ${pid} ${String(signal)}`);
        return true;
      },
      // What comes after it does not run.
      exit: (code) => {
        throw new Error(`exit ${String(code)}`);
      },
    },
    slipped: (error) => log.push(`slipped ${String(error)}`),
    events,
    env: before,
    keys,
    output,
    ascii: options.ascii ?? false,
    write: screen.write,
    dropTypedAhead: () => undefined,
  });
  const none = async function* (): AsyncGenerator<Uint8Array> {};
  const result = run();

  async function run(): Promise<Report | undefined> {
    const about = await whatToShow(paths, { redact: false, triage: true, limits: {} });
    return startOn(terminal, {
      ...about,
      environment: { before },
      readExact: async () => readExact({ paths, limits: {}, own: about.own }, none),
      analysis: {
        start: ({ progress, comparison, report, failed }) => {
          if (compare !== undefined) {
            const request = { paths: compare, by: 'functions', all: false, limits: {}, own: about.own } as const;
            void (async () => {
              const read = await readComparison(request, none, progress);
              comparison?.(read.comparison);
              if (read.report !== undefined) report(read.report);
            })().catch(failed);
            return;
          }
          void readBundle({ paths, limits: {}, own: about.own }, none, progress).then(report, failed);
        },
        stop: () => undefined,
      },
    });
  }
  /** Types a text; gives the screen after it. */
  const type = async (text: string): Promise<readonly string[]> => {
    keys.emit('data', Buffer.from(text));
    // A lone ESC is a key only after a while.
    if (text.endsWith('\u001b')) await new Promise((resolve) => setTimeout(resolve, 60));
    await shown();
    return screen.rows();
  };
  /** Until nothing more is painted. */
  const shown = async (): Promise<void> => {
    for (let quiet = 0, size = -1; quiet < 2;) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      quiet = size === screen.bytes ? quiet + 1 : 0;
      size = screen.bytes;
    }
  };
  return {
    screen,
    terminal,
    keys,
    log,
    result,
    type,
    shown,
    resize: async (columns: number, rows: number) => {
      Object.assign(output, { columns, rows });
      screen.terminal.resize(columns, rows);
      output.emit('resize');
      await shown();
    },
    quit: async () => {
      keys.emit('data', Buffer.from('\u0003'));
      return result;
    },
  };
}
