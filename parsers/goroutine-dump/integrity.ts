import type { AgesReason, DumpDefect, DumpFact } from '../../src/evidence/facts/dump.ts';
import type { Goroutine } from './goroutine.ts';
import { type Group, MOST_STARTERS } from './group.ts';

/** How the text of a dump ends. */
export interface DumpEnd {
  /** Bytes of its lines, their ends included. */
  readonly bytes: number;
  /** Bytes of the first line after it, without its end. */
  readonly tail: number | undefined;
  /** That line. */
  readonly next: string | undefined;
  /** The last line that was read has no line end: the text stops there. */
  readonly open: boolean;
  /** A whole line of something else follows: whoever wrote the dump went on. */
  readonly followed: boolean;
}

/** Buffers for runtime.Stack are powers of two: 64 KiB in net/http and Kubernetes, up to 64 MiB in pprof. */
const SMALLEST_BUFFER = 4 * 1024;
const LARGEST_BUFFER = 64 * 1024 * 1024;

/** The length of the buffer that a dump fills exactly, in bytes; undefined where it fills none. */
export function cutAt({ bytes, tail }: DumpEnd): number | undefined {
  const lengths = [bytes, bytes - 1, ...(tail === undefined ? [] : [bytes + tail])];
  return lengths.find((length) => length >= SMALLEST_BUFFER && length <= LARGEST_BUFFER && (length & (length - 1)) === 0);
}

const HEADER = 'goroutine ';
const CREATED = 'created by ';

/** The last word of `go test`, which is no beginning of a function's name. */
const TEST_RESULT = /^(?:FAIL|PASS)$/;

/** Whether a text without a line end can be the beginning of a line of a dump. */
export function looksCutOff(text: string | undefined): boolean {
  if (text === undefined || text === '' || TEST_RESULT.test(text)) return false;
  if (HEADER.startsWith(text) || text.startsWith(HEADER) || CREATED.startsWith(text) || text.startsWith(CREATED)) return true;
  return text.startsWith('\t') || /^[\w./*()%~[\]-]+(?:\([^)]*)?$/.test(text);
}

/** The server of a request starts it before the handler runs, and it ends with the handler (net/http/server.go, `startBackgroundRead`). */
const STARTS_READER = 'net/http.(*connReader).startBackgroundRead';

/**
 * Where the goroutine stands that reads on while a handler runs, in a dump that a handler wrote: `last`, `within`, or `missing`. A dump
 * without it is cut. `none`: no handler wrote it, or it cannot be told.
 */
export function readerOf(
  first: Goroutine | undefined,
  last: Goroutine | undefined,
  groups: Iterable<Group>,
): 'last' | 'within' | 'missing' | 'none' {
  const functions = first?.frames.map((frame): string => frame.function) ?? [];
  if (first?.state !== 'running' || !functions.includes('net/http.(*conn).serve')) return 'none';
  if (!functions.some((name) => name.startsWith('runtime/pprof.write'))) return 'none';
  const isReader = (starters: ReadonlySet<unknown>) => starters.size === 0 || starters.size >= MOST_STARTERS || starters.has(first.id);
  if (last?.creator?.function === STARTS_READER && (last.parent === undefined || last.parent === first.id)) return 'last';
  for (const { creator, starters } of groups) if (creator?.function === STARTS_READER && isReader(starters)) return 'within';
  return 'missing';
}

/** Defects that take no goroutines or frames away. */
const HARMLESS: ReadonlySet<DumpDefect> = new Set(['no-ages', 'elided-frames', 'reversed']);

/** Whether a dump is whole, with these defects. `ended`: its end was read. */
export function wholeness(defects: readonly DumpDefect[], ended: boolean): DumpFact['integrity'] {
  if (!defects.every((defect) => HARMLESS.has(defect))) return 'partial';
  return ended ? 'whole' : 'unknown';
}

/** Workers that every process has from its start (runtime.main, runtime/proc.go): where they are printed, the collector's are too. */
const ALWAYS = new Set(['runtime.bgsweep', 'runtime.forcegchelper', 'runtime.bgscavenge']);

/** Why no wait has an age. */
export function agesOf(groups: Iterable<Group>): NonNullable<DumpFact['ages']> {
  let reason: AgesReason = 'unknown';
  for (const { frames } of groups)
    for (const { function: name } of frames) {
      if (name === 'runtime.gcBgMarkWorker') return { reason: 'collected', certainty: 'derived' };
      if (ALWAYS.has(name)) reason = 'no-collection';
    }
  return { reason, certainty: 'derived' };
}
