import type { Citation } from '../../evidence/citation.ts';
import type { ReadProgress } from '../../analyze.ts';
import type { Comparison } from '../../report/compare/comparison.ts';
import type { Report, ReportDump } from '../../report/report.ts';
import type { Key } from '../keys/key.ts';
import type { Action } from '../store/action.ts';
import type { Views } from '../store/lists.ts';
import type { Size } from '../store/state.ts';
import type { StyledLine } from '../styled.ts';
import type { TriageEntry } from '../triage/triage.ts';
import type { ViewName } from '../view.ts';
import type { Look } from './look.ts';
import type { FrameWriter } from '../terminal/frame-writer.ts';
import type { Decoder } from '../terminal/read-keys.ts';

/** The terminal, as far as the app needs it. */
export interface Screen {
  readonly size: () => Size;
  /** What is painted, and what Ink is given as its standard output. */
  readonly frames: Pick<FrameWriter, 'show' | 'asStdout'>;
  /** Takes the screen over: its modes, the keys. */
  readonly enter: () => void;
  /** Gives it back as it was, for good. */
  readonly close: () => Promise<void>;
  /** Paints the last frame anew. */
  readonly redraw: () => void;
  readonly onBytes: (listener: (bytes: Uint8Array) => void) => void;
  readonly onResize: (listener: () => void) => void;
  /** Stops the process as ctrl-z does; the screen is taken over again when it goes on. */
  readonly suspend: () => void;
  /** Whether pasted text comes as a paste, and not as if typed. */
  readonly bracketedPaste: (on: boolean) => void;
}

/** What happens outside. Each gives the sentence for the status line, or throws what went wrong. */
export interface Outside {
  readonly copy: (text: string, what: string) => Promise<string>;
  /** These two have the whole terminal for as long as they run. */
  readonly editor: (place: Citation) => Promise<string>;
  readonly pager: (place: Citation) => Promise<string>;
  readonly export: (report: Report, id: string | undefined, format: 'json' | 'markdown', triage: Triage) => Promise<string>;
  /** The dumps of the bundle, read once more, lines kept apart. */
  readonly readExact: () => Promise<readonly ReportDump[]>;
  readonly loadTriage: () => Promise<Triage>;
  readonly saveTriage: (entry: TriageEntry) => Promise<string>;
}

export type Triage = ReadonlyMap<string, TriageEntry>;

/** The reading of the bundle, which goes on while keys are answered. */
export interface Analysis {
  readonly start: (listeners: {
    readonly progress: (progress: ReadProgress) => void;
    /** Comes before the report, where bundles are laid side by side. */
    readonly comparison?: (comparison: Comparison) => void;
    readonly report: (report: Report) => void;
    readonly failed: (error: unknown) => void;
  }) => void;
  /** Ends it, done or not. */
  readonly stop: () => void;
}

/** All that the app is put together from. */
export interface Parts {
  readonly screen: Screen;
  readonly decoder: Decoder;
  readonly actionFor: (key: Key, view: ViewName) => Action | undefined;
  readonly footer: (view: ViewName, width: number, atRoot: boolean, finding: boolean) => StyledLine;
  readonly views: Views;
  /** Calls back when more lines of a file have been loaded. */
  readonly onLines?: (listener: (path: string) => void) => void;
  readonly look: Look;
  readonly outside: Outside;
  readonly analysis: Analysis;
  /** What is looked at, for the breadcrumbs. */
  readonly name: string;
}
