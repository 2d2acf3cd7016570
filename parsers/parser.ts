import type { Citation } from '../src/evidence/citation.ts';
import type { FactDraft } from '../src/evidence/facts/index.ts';
import type { WantedLabel } from '../src/evidence/labels.ts';
import type { Scope } from '../src/evidence/scope.ts';
import type { Line } from '../src/text/line.ts';
import type { SafeText } from '../src/text/safe-text.ts';

/** Kinds of artefact that the parsers recognise, as `goroner inspect` and the report name them. */
export type ArtefactKind =
  | 'crash'
  | 'goroutine-dump'
  | 'schedtrace'
  | 'gctrace'
  | 'pacertrace'
  | 'scavtrace'
  | 'inittrace'
  | 'race-report'
  | 'sanitizer-report'
  | 'lock-report'
  | 'test-output'
  | 'leak-check'
  | 'heap-profile'
  | 'goroutine-profile'
  | 'goroutineleak-profile'
  | 'cpu-profile'
  | 'contention-profile'
  | 'block-profile'
  | 'mutex-profile'
  | 'threadcreate-profile'
  | 'profile'
  | 'printed-profile'
  | 'metrics'
  | 'expvar'
  | 'gops'
  | 'cgroup'
  | 'procfs'
  | 'process-list'
  | 'sockets'
  | 'open-files'
  | 'machine'
  | 'kubernetes'
  | 'container-runtime'
  | 'kernel-log'
  | 'log'
  | 'environment'
  | 'build-info';

/** What a parser knows of the file that it reads. */
export interface SourceInfo {
  /** As the user knows it. */
  readonly path: SafeText;
  readonly scope: Scope;
  /** The bytes were damaged and this is what could be saved. */
  readonly salvaged: boolean;
}

/** What readers of goroutines keep apart that they group otherwise. Nothing by default. */
export interface KeptApart {
  /** Goroutines that stand, or were started, at different lines of the same functions. It changes the keys of the groups. */
  readonly places?: boolean;
  /**
   * Goroutines of a group that have waited for less than so many minutes, at least that long, and for an unknown time. Facts of one
   * group then share their key and their dump.
   */
  readonly waitMinutes?: number;
  /** Goroutines of a group that have labels as these say (`matchesLabels`), and the others. Facts of one group then share key and dump. */
  readonly labels?: readonly WantedLabel[];
}

/** A text that stands within an artefact. */
export interface EmbeddedText {
  readonly text: string;
  readonly scope: Scope;
  /** Line of its first line, and whether each of its lines is one of the file. */
  readonly line: number;
  readonly isBlock: boolean;
  /** It is the end of something longer. */
  readonly cutHead: boolean;
  /** Exit code of the process whose last words it is. */
  readonly exitCode?: number;
}

/** What a parser can do beside reading: hand over facts, and say what it could not read. */
export interface ParserContext {
  readonly source: SourceInfo;
  /** What a view of the goroutines needs apart. */
  readonly apart?: KeptApart;
  /** Hands over a fact; returns its id, for facts that refer to it. */
  emit(draft: FactDraft): string;
  /** This source holds such an artefact. Called once or more; the report lists each kind once a file. */
  found(kind: ArtefactKind): void;
  /** Hands over a text that stands within an artefact, the end of a container's log say: it is read as a log of its own. */
  readonly embedded?: (text: EmbeddedText) => void;
  /** Something of this parser's format that could not be read. Counted and shown in the report. */
  skipped(what: Skipped): void;
  /** The source, or a part of it, is known, and nothing of it is used: why, for the inventory. */
  readonly passOver?: (reason: string) => void;
  /** Number of the last line of the file so far that was left out since nothing marked it; 0 where none was. It may be of any stream. */
  readonly lastLeftOut?: () => number;
}

/** Input that belonged to a parser's format but could not be read. */
export interface Skipped {
  /** What it is and why it could not be read, in a few words. */
  readonly reason: string;
  /** Lines (text) or bytes (binary) that it covers. */
  readonly amount: number;
  readonly unit: 'lines' | 'bytes';
  /** Places that this stands for; 1 where absent. The citation is the first. */
  readonly places?: number;
  readonly citation: Citation;
}

