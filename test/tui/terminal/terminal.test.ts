import { EventEmitter } from 'node:events';
import { describe, expect, test, vi } from 'vitest';
import { KeyDecoder } from '../../../src/tui/keys/decoder.ts';
import type { Key } from '../../../src/tui/keys/key.ts';
import { keyReader } from '../../../src/tui/terminal/read-keys.ts';
import { ENTER_SCREEN, LEAVE_SCREEN, PASTE_OFF, PASTE_ON } from '../../../src/tui/terminal/sequences.ts';
import { Terminal, type TerminalParts } from '../../../src/tui/terminal/terminal.ts';
import { writeFully } from '../../../src/tui/terminal/write-fully.ts';

class Keys extends EventEmitter {
  readonly log: string[];

  constructor(log: string[]) {
    super();
    this.log = log;
  }
  setRawMode(raw: boolean): void {
    this.log.push(raw ? 'raw' : 'cooked');
  }
  pause(): void {
    this.log.push('pause');
  }
  resume(): void {
    this.log.push('resume');
  }
  destroy(): void {
    this.log.push('destroy');
  }
}

class Output extends EventEmitter {
  readonly fd = 1;
  columns = 80;
  rows = 24;
}

class Exit extends Error {
  constructor(code: number) {
    super(`exit ${code}`);
  }
}

function fake(parts: Partial<TerminalParts> = {}) {
  const log: string[] = [];
  const keys = new Keys(log);
  const events = new EventEmitter();
  const output = new Output();
  const terminal = new Terminal({
    process: {
      kill: (pid: number, signal: string | number = '') => {
        log.push(`kill ${pid} ${signal}`);
        return true;
      },
      exit: (code?: number | string | null): never => {
        log.push(`exit ${code}`);
        throw new Exit(Number(code));
      },
    },
    events,
    env: {},
    slipped: (error) => {
      log.push(`slipped ${String(error)}`);
      throw new Exit(2);
    },
    keys,
    output,
    write: (text) => log.push(text),
    dropTypedAhead: () => log.push('drop'),
    ...parts,
  });
  const taken = (): string[] => log.splice(0);
  return { terminal, keys, events, output, log, taken };
}

const FIRST_PAINT = '\u001b[?2026h\u001b[0m\u001b[2J\u001b[?2026l';
const LEFT = ['pause', LEAVE_SCREEN, 'drop', 'cooked'];

describe('the modes', () => {
  test('are set and put back, once each', () => {
    const { terminal, taken } = fake();
    terminal.leave();
    expect(taken()).toEqual([]);
    terminal.enter();
    terminal.enter();
    expect(taken()).toEqual(['raw', ENTER_SCREEN, 'resume', FIRST_PAINT]);
    terminal.leave();
    terminal.leave();
    expect(taken()).toEqual(LEFT);
    terminal.enter();
    expect(taken()).toEqual(['raw', ENTER_SCREEN, 'resume', FIRST_PAINT]);
  });

  test('brackets of pasting are asked for only while they are wanted', () => {
    const { terminal, taken } = fake();
    terminal.enter();
    expect(taken().join('')).not.toContain(PASTE_ON);
    terminal.bracketedPaste(true);
    terminal.bracketedPaste(true);
    expect(taken()).toEqual([PASTE_ON]);
    terminal.leave();
    expect(taken()).toEqual(['pause', `${PASTE_OFF}${LEAVE_SCREEN}`, 'drop', 'cooked']);
    terminal.enter();
    expect(taken()).toContain(`${ENTER_SCREEN}${PASTE_ON}`);
    terminal.bracketedPaste(false);
    expect(taken()).toEqual([PASTE_OFF]);
    terminal.leave();
    expect(taken()).toEqual(LEFT);
  });

  test('frames are written only while the screen is ours', () => {
    const { terminal, taken } = fake();
    terminal.frames.write('early\n');
    expect(taken()).toEqual([]);
    terminal.enter();
    expect(taken().at(-1)).toContain('early');
    terminal.leave();
    taken();
    terminal.frames.write('late\n');
    expect(taken()).toEqual([]);
  });

  test('a terminal that is gone is no reason to throw', () => {
    const { terminal, keys } = fake({ write: () => undefined });
    keys.setRawMode = () => {
      throw Object.assign(new Error('setRawMode EIO'), { code: 'EIO' });
    };
    terminal.enter();
    terminal.leave();
  });
});

