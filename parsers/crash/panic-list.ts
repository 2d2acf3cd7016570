import type { PanicEntry } from '../../src/evidence/facts/crash.ts';
import { sanitize } from '../../src/text/safe-text.ts';

/** What the lines of a panic's head say, once all of them are read. */
export interface PanicList {
  /** Oldest first. */
  readonly chain: readonly PanicEntry[];
  /** The fatal error that ended the list: `\tfatal error: …` (Go ≥ 1.26), or at the left margin before that. */
  readonly fatal?: string;
}

/** The pair in which Go ≥ 1.26 prints a runtime error under a fatal error, and how every other release prints it. */
const RUNTIME_ERROR = /^runtime\.(?:errorString|boundsError|errorAddressString)\("(.*)"\)$/s;

/**
 * Reads a panic list (runtime/panic.go, printpanics): `panic: VALUE`, each later entry after a tab. The lines of a value that has
 * several stand at the left margin up to Go 1.22, after one tab from Go 1.23. An entry after `runtime.Goexit` has no tab.
 */
export function readPanicList(lines: readonly string[]): PanicList {
  const values: string[][] = [];
  let fatal: string | undefined;
  for (const line of lines) {
    const bare = line.startsWith('\t') ? line.slice(1) : line;
    if (bare.startsWith('panic: ')) values.push([bare.slice(7)]);
    else if (bare === 'panic:') values.push(['']);
    else if (bare.startsWith('fatal error: ') && values.length > 0) fatal ??= bare.slice(13);
    else if (fatal === undefined) values.at(-1)?.push(bare);
  }
  return { chain: values.map(entry), ...(fatal === undefined ? {} : { fatal }) };
}

function entry(value: readonly string[]): PanicEntry {
  let text = value.join('\n').trimEnd();
  let recovered: PanicEntry['recovered'];
  if (text.endsWith(' [recovered, repanicked]')) {
    recovered = 'repanicked';
    text = text.slice(0, -' [recovered, repanicked]'.length);
  } else if (text.endsWith(' [recovered]')) {
    recovered = 'recovered';
    text = text.slice(0, -' [recovered]'.length);
  }
  const error = RUNTIME_ERROR.exec(text);
  if (error !== null) text = `runtime error: ${error[1] ?? ''}`;
  return { message: sanitize(text), ...(recovered === undefined ? {} : { recovered }) };
}
