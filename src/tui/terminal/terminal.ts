import { spawn } from 'node:child_process';
import type { EventEmitter } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { FrameWriter } from './frame-writer.ts';
import { type KeySource, dropTypedAhead } from './key-source.ts';
import { ENTER_SCREEN, LEAVE_SCREEN, PASTE_OFF, PASTE_ON, SCREEN_MODES } from './sequences.ts';
import { writeFully } from './write-fully.ts';

/** Signals that end the process, with their numbers; the exit code is 128 more, as shells have it. */
const ENDING = { SIGINT: 2, SIGQUIT: 3, SIGTERM: 15, SIGHUP: 1 } as const;

type Ending = keyof typeof ENDING;

/** Keys that are typed this long (milliseconds) after the end are dropped: they were meant for us. */
const DRAIN = 50;

/** After this long (milliseconds) without being stopped, we will not be: nobody could continue us (an orphaned process group). */
const NOT_STOPPED = 200;

/** What the terminal is made of; tests give their own. */
export interface TerminalParts {
  readonly process: Pick<NodeJS.Process, 'kill' | 'exit'>;
  /** Where the process's signals and errors are told: the process as well. */
  readonly events: EventEmitter;
  /** Also for programs that are started; without what was set for Ink. */
  readonly env: NodeJS.ProcessEnv;
  /** Says what slipped through and ends the process. The terminal has been given back by then. */
  readonly slipped: (error: unknown) => void;
  readonly keys: KeySource;
  /** The terminal was opened for us alone, and is closed at the end. */
  readonly closeKeys?: boolean;
  readonly output: {
    readonly fd: number;
    readonly columns?: number;
    readonly rows?: number;
    on(event: 'resize', listener: () => void): unknown;
    off(event: 'resize', listener: () => void): unknown;
  };
  readonly ascii?: boolean;
  readonly write?: (text: string) => void;
  readonly dropTypedAhead?: () => void;
}

/** How a program that was given the terminal ended. */
export type ChildEnd =
  | { readonly kind: 'ended'; readonly code: number | undefined }
  /** It could not be started: `ENOENT` where there is no such program, `EBUSY` where another runs, `ECANCELED` after the end. */
  | { readonly kind: 'not-started'; readonly code: string };

/**
 * The one owner of the terminal's modes: the alternate screen, the cursor, wrapping, raw mode, bracketed paste. Whatever ends the process, the modes
 * are put back first; every byte that reaches the terminal goes through here. Never throws where the terminal is gone.
 */
export class Terminal {
  /** For Ink. */
  readonly frames: FrameWriter;

  readonly #parts: TerminalParts;
  readonly #write: (text: string) => void;
  readonly #listeners = new Set<(bytes: Uint8Array) => void>();
  #handlers: (() => void)[] = [];
  #onScreen = false;
  #raw = false;
  #wantsPaste = false;
  /** We stopped ourselves, and come back when we are continued. */
  #stopped = false;
  #notStopped: NodeJS.Timeout | undefined;
  #child: { kill(signal: NodeJS.Signals): unknown } | undefined;
  #running = false;
  /** {@link close} was called: the terminal is not taken again. */
  #ended = false;

  constructor(parts: TerminalParts) {
    this.#parts = parts;
    this.#write = parts.write ?? ((text) => void writeFully(parts.output.fd, text));
    this.frames = new FrameWriter({
      write: this.#write,
      size: () => ({ columns: parts.output.columns || 80, rows: parts.output.rows || 24 }),
      ascii: parts.ascii ?? false,
    });
  }

