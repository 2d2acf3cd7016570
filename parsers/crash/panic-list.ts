import type { PanicEntry } from '../../src/evidence/facts/crash.ts';
import { sanitize } from '../../src/text/safe-text.ts';

/** What the lines of a panic's head say, once all of them are read. */
export interface PanicList {
  /** Oldest first. */
  readonly chain: readonly PanicEntry[];
  /** The fatal error that ended the list: `\tfatal error: …` (Go ≥ 1.26), or at the left margin before that. */
  readonly fatal?: string;
}

/**
 * How Go ≥ 1.26 prints errors of the runtime above a fatal error: by their type, since it calls no Error method there (printpanicval in
 * runtime/error.go). The texts of runtime.errorString have a prefix everywhere else, those of runtime.plainError have none. All others
 * (runtime.boundsError, *runtime.TypeAssertionError) are printed as an address, which says nothing: they stay as printed.
 */
const RUNTIME_ERROR = /^runtime\.(errorString|plainError)\("(.*)"\)$/s;

/** An entry after the first: after a tab, or the spaces that a copy made of it. */
const ENTRY = /^(?:\t| {1,8})?panic:(?: (.*))?$/s;
/** The fatal error that ends a list. */
const FATAL = /^\t?fatal error: (.*)$/s;

/**
 * Reads a panic list (runtime/panic.go, printpanics): `panic: VALUE`, each later entry after a tab. The lines of a value that has
 * several stand at the left margin up to Go 1.22, after one tab from Go 1.23. An entry at the margin is one whose tab was lost.
 * `isFatal` tells whether `fatal error: MESSAGE` is one, and not a line of the value.
 */
export function readPanicList(lines: readonly string[], isFatal: (message: string) => boolean = () => false): PanicList {
  const values: string[][] = [];
  let fatal: string | undefined;
  const clean = lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  // Where one line of a value stands at the margin, the tabs of the others are its own.
  const indented = clean.every((line) => line === '' || line.startsWith('\t') || ENTRY.test(line));
  for (const line of clean) {
    const next = ENTRY.exec(line);
    const bare = indented && line.startsWith('\t') ? line.slice(1) : line;
    if (next !== null) values.push([next[1] ?? '']);
    else if (fatal !== undefined) fatal += `\n${bare}`;
    else {
      const message = FATAL.exec(line)?.[1]?.trimEnd();
      if (message !== undefined && isFatal(message)) fatal = message;
      else values.at(-1)?.push(bare);
    }
  }
  fatal = fatal?.trimEnd();
  // The runtime names what it was doing between the value and `panic during preemptoff`.
  const last = values.at(-1);
  if (fatal === 'panic during preemptoff' && last?.at(-1)?.startsWith('preempt off reason: ') === true) last.pop();
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
  text = text.trimEnd();
  const error = RUNTIME_ERROR.exec(text);
  if (error !== null) text = `${error[1] === 'errorString' ? 'runtime error: ' : ''}${error[2] ?? ''}`;
  return { message: sanitize(text), ...(recovered === undefined ? {} : { recovered }) };
}
