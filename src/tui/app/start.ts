import { basename, dirname } from 'node:path';
import { UsageError } from '../../bundle/entry.ts';
import type { Limits } from '../../bundle/limits.ts';
import type { Report } from '../../report/report.ts';
import { oneLine } from '../../text/safe-text.ts';
import { KeyDecoder } from '../keys/decoder.ts';
import { actionFor, footerFor } from '../keys/keymap.ts';
import { copySequence } from '../terminal/clipboard.ts';
import { type InkEnvironment, lookOf } from '../terminal/colour.ts';
import type { Command } from '../terminal/command-words.ts';
import { editorCommand } from '../terminal/editor.ts';
import { openTerminal } from '../terminal/open-terminal.ts';
import { pagerCommand } from '../terminal/pager.ts';
import { Terminal } from '../terminal/terminal.ts';
import type { TriageEntry } from '../triage/triage.ts';
import { views } from '../views/all.ts';
import { writeExport } from './export-file.ts';
import { FileSource } from './file-source.ts';
import { helpLinesOf } from './help-lines.ts';
import { makeLook } from './look.ts';
import { onDisk } from './on-disk.ts';
import type { KeptInput } from './kept-input.ts';
import type { Analysis, Outside, Triage } from './parts.ts';
import { run } from './run.tsx';

export interface StartOptions {
  readonly paths: readonly string[];
  /** What the breadcrumbs call it; made of the paths where absent. */
  readonly name?: string;
  readonly limits: Partial<Limits>;
  /** Files that this run writes to, as `dev:ino`. */
  readonly own: ReadonlySet<string>;
  readonly analysis: Analysis;
  /** What came on standard input. */
  readonly kept: KeptInput;
  /** Reads the dumps once more, lines kept apart. */
  readonly readExact: Outside['readExact'];
  /** What `prepareForInk` gave. */
  readonly environment: InkEnvironment;
  /** Says what slipped through and ends the process. The screen has been given back by then. */
  readonly slipped: (error: unknown) => void;
  /** Where marks and notes are kept; they are not where it is absent. */
  readonly triage?: { readonly load: () => Promise<Triage>; readonly save: (entry: TriageEntry) => Promise<void> };
  /** The text of an export, marks and notes in it and secrets gone; undefined where there is no such finding. */
  readonly exportText: (report: Report, id: string | undefined, format: 'json' | 'markdown', triage: Triage) => Promise<string | undefined>;
}

/**
 * Opens the terminal UI and gives the report when the user leaves; undefined where that was before it was done.
 *
 * @throws UsageError where there is no terminal, and what the analysis throws.
 */
export async function start(options: StartOptions): Promise<Report | undefined> {
  const terminal = openTerminal(process, options.environment, options.slipped);
  if (!(terminal instanceof Terminal)) throw new UsageError(`${terminal.why}; goroner --no-tui prints the report`);
  return startOn(terminal, options);
}

/** {@link start} on a terminal that is there, and not yet entered. */
export async function startOn(terminal: Terminal, options: Omit<StartOptions, 'slipped'>): Promise<Report | undefined> {
  const { paths, environment, triage } = options;
  let changed: (path: string) => void = () => undefined;
  const files = new FileSource(options, (path) => changed(path));
  return run({
    screen: {
      size: () => ({ columns: terminal.frames.columns, rows: terminal.frames.rows }),
      frames: terminal.frames,
      enter: () => terminal.enter(),
      close: () => terminal.close(),
      redraw: () => terminal.redraw(),
      suspend: terminal.suspend,
      onBytes: (listener) => void terminal.onBytes(listener),
      onResize: (listener) => void terminal.frames.on('resize', listener),
      bracketedPaste: (on) => terminal.bracketedPaste(on),
    },
    decoder: new KeyDecoder(),
    actionFor,
    footer: footerFor,
    views: views({ linesOf: files.linesOf, help: helpLinesOf }),
    onLines: (listener) => {
      changed = listener;
    },
    look: makeLook(lookOf({ isTTY: true }, environment.before)),
    name: options.name ?? nameOf(paths),
    analysis: options.analysis,
    outside: {
      copy: async (text, what) => copy(terminal, text, what, environment.before),
      editor: async ({ path, firstLine }) => open(terminal, editorCommand(environment.before, onDisk(paths, path), firstLine)),
      pager: async ({ path, firstLine }) => open(terminal, pagerCommand(environment.before, onDisk(paths, path), firstLine)),
      export: async (report, id, format, said) => {
        const text = await options.exportText(report, id, format, said);
        if (text === undefined) throw new Error(`${id ?? 'the report'}: there is nothing to export`);
        // The name first: a narrow terminal has no room for the directory.
        const path = await writeExport(id ?? 'goroner-report', format, text);
        return `${oneLine(basename(path))} written to ${oneLine(dirname(path))}`;
      },
      readExact: options.readExact,
      loadTriage: async () => (await triage?.load()) ?? new Map(),
      saveTriage: async (entry) => {
        if (triage === undefined) return 'kept until you leave: there is no directory to keep it in';
        await triage.save(entry);
        return '';
      },
    },
  });
}

async function open(terminal: Terminal, { command, args }: Command): Promise<string> {
  const end = await terminal.run(command, args);
  if (end.kind === 'not-started') throw new Error(`${oneLine(command)} cannot be started: ${oneLine(end.code)}`);
  return end.code === 0 ? '' : `${oneLine(command)} ended with ${end.code ?? 'a signal'}`;
}

function copy(terminal: Terminal, text: string, what: string, env: NodeJS.ProcessEnv): string {
  const copied = copySequence(text, env);
  if (copied.kind === 'unsupported') throw new Error(`not copied: ${copied.why}; x writes a file`);
  terminal.send(copied.sequence);
  // Terminals do not tell whether they took it.
  return `${what} sent to the clipboard, ${copied.bytes} bytes${copied.cut ? '; the rest was too much for it' : ''} (not there? x writes a file)`;
}

/** What is looked at, for the breadcrumbs. */
function nameOf(paths: readonly string[]): string {
  const [first] = paths;
  if (first === undefined || first === '-') return '<stdin>';
  const more = paths.length > 1 ? ` +${paths.length - 1}` : '';
  return `${oneLine(basename(first) === '.' || basename(first) === '' ? first : basename(first))}${more}`;
}