  /** Takes the terminal: again after {@link leave}, too, and the last frame is then shown. */
  enter(): void {
    if (this.#onScreen || this.#ended) return;
    if (this.#handlers.length === 0) this.#install();
    this.#onScreen = true;
    this.#setRaw(true);
    this.#write(`${ENTER_SCREEN}${this.#wantsPaste ? PASTE_ON : ''}`);
    this.#parts.keys.on('data', this.#onData);
    this.#parts.keys.resume();
    this.frames.start();
  }

  /** Gives the terminal back as it was found. At once, so that it can be the last thing that a process does; a second time it does nothing. */
  leave(): void {
    this.#leaveScreen();
    if (!this.#raw) return;
    (this.#parts.dropTypedAhead ?? dropTypedAhead)();
    this.#setRaw(false);
  }

  /** {@link leave} for good: keys typed within the next 50 ms are dropped, and the process is left as it was. */
  async close(): Promise<void> {
    this.#ended = true;
    this.#leaveScreen();
    if (this.#raw) {
      // Still without echo, and still read.
      const drop = (): void => undefined;
      this.#parts.keys.on('data', drop);
      this.#parts.keys.resume();
      await new Promise((resolve) => setTimeout(resolve, DRAIN));
      this.#parts.keys.off('data', drop);
      this.#parts.keys.pause();
      this.leave();
    }
    for (const remove of this.#handlers) remove();
    this.#handlers = [];
    clearTimeout(this.#notStopped);
    if (this.#parts.closeKeys === true) this.#parts.keys.destroy?.();
  }

  /** What is typed, as bytes, until the returned function is called. */
  onBytes(listener: (bytes: Uint8Array) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Whether pasted text comes in brackets: only while a text is typed, since a command has no use for it. */
  bracketedPaste(on: boolean): void {
    if (on === this.#wantsPaste) return;
    this.#wantsPaste = on;
    if (this.#onScreen) this.#write(on ? PASTE_ON : PASTE_OFF);
  }

  /** Sends the terminal a sequence that shows nothing, such as one for the clipboard. */
  send(sequence: string): void {
    this.#write(sequence);
  }

  /** Draws all of the screen anew. */
  redraw(): void {
    this.frames.repaint();
  }

  /** ctrl-z: back to the shell, until `fg`. */
  readonly suspend = (): void => {
    if (this.#stopped || this.#ended || this.#running) return;
    this.leave();
    this.#stopped = true;
    // Without a listener the signal does what it does.
    this.#parts.events.off('SIGTSTP', this.#onStop);
    // All of the job stops, as by the key: the shell waits for the others of a pipe.
    this.#parts.process.kill(0, 'SIGTSTP');
    this.#notStopped = setTimeout(this.#onContinue, NOT_STOPPED);
  };

  /** Runs a program that has the terminal for itself, such as an editor, and takes the terminal back. No shell is involved. */
  async run(command: string, args: readonly string[]): Promise<ChildEnd> {
    if (this.#ended || this.#running) return { kind: 'not-started', code: this.#ended ? 'ECANCELED' : 'EBUSY' };
    this.#running = true;
    this.leave();
    // While it runs, stopping is between it, us and the shell.
    this.#parts.events.off('SIGTSTP', this.#onStop);
    const terminal = openTerminal();
    const stdio = terminal ?? 'inherit';
    const end = await new Promise<ChildEnd>((resolve) => {
      try {
        const child = spawn(command, [...args], { stdio: [stdio, stdio, 'inherit'], env: this.#parts.env, shell: false });
        this.#child = child;
        child.once('error', (error: NodeJS.ErrnoException) => resolve({ kind: 'not-started', code: error.code ?? error.message }));
        child.once('exit', (code) => resolve({ kind: 'ended', code: code ?? undefined }));
      } catch (error) {
        // Arguments that no program can be given, such as one with a NUL in it.
        resolve({ kind: 'not-started', code: (error as NodeJS.ErrnoException).code ?? String(error) });
      }
    });
    this.#child = undefined;
    this.#running = false;
    if (terminal !== undefined) closeSync(terminal);
    if (!this.#ended) this.#parts.events.on('SIGTSTP', this.#onStop);
    this.enter();
    return end;
  }

  #leaveScreen(): void {
    if (!this.#onScreen) return;
    this.#onScreen = false;
    this.frames.stop();
    this.#parts.keys.off('data', this.#onData);
    this.#parts.keys.pause();
    this.#write(`${this.#wantsPaste ? PASTE_OFF : ''}${LEAVE_SCREEN}`);
  }

  #setRaw(raw: boolean): void {
    this.#raw = raw;
    try {
      this.#parts.keys.setRawMode(raw);
    } catch {
      // The terminal is gone; so are its modes.
    }
  }

  #install(): void {
    const { events, keys, output } = this.#parts;
    const add = (event: string, listener: (value: unknown) => void, first = false): void => {
      if (first) events.prependListener(event, listener);
      else events.on(event, listener);
      this.#handlers.push(() => void events.off(event, listener));
    };
    add('exit', () => this.leave());
    for (const signal of Object.keys(ENDING) as Ending[]) add(signal, () => this.#end(signal));
    add('SIGTSTP', this.#onStop);
    add('SIGCONT', this.#onContinue);
    // Before others, who print what it was: on the screen that is left it would be lost.
    add('uncaughtException', this.#onError, true);
    add('unhandledRejection', this.#onError, true);
    output.on('resize', this.#onResize);
    keys.on('end', this.#onHangUp);
    keys.on('error', this.#onHangUp);
    this.#handlers.push(() => {
      output.off('resize', this.#onResize);
      keys.off('end', this.#onHangUp);
      keys.off('error', this.#onHangUp);
    });
  }

  #end(signal: Ending): void {
    if (this.#child !== undefined) {
      // ctrl-c and ctrl-\ in the program reach us as well, and are its own business.
      if (signal === 'SIGINT' || signal === 'SIGQUIT') return;
      this.#child.kill(signal);
    }
    this.leave();
    this.#parts.process.exit(128 + ENDING[signal]);
  }

  readonly #onStop = (): void => this.suspend();

  readonly #onContinue = (): void => {
    clearTimeout(this.#notStopped);
    if (this.#stopped) {
      this.#stopped = false;
      this.#parts.events.on('SIGTSTP', this.#onStop);
      this.enter();
    } else if (this.#onScreen) {
      // Stopped by others (SIGSTOP), without notice: the shell has set its own modes, and has written where we were.
      this.#setRaw(false);
      this.#setRaw(true);
      this.#write(SCREEN_MODES);
      this.frames.repaint();
    }
  };

  readonly #onData = (bytes: Uint8Array): void => {
    for (const listener of this.#listeners) listener(bytes);
  };

  readonly #onResize = (): void => this.frames.resized();

  /** Nobody can press a key any more. */
  readonly #onHangUp = (): void => {
    if (!this.#ended) this.#end('SIGHUP');
  };

  readonly #onError = (error: unknown): void => {
    this.leave();
    this.#parts.slipped(error);
  };
}

/** The terminal of the session, opened anew: what the program sets on it (such as not to wait) is then not set on ours. */
function openTerminal(): number | undefined {
  try {
    return openSync('/dev/tty', 'r+');
  } catch {
    return undefined;
  }
}
