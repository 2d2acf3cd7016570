import type { Report } from '../../../src/report/report.ts';
import { type Look, makeLook } from '../../../src/tui/app/look.ts';
import type { Analysis, Outside, Parts } from '../../../src/tui/app/parts.ts';
import type { Key } from '../../../src/tui/keys/key.ts';
import type { Action } from '../../../src/tui/store/action.ts';
import type { Views } from '../../../src/tui/store/lists.ts';
import { run } from '../../../src/tui/app/run.tsx';
import { fakeReport, fakeViews } from '../fake-views.ts';
import { TerminalScreen } from '../terminal-screen.ts';

const KEYS: Readonly<Record<string, Action>> = {
  j: { do: 'move', by: 1 },
  k: { do: 'move', by: -1 },
  l: { do: 'open' },
  h: { do: 'back' },
  G: { do: 'last' },
  '/': { do: 'filter' },
  '\t': { do: 'next-pane', by: 1 },
  z: { do: 'zoom' },
  y: { do: 'copy', what: 'quote' },
  o: { do: 'editor' },
  m: { do: 'mark' },
  M: { do: 'note' },
  x: { do: 'export' },
  s: { do: 'sort' },
  q: { do: 'quit' },
  Z: { do: 'suspend' },
};

export interface UserOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly report?: Report;
  readonly views?: Views;
  readonly look?: Look;
  readonly outside?: Partial<Outside>;
  /** The analysis is not done until `finish`. */
  readonly reading?: boolean;
}

/** A user in front of the whole app. The terminal is without a window; the bytes that it is sent, and what is done outside, can be looked at. */
export function startUser({
  columns = 80,
  rows = 24,
  report = fakeReport(50),
  views = fakeViews,
  look = makeLook({ colour: true }),
  outside,
  reading,
}: UserOptions = {}) {
  const terminal = new TerminalScreen(columns, rows);
  let listener: (bytes: Uint8Array) => void = () => undefined;
  let listeners: Parameters<Analysis['start']>[0] | undefined;
  const log: string[] = [];
  const said =
    (text: string) =>
    async (...args: readonly unknown[]) => {
      log.push([text, ...args.filter((one) => typeof one === 'string')].join(' '));
      return `${text} done`;
    };
  const { frames } = terminal;
  const result = run({
    screen: {
      size: terminal.size,
      frames,
      enter: () => {
        log.push('enter');
        frames.start();
      },
      close: async () => {
        log.push('close');
      },
      redraw: () => frames.repaint(),
      bracketedPaste: (on) => {
        if (on) log.push('paste');
      },
      suspend: () => log.push('suspend'),
      onBytes: (one) => {
        listener = one;
      },
      onResize: (one) => frames.on('resize', one),
    },
    decoder: {
      feed: (bytes) => Array.from(new TextDecoder().decode(bytes), decode),
      waiting: false,
      flush: () => [],
    },
    actionFor: (key) => (key.kind === 'char' ? KEYS[key.char] : undefined),
    footer: (view, _width, _atRoot, finding) => [{ text: `footer of ${view}${finding ? '' : ' without a finding'}` }],
    views,
    look,
    name: 'pod.log',
    outside: {
      copy: said('copy'),
      editor: said('editor'),
      pager: said('pager'),
      export: said('export'),
      readExact: async () => [],
      loadTriage: async () => new Map(),
      saveTriage: said('save'),
      ...outside,
    },
    analysis: {
      start: (one) => {
        listeners = one;
        if (reading !== true) one.report(report);
      },
      stop: () => log.push('stop'),
    },
  } satisfies Parts);
  return {
    terminal,
    log,
    result,
    type: (text: string) => listener(new TextEncoder().encode(text)),
    progress: (path: string) => listeners?.progress({ path: path as never, index: 3, read: 2048, of: 4096 }),
    finish: () => listeners?.report(report),
    fail: (error: Error) => listeners?.failed(error),
    quit: async () => {
      listener(new TextEncoder().encode('\u0003'));
      return result;
    },
  };
}

function decode(char: string): Key {
  if (char === '\r') return { kind: 'named', name: 'enter' };
  if (char === '\u0003') return { kind: 'char', char: 'c', ctrl: true, alt: false };
  return { kind: 'char', char, ctrl: false, alt: false };
}