describe('the end', () => {
  test.each<[string, unknown, number]>([
    ['SIGINT', 'SIGINT', 130],
    ['SIGQUIT', 'SIGQUIT', 131],
    ['SIGTERM', 'SIGTERM', 143],
    ['SIGHUP', 'SIGHUP', 129],
  ])('%s: modes first, then the exit', (event, value, code) => {
    const { terminal, events, taken } = fake();
    terminal.enter();
    taken();
    expect(() => events.emit(event, value)).toThrow(`exit ${code}`);
    expect(taken()).toEqual([...LEFT, `exit ${code}`]);
    // The exit itself finds nothing left to do.
    events.emit('exit', code);
    expect(taken()).toEqual([]);
  });

  test.each(['uncaughtException', 'unhandledRejection'])(
    '%s is told after the modes are put back, and before others hear of it',
    (event) => {
      const { terminal, events, log: heard, taken } = fake();
      events.on(event, () => heard.push('other'));
      terminal.enter();
      taken();
      expect(() => events.emit(event, new Error('boom'))).toThrow('exit 2');
      expect(taken()).toEqual([...LEFT, 'slipped Error: boom']);
    },
  );

  test.each(['end', 'error'])('a terminal that has no more keys (%s) is one that was hung up', (event) => {
    const { terminal, keys, taken } = fake();
    terminal.enter();
    taken();
    expect(() => keys.emit(event)).toThrow('exit 129');
    expect(taken()).toEqual([...LEFT, 'exit 129']);
  });

  test('close drops what is typed for a moment, and leaves no listener', async () => {
    const { terminal, keys, events, output, taken } = fake({ closeKeys: true });
    const heard: Uint8Array[] = [];
    terminal.onBytes((bytes) => heard.push(bytes));
    terminal.enter();
    taken();
    const closed = terminal.close();
    expect(taken()).toEqual(['pause', LEAVE_SCREEN, 'resume']);
    keys.emit('data', new Uint8Array([0x6a]));
    await closed;
    expect(heard).toEqual([]);
    expect(taken()).toEqual(['pause', 'drop', 'cooked', 'destroy']);
    expect([...events.eventNames(), ...output.eventNames(), ...keys.eventNames()]).toEqual([]);
    terminal.enter();
    terminal.suspend();
    expect(await terminal.run('true', [])).toEqual({ kind: 'not-started', code: 'ECANCELED' });
    expect(taken()).toEqual([]);
  });

  test('a signal while that lasts puts the rest back', () => {
    const { terminal, events, taken } = fake();
    terminal.enter();
    void terminal.close();
    taken();
    expect(() => events.emit('SIGTERM')).toThrow('exit 143');
    expect(taken()).toEqual(['drop', 'cooked', 'exit 143']);
  });
});

describe('suspending', () => {
  test('puts the modes back, stops the job, and takes the terminal again', () => {
    const { terminal, events, taken } = fake();
    terminal.enter();
    terminal.frames.write('frame\n');
    taken();
    terminal.suspend();
    terminal.suspend();
    expect(taken()).toEqual([...LEFT, 'kill 0 SIGTSTP']);
    // Otherwise the signal would be ours, and nothing would stop.
    expect(events.listenerCount('SIGTSTP')).toBe(0);
    events.emit('SIGCONT');
    expect(events.listenerCount('SIGTSTP')).toBe(1);
    const log = taken();
    expect(log.slice(0, 3)).toEqual(['raw', ENTER_SCREEN, 'resume']);
    expect(log[3]).toContain('frame');
    events.emit('SIGTSTP');
    expect(taken()).toEqual([...LEFT, 'kill 0 SIGTSTP']);
  });

  test('comes back where nobody could continue us, and so nothing stopped', () => {
    vi.useFakeTimers();
    try {
      const { terminal, taken } = fake();
      terminal.enter();
      terminal.suspend();
      taken();
      vi.advanceTimersByTime(1000);
      expect(taken().slice(0, 2)).toEqual(['raw', ENTER_SCREEN]);
    } finally {
      vi.useRealTimers();
    }
  });

  test('being continued after a stop without notice, everything is set again', () => {
    const { terminal, events, taken } = fake();
    terminal.enter();
    terminal.frames.write('frame\n');
    taken();
    events.emit('SIGCONT');
    const log = taken();
    expect(log.slice(0, 2)).toEqual(['cooked', 'raw']);
    expect(log.join('')).toContain('frame');
    terminal.leave();
    taken();
    events.emit('SIGCONT');
    expect(taken()).toEqual([]);
  });
});

describe('keys', () => {
  test('come by the chunk, and an ESC after a while', () => {
    vi.useFakeTimers();
    try {
      const { terminal, keys } = fake();
      terminal.enter();
      const heard: string[] = [];
      const told = (all: readonly Key[]) => void heard.push(all.map((key) => (key.kind === 'named' ? key.name : 'char')).join(' '));
      terminal.onBytes(keyReader(new KeyDecoder(), told));
      const send = (text: string) => keys.emit('data', new TextEncoder().encode(text));
      send('jj\r');
      expect(heard.splice(0)).toEqual(['char char enter']);
      send('\u001b');
      vi.advanceTimersByTime(49);
      expect(heard.splice(0)).toEqual([]);
      vi.advanceTimersByTime(2);
      expect(heard.splice(0)).toEqual(['escape']);
      send('\u001b');
      vi.advanceTimersByTime(30);
      send('[');
      vi.advanceTimersByTime(80);
      send('A');
      expect(heard.splice(0)).toEqual(['up']);
      send('\u001b[');
      vi.advanceTimersByTime(1000);
      expect(heard.splice(0)).toEqual(['char']);
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('writing', () => {
  const failure = (code: string) => Object.assign(new Error(code), { code });

  test('goes on where the terminal takes a part, or nothing for a moment', () => {
    const got: number[] = [];
    let calls = 0;
    const write = (_: number, bytes: Uint8Array, at: number): number => {
      calls += 1;
      if (calls % 3 === 0) throw failure(calls % 2 === 0 ? 'EAGAIN' : 'EINTR');
      got.push(...bytes.subarray(at, at + 2));
      return Math.min(2, bytes.length - at);
    };
    expect(writeFully(1, 'größer als zwei', write as never)).toBe(true);
    expect(Buffer.from(got).toString()).toBe('größer als zwei');
  });

  test('gives up where the terminal is gone', () => {
    const write = (): number => {
      throw failure('EIO');
    };
    expect(writeFully(1, 'text', write as never)).toBe(false);
  });
});