/** How much a parser took at once. */
export interface TakenAtOnce {
  readonly bytes: number;
  /** Whole lines in these bytes, and how many of them are empty. */
  readonly lines: number;
  readonly blank: number;
  /** What follows them may be taken too once all of it is here: it begins like something that is read at once. Absent: no. */
  readonly unfinished?: boolean;
}

/**
 * Reads artefacts out of a stream of lines. A text source may hold several artefacts of several kinds between other
 * lines; every parser is offered every line until one takes it. Pure: no I/O, no clock, no exceptions.
 */
export interface TextParser {
  /**
   * Reads what it knows already at once, from bytes that begin a line: the same as if each line were offered. `bytes` holds lines as they
   * stand in the file, without any wrapper. The object that it gives is reused.
   */
  readonly takeBytes?: (bytes: Buffer, start: number, number: number) => TakenAtOnce;
  /** It took part of something and may take the rest at once after another line, however that rest begins. */
  readonly resumes?: boolean;
  /** Lines that were not offered since another parser took them at once; empty ones do not count. */
  readonly passed?: (lines: number) => void;
  /** Offers a line. True: it belongs to this parser's artefact (read, or counted as damaged inside one). */
  accept(line: Line): boolean;
  /** Lines were not taken that may prove to be this parser's: it wants to see the next one, whatever it is. */
  readonly waits?: boolean;
  /** There are no more lines. */
  end(): void;
}

/** After so many lines in a row that it did not take, a parser has nothing open that any other line than a beginning belongs to. */
export const LINES_TO_REST = 2000;

/** Lines before a beginning that a parser may want to have seen. */
export const LINES_BEFORE = 50;

/** A parser of text artefacts, as the registry lists it. */
export interface TextParserModule {
  readonly name: string;
  /**
   * ASCII texts, of four characters at least, of which one stands in every line that begins something for this parser.
   * Where {@link LINES_TO_REST} lines in a row belonged to nobody, only lines with such a text are offered, and the
   * {@link LINES_BEFORE} before each: a log is mostly other lines. A parser without this wants every line.
   */
  readonly begins?: readonly string[];
  readonly create: (context: ParserContext) => TextParser;
}

/** What a parser of one of several files that make up a fact can do. */
export interface NamedFileContext extends ParserContext {
  /**
   * Hands over part of a fact that is spread over several files. Parts of one key become one fact once all is read: fields of the first
   * that has them, citations of all. The key names what it is of, as the directory of a control group.
   */
  part(key: string, draft: FactDraft): void;
}

/**
 * Reads small text files that are known by their names, since their content tells nothing: `memory.max` is a number. The name is a hint
 * and no more: the parser says whether the content is what the name promises.
 */
export interface NamedFileModule {
  readonly name: string;
  /** Whether a file of this path may be one. */
  readonly takes: (path: SafeText) => boolean;
  /** Reads a file; false where it is none of these, and is to be read as any other text. */
  readonly parse: (lines: readonly Line[], context: NamedFileContext) => boolean;
}

/** Files with more bytes are read as any other text. */
export const NAMED_FILE_BYTES = 1_048_576;

/** What a parser of binary artefacts says of a file. Never thrown. */
export type BinaryResult =
  /** Not this format. */
  | { readonly kind: 'unrecognized' }
  /** This format, but broken at a byte offset; facts read before that have been emitted. */
  | { readonly kind: 'malformed'; readonly at: number; readonly reason: string }
  | { readonly kind: 'ok' };

/** A parser of whole binary files. */
export interface BinaryParserModule {
  readonly name: string;
  /**
   * Whether a file that begins with these bytes can be of this format. Asked before the file is read, which may be large: a
   * file that no parser wants stays unread.
   */
  readonly mayBe: (head: Uint8Array) => boolean;
  readonly parse: (bytes: Uint8Array, context: ParserContext) => BinaryResult;
}
